package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Drift;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.engine.Engine;
import io.virk.engine.Streams;
import io.virk.engine.WindowSizes;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.Exemplar;
import io.virk.event.Failed;
import io.virk.image.Redactor;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter.Kind;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentReader;
import io.virk.incident.Recording;
import io.virk.scenes.Baselines;
import io.virk.scenes.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an incident holds, from its opening to its end. */
@Timeout(60)
class IncidentsTest extends IncidentsFixture {
  @Test
  void whatAHostAsksForHasBeforeAndAfterAndNoPrivateTag(@TempDir Path folder) {
    recording = Recording.DEFAULT.privateTags("operator").redactor(Redactor.mosaic(4));
    Incidents incidents = incidents(folder);
    see(incidents, 10);
    assertTrue(incidents.ask("operator pressed the button"));
    incidents.tick(drift -> true);
    see(incidents, 20);
    incidents.tick(drift -> true);
    assertEquals(2, told.size(), "at once, and with what came after");
    Incident incident = IncidentReader.open(file(told.get(1)));
    assertEquals("operator pressed the button", incident.reason());
    assertEquals(Optional.empty(), incident.drift());
    assertEquals(10, incident.observations(Exemplar.Role.BEFORE).size());
    assertEquals(8, incident.observations(Exemplar.Role.AFTER).size());
    for (IncidentObservation o : incident.observations()) {
      assertEquals(Map.of("line", "3"), o.tags());
      assertEquals(IncidentObservation.Picture.REDACTED, o.picture());
      assertEquals(o.image().orElseThrow().pixels()[0], o.image().orElseThrow().pixels()[3]);
    }
    assertEquals(0, incidents.memory());
    for (int i = 0; i < 16; i++) {
      assertTrue(incidents.ask("again"));
    }
    assertFalse(incidents.ask("once too often"));
  }

  @Test
  void whatARedactorDoesNotLetThroughIsNotWritten(@TempDir Path folder) {
    recording =
        Recording.DEFAULT.redactor(
            (image, tags) -> {
              throw new IllegalStateException("no face was found");
            });
    nothingOfImagesIsWritten(folder);
    told.clear();
    recording = Recording.DEFAULT.redactor((image, tags) -> null);
    nothingOfImagesIsWritten(folder);
  }

  private void nothingOfImagesIsWritten(Path folder) {
    Incidents incidents = incidents(folder);
    see(incidents, 3);
    incidents.ask("why");
    incidents.tick(drift -> true);
    assertEquals(Failed.Part.INCIDENT, ((Failed) told.get(0)).part());
    Incident incident = IncidentReader.open(file(told.get(told.size() - 1)));
    assertTrue(incident.observations().size() >= 3);
    assertTrue(incident.observations().stream().allMatch(o -> o.image().isEmpty()));
  }

  @Test
  void theOldestBundlesOfTheMonitorGo(@TempDir Path folder) throws IOException {
    recording =
        Recording.DEFAULT.retention(new Recording.Retention(3, 1 << 30, Duration.ofDays(1)));
    Path others = Files.createFile(folder.resolve("19700101T000000Z-1-m-not-ours.zip"));
    Incidents incidents = incidents(folder);
    see(incidents, 1);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      incidents.ask("number " + i);
      incidents.tick(drift -> true);
      files.add(file(told.get(i)));
      long written = Files.getLastModifiedTime(files.get(i)).toMillis();
      Files.setLastModifiedTime(files.get(i), FileTime.fromMillis(written - 60_000 + 1000L * i));
    }
    assertEquals(
        List.of(false, false, false, true, true, true), files.stream().map(Files::exists).toList());
    assertTrue(Files.exists(others), "no other file is touched");
    assertEquals(3, incidents.givenUp());
  }

  /** Its tape is in the bundle alone. */
  @Test
  void theBundleOfADriftThatGoesOnStays(@TempDir Path folder) {
    recording =
        Recording.DEFAULT.retention(new Recording.Retention(1, 1 << 30, Duration.ofDays(1)));
    Incidents incidents = incidents(folder);
    for (int i = 1; i <= 3; i++) {
      incidents.accept(Events.opened(i));
    }
    assertTrue(told.stream().allMatch(e -> Files.exists(file(e))), told.toString());
    incidents.accept(Events.closed(1));
    incidents.tick(drift -> drift != 1);
    incidents.accept(Events.closed(2));
    assertFalse(Files.exists(file(told.get(0))));
    assertTrue(Files.exists(file(told.get(2))));
  }

  /** 40 cameras that went off one by one grew the heap by 125 MB that nobody counted. */
  @Test
  void whatOpenIncidentsShowIsBoundedAndCounted() {
    recording = Recording.DEFAULT.bytes(1 << 20);
    Incidents incidents = incidents(draft -> FOLDER, Optional.empty());
    see(incidents, 200);
    for (int i = 1; i <= 40; i++) {
      incidents.accept(Events.opened(i));
      see(incidents, 40);
      assertTrue(incidents.memory() <= 1 << 18, incidents.memory() + " bytes");
    }
    assertTrue(incidents.memory() > 1 << 17);
    assertTrue(incidents.givenUp() > 0);
  }

  /** What could not be written kept it, and nothing made it go. */
  @Test
  void whatIncidentsAreReplayedFromIsBoundedToo() {
    recording = Recording.DEFAULT.bytes(1 << 20);
    List<Episode.Draft> drafts = new ArrayList<>();
    Incidents incidents =
        incidents(
            draft -> {
              drafts.add(draft);
              return FOLDER;
            },
            Optional.empty());
    startTape();
    see(incidents, 300);
    for (int i = 1; i <= 20; i++) {
      incidents.accept(Events.opened(i));
      assertTrue(incidents.memory() <= 1 << 18, incidents.memory() + " bytes");
    }
    assertTrue(drafts.stream().anyMatch(d -> d.reel().get() == null));
    for (Episode.Draft draft : drafts) {
      assertFalse(draft.exhibits().isEmpty());
    }
  }

  private void startTape() {
    recorder.tape().timeIs(5);
    recorder
        .tape()
        .between(
            new Engine(
                Streams.settings(FalseAlarms.DEFAULT, false, 1),
                new WindowSizes(Baselines.ofVectors(), WindowPolicy.ofCount(16))));
  }

  /** It was left out without a word. */
  @Test
  void aRecordingThatSomebodyTookAwayIsTold(@TempDir Path folder) throws IOException {
    Incidents incidents = incidents(folder);
    startTape();
    see(incidents, 8);
    incidents.accept(Events.opened(1));
    Path bundle = file(told.get(0));
    assertTrue(IncidentReader.open(bundle).tape().isPresent());
    Files.delete(bundle);
    incidents.accept(Events.closed(1));
    assertTrue(Files.exists(bundle));
    assertTrue(IncidentReader.open(bundle).tape().isEmpty());
    List<Failed> failed =
        told.stream().filter(Failed.class::isInstance).map(Failed.class::cast).toList();
    assertEquals(1, failed.size(), told.toString());
    assertTrue(failed.get(0).what().contains("1 can no longer be replayed"), failed.toString());
  }

  @Test
  void aDriftThatOthersJoinedClosesIntoTheFileOfItsOpening(@TempDir Path folder)
      throws IOException {
    Incidents incidents = incidents(folder);
    DriftOpened opened = Events.opened(1);
    Drift alone = opened.drift().withSlices(slices("cam-1"));
    incidents.accept(new DriftOpened("m", alone, opened.diagnosis(), List.of()));
    DriftClosed closed = Events.closed(1);
    Drift joined = closed.drift().withSlices(slices("cam-1", "cam-2"));
    incidents.accept(new DriftClosed("m", joined, closed.diagnosis(), closed.opening()));
    Path bundle = folder.resolve("19700101T000000Z-1-m-camera=cam-1.zip");
    assertEquals(List.of(bundle, bundle), told.stream().map(IncidentsFixture::file).toList());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(bundle), files.toList());
    }
    Incident incident = IncidentReader.open(bundle);
    assertEquals(joined, incident.drift().orElseThrow());
    assertEquals(alone, incident.history().get(0).drift().orElseThrow());
  }

  /** It was a second one beside the first, "-2.zip", and neither showed the whole drift. */
  @Test
  void aDriftThatIsReopenedGoesOnInItsBundle(@TempDir Path folder) throws IOException {
    Incidents incidents = incidents(folder);
    DriftOpened opened = Events.opened(1);
    see(incidents, 3);
    incidents.accept(opened);
    incidents.accept(Events.closed(1));
    incidents.tick(drift -> true);
    see(incidents, 30);
    incidents.accept(new DriftReopened("m", opened.drift(), opened.diagnosis(), 1));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(Set.of(file(told.get(0))), files.collect(Collectors.toSet()));
    }
    Incident incident = IncidentReader.open(file(told.get(told.size() - 1)));
    assertEquals(1, incident.reopened());
    List<Long> during =
        incident.observations(Exemplar.Role.DURING).stream().map(o -> o.sequence()).toList();
    assertTrue(during.contains(2L) && during.contains(32L), "began, and came back: " + during);
    assertEquals(
        List.of(Kind.OPENED, Kind.CLOSED, Kind.REOPENED),
        incident.history().stream().map(c -> c.kind()).toList());
    incidents.accept(Events.closed(1));
    assertEquals(1, told.stream().map(IncidentsFixture::file).distinct().count());
    incidents.tick(drift -> false);
    incidents.accept(new DriftReopened("m", opened.drift(), opened.diagnosis(), 2));
    assertTrue(
        file(told.get(told.size() - 1)).toString().endsWith("-2.zip"), "nothing is lost: " + told);
    assertEquals(2, IncidentReader.open(file(told.get(told.size() - 1))).reopened());
  }

  private static SortedSet<Slice> slices(String... cameras) {
    return Stream.of(cameras)
        .map(camera -> new Slice("camera", camera))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
