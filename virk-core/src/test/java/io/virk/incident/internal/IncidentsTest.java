package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
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
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.image.Redactor;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter.Kind;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentSink;
import io.virk.incident.IncidentTape;
import io.virk.incident.Recording;
import io.virk.incident.Spool;
import io.virk.scenes.Baselines;
import io.virk.scenes.Events;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.internal.Values;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IncidentsTest {
  private static final Path FOLDER = Path.of("incidents");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final List<MonitorEvent> told = Collections.synchronizedList(new ArrayList<>());

  private final Failures counted = new Failures("m", event -> {});

  private final FlightRecorder recorder = new FlightRecorder(16, 1 << 24, true, 1);
  private long nanos;
  private long next;

  private Incidents incidents(IncidentQueue.Writer writer, Optional<ThreadFactory> threads) {
    return incidents(FOLDER, writer, counted, threads, told::add);
  }

  private Incidents incidents(Path folder) {
    return incidents(folder, null, counted, Optional.empty(), told::add);
  }

  private Incidents incidents(
      Path folder,
      IncidentQueue.Writer writer,
      Failures failures,
      Optional<ThreadFactory> threads,
      Consumer<MonitorEvent> events) {
    Incidents made =
        new Incidents(
            new Incidents.Setup(
                "m",
                Baselines.ofVectors(),
                Incident.Model.NONE,
                folder,
                recording,
                settings(),
                () -> nanos),
            recorder,
            writer,
            failures,
            threads,
            events);
    made.start();
    return made;
  }

  private Recording recording = Recording.DEFAULT;

  private static IncidentTape.Settings settings() {
    return new IncidentTape.Settings(
        WindowPolicy.ofCount(16),
        Optional.empty(),
        1,
        1,
        FalseAlarms.DEFAULT,
        List.of(),
        true,
        EmissionPolicy.DEFAULT,
        1);
  }

  /** Records some observations. */
  private void see(Incidents incidents, int count) {
    for (int i = 0; i < count; i++) {
      Observation vector = Baselines.vector(1, (int) next, 0);
      Observation o =
          Observation.builder()
              .sequence(next)
              .epochMillis(1000 * next)
              .embedding(vector.embedding())
              .logits(vector.logits())
              .image(Scenes.frame(0, (int) next, 8, 8))
              .tag("operator", "alice")
              .tag("line", "3")
              .build();
      recorder.observed(o, Values.at(Baselines.ofVectors().schema(), next++, 0), Slice.ALL);
      incidents.observed();
    }
  }

  private static Path file(MonitorEvent event) {
    return ((IncidentWritten) event).incident();
  }

  @Test
  void aFolderThatHangsKeepsNobodyWaitingAndTheLaterStateTakesThePlaceOfTheEarlier() {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    Incidents incidents =
        incidents(
            draft -> {
              hanging.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              written.add(
                  draft.name() + (draft.drift().orElseThrow().isOpen() ? " open" : " closed"));
              return FOLDER.resolve(draft.name() + ".zip");
            },
            Optional.of(Thread::new));
    incidents.accept(Events.opened(1));
    try {
      hanging.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 2; i <= 3; i++) {
      incidents.accept(Events.opened(i));
    }
    incidents.accept(Events.closed(2));
    assertEquals(3, incidents.waiting());
    assertFalse(incidents.stop(Duration.ofMillis(1)), "bounded");
    assertEquals(List.of(), told);
    release.countDown();
    assertTrue(incidents.stop(LONG));
    assertEquals(List.of("1 open", "2 closed", "3 open"), written);
    assertEquals(
        List.of("1.zip", "2.zip", "3.zip"),
        told.stream().map(e -> file(e).getFileName().toString()).toList());
    assertEquals(3, incidents.written());
    assertEquals(0, incidents.waiting());
    for (int i : new int[] {1, 3}) {
      incidents.accept(Events.closed(i));
    }
    assertEquals(5, incidents.written(), "after the end whoever brings it writes it");
    incidents.tick(drift -> false);
    assertEquals(0, incidents.memory());
  }

  @Test
  void whatWaitsIsBoundedAndWhatFindsNoRoomIsToldWithPathAndRemedy() {
    CountDownLatch release = new CountDownLatch(1);
    Incidents incidents =
        incidents(
            draft -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return FOLDER;
            },
            Optional.of(Thread::new));
    int many = 2 * IncidentQueue.CAPACITY;
    for (int i = 1; i <= many; i++) {
      incidents.accept(Events.opened(i));
    }
    assertTrue(incidents.waiting() <= IncidentQueue.CAPACITY + 1);
    long failed = incidents.failures();
    assertTrue(failed >= IncidentQueue.CAPACITY - 1, failed + " failed");
    Failed first = (Failed) told.get(0);
    assertEquals(Failed.Part.INCIDENT, first.part());
    assertTrue(first.what().contains("64 others wait for the disk; see that incidents can be"));
    release.countDown();
    assertTrue(incidents.stop(LONG));
    assertEquals(many, incidents.written() + failed);
  }

  @Test
  void aFailureNamesPathAndRemedyAndIsCounted() {
    Incidents incidents =
        incidents(
            draft -> {
              throw new AccessDeniedException("incidents/1.zip");
            },
            Optional.empty());
    DriftOpened opened = Events.opened(1);
    DriftClosed closed = Events.closed(1);
    incidents.accept(opened);
    incidents.accept(closed);
    assertEquals(2, incidents.failures());
    Failed failed = (Failed) told.get(0);
    assertEquals(
        "the incident of drift 1 was not written: incidents/1.zip: no permission; see that"
            + " incidents can be made and written to, and has room; it is tried again",
        failed.what());
    assertEquals(1, incidents.waiting(), "the later state alone");
    assertEquals(0, incidents.lost());
    incidents.stop(LONG);
    assertEquals(1, incidents.lost());
    assertTrue(((Failed) told.get(told.size() - 1)).what().endsWith("; it is given up"));
  }

  /** It is the heap's fault, not the folder's. */
  @Test
  void aFullHeapIsNotTheFoldersFault() {
    Incidents incidents =
        incidents(
            draft -> {
              throw new IOException("the bundle", new OutOfMemoryError());
            },
            Optional.empty());
    incidents.accept(Events.opened(1));
    assertEquals(
        "the incident of drift 1 was not written: no memory was left; allow the JVM a larger heap"
            + " (-Xmx), or keep fewer bytes (recording) and slots; it is tried again",
        ((Failed) told.get(0)).what());
  }

  /** A disk that was full for a while. */
  @Test
  void whatCouldNotBeWrittenIsTriedAgainEverMoreSeldom() {
    List<Long> tries = new ArrayList<>();
    Incidents incidents =
        incidents(
            draft -> {
              tries.add(nanos / 1_000_000_000);
              if (tries.size() < 4) {
                throw new IOException("No space left on device");
              }
              return FOLDER;
            },
            Optional.empty());
    incidents.accept(Events.opened(1));
    for (int second = 0; second < 1000; second++) {
      nanos = second * 1_000_000_000L;
      incidents.tick(drift -> true);
    }
    assertEquals(List.of(0L, 10L, 50L, 210L), tries);
    assertEquals(1, incidents.written());
    assertEquals(3, incidents.failures());
    assertEquals(0, incidents.waiting());
  }

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
  void aSinkThatFailsKeepsNeitherTheFolderNorAnotherSinkWaiting(@TempDir Path folder) {
    List<String> taken = new ArrayList<>();
    recording =
        Recording.DEFAULT.sinks(
            incident -> {
              throw new IOException("the network is away");
            },
            incident -> taken.add(incident.name() + " " + incident.drift().orElseThrow().isOpen()));
    Incidents incidents = incidents(folder);
    incidents.accept(Events.opened(1));
    incidents.accept(Events.closed(1));
    assertEquals(List.of("1 true", "1 false"), taken);
    assertEquals(2, incidents.written());
    assertEquals(2, incidents.failures());
    assertEquals(1, incidents.waiting(), "the later state, for the sink that failed");
    Failed failed =
        (Failed) told.stream().filter(e -> e instanceof Failed).findFirst().orElseThrow();
    assertTrue(
        failed
            .what()
            .startsWith("the incident of drift 1 was not sent: the network is away; see to"),
        failed.what());
  }

  @Test
  void whatWaitsInASpoolIsSentAtTheStartAndEverMoreSeldomAndIsNotLost(@TempDir Path folder) {
    List<String> taken = new ArrayList<>();
    List<Long> tries = new ArrayList<>();
    boolean[] away = {true};
    IncidentSink sink =
        incident -> {
          tries.add(nanos / 1_000_000_000L);
          if (away[0]) {
            throw new IOException("the network is away");
          }
          taken.add(incident.name() + " " + incident.drift().orElseThrow().isOpen());
        };
    recording = Recording.DEFAULT.sinks(Spool.of(folder.resolve("spool"), sink));
    Incidents incidents = incidents(folder.resolve("incidents"));
    incidents.accept(Events.opened(1));
    incidents.accept(Events.closed(1));
    assertEquals(0, incidents.waiting(), "they are on the disk");
    assertEquals(1, incidents.spooled());
    tries.clear();
    for (int second = 0; second < 300; second++) {
      nanos = second * 1_000_000_000L;
      incidents.tick(drift -> true);
    }
    assertEquals(List.of(0L, 10L, 50L, 210L), tries);
    Failed failed =
        (Failed) told.stream().filter(e -> e instanceof Failed).findFirst().orElseThrow();
    assertTrue(failed.what().startsWith("1 incident waits in " + folder), failed.what());
    assertTrue(failed.what().contains("the network is away; they are sent again"), failed.what());
    incidents.stop(LONG);
    assertEquals(0, incidents.lost());

    away[0] = false;
    recording = Recording.DEFAULT.sinks(Spool.of(folder.resolve("spool"), sink));
    Incidents next = incidents(folder.resolve("incidents"));
    next.tick(drift -> true);
    assertEquals(List.of("1 false"), taken);
    assertEquals(0, next.spooled());
  }

  @Test
  void whatASpoolGivesUpIsToldAndCounted(@TempDir Path folder) {
    IncidentSink sink =
        incident -> {
          throw new IOException("the network is away");
        };
    recording =
        Recording.DEFAULT.sinks(
            Spool.of(folder.resolve("spool"), sink)
                .bounds(new Recording.Retention(1, 1 << 20, Duration.ofDays(1))));
    Incidents incidents = incidents(folder.resolve("incidents"));
    incidents.accept(Events.opened(1));
    incidents.accept(Events.opened(2));
    assertEquals(1, incidents.lost());
    assertTrue(
        told.stream()
            .anyMatch(e -> e instanceof Failed f && f.what().startsWith("1 incident was given up")),
        () -> "" + told);
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
    recorder.tape().timeIs(5);
    recorder
        .tape()
        .between(
            new Engine(
                Streams.settings(FalseAlarms.DEFAULT, false, 1),
                new WindowSizes(Baselines.ofVectors(), WindowPolicy.ofCount(16))));
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

  @Test
  void whateverIsThrownNothingIsThrownOn() {
    Incidents incidents =
        incidents(
            draft -> {
              throw new OutOfMemoryError("png");
            },
            Optional.empty());
    incidents.accept(Events.opened(1));
    assertEquals(1, incidents.failures());
    assertEquals(0, incidents.written());
  }

  /** Once a bundle that was written counted as one that was not, or as nothing at all. */
  @Test
  void whatCannotBeToldIsCountedForWhatItIs() {
    for (Optional<ThreadFactory> threads :
        List.of(Optional.<ThreadFactory>empty(), Optional.<ThreadFactory>of(Thread::new))) {
      Failures counts = new Failures("m", event -> {});
      Incidents incidents =
          incidents(
              FOLDER,
              draft -> {
                if (draft.name().equals("2")) {
                  throw new OutOfMemoryError("png");
                }
                return FOLDER;
              },
              counts,
              threads,
              event -> {
                throw new OutOfMemoryError("event");
              });
      incidents.accept(Events.opened(1));
      incidents.accept(Events.opened(2));
      assertTrue(incidents.stop(LONG));
      assertEquals(1, incidents.written());
      assertTrue(incidents.failures() >= 1);
      assertTrue(counts.untold() >= 2);
      assertEquals(0, incidents.waiting());
    }
  }

  @Test
  void withoutAThreadItIsWrittenAtOnce() {
    Incidents incidents =
        incidents(
            draft -> FOLDER,
            Optional.of(
                task -> {
                  throw new IllegalStateException("one thread alone");
                }));
    assertEquals(Failed.Part.INCIDENT, ((Failed) told.get(0)).part());
    incidents.accept(Events.opened(1));
    assertEquals(FOLDER, file(told.get(1)));
    assertTrue(incidents.stop(LONG));
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
    assertEquals(List.of(bundle, bundle), told.stream().map(IncidentsTest::file).toList());
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
    assertEquals(1, told.stream().map(IncidentsTest::file).distinct().count());
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
