package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.Exemplar;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.scenes.Baselines;
import io.virk.scenes.Events;
import io.virk.scenes.Scenes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IncidentsTest {
  private static final Path FOLDER = Path.of("incidents");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final List<MonitorEvent> told = Collections.synchronizedList(new ArrayList<>());

  private final Failures counted = new Failures("m", event -> {});

  private Incidents incidents(Incidents.Writer writer, Optional<ThreadFactory> threads) {
    Incidents made =
        new Incidents("m", Baselines.ofVectors(), FOLDER, writer, counted, threads, told::add);
    made.start();
    return made;
  }

  private static List<Exhibit> exhibits() {
    return List.of(exhibit(1));
  }

  private static Exhibit exhibit(long sequence) {
    return new Exhibit(
        Exemplar.Role.DURING,
        new RecordedObservation(
            sequence,
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.of(Scenes.frame(0, 1, 8, 8)),
            new double[Baselines.ofVectors().schema().scalars().size()],
            new int[Baselines.ofVectors().schema().categoricals().size()]));
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
            (baseline, content, exhibits, earlier) -> {
              hanging.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              written.add(
                  content.drift().number() + (content.drift().isOpen() ? " open" : " closed"));
              return FOLDER.resolve(content.drift().number() + ".zip");
            },
            Optional.of(Thread::new));
    incidents.accept(Events.opened(1), drift -> exhibits());
    try {
      hanging.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 2; i <= 3; i++) {
      incidents.accept(Events.opened(i), drift -> exhibits());
    }
    incidents.accept(Events.closed(2), drift -> exhibits());
    assertEquals(3, incidents.waiting());
    assertEquals(3 * exhibits().get(0).observation().memory(), incidents.memory());
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
      incidents.accept(Events.closed(i), drift -> exhibits());
    }
    assertEquals(5, incidents.written(), "after the end whoever brings it writes it");
    incidents.retain(drift -> true);
    assertEquals(3 * exhibits().get(0).observation().memory(), incidents.memory());
    incidents.retain(drift -> false);
    assertEquals(0, incidents.memory());
  }

  @Test
  void whatWaitsIsBoundedAndWhatFindsNoRoomIsToldWithPathAndRemedy() {
    CountDownLatch release = new CountDownLatch(1);
    Incidents incidents =
        incidents(
            (baseline, content, exhibits, earlier) -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return FOLDER;
            },
            Optional.of(Thread::new));
    int many = 2 * Incidents.CAPACITY;
    for (int i = 1; i <= many; i++) {
      incidents.accept(Events.opened(i), drift -> exhibits());
    }
    assertTrue(incidents.waiting() <= Incidents.CAPACITY + 1);
    long failed = incidents.failures();
    assertTrue(failed >= Incidents.CAPACITY - 1, failed + " failed");
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
            (baseline, content, exhibits, earlier) -> {
              throw new AccessDeniedException("incidents/1.zip");
            },
            Optional.empty());
    DriftOpened opened = Events.opened(1);
    DriftClosed closed = Events.closed(1);
    incidents.accept(opened, drift -> exhibits());
    incidents.accept(closed, drift -> exhibits());
    assertEquals(2, incidents.failures());
    incidents.retain(drift -> false);
    assertEquals(0, incidents.memory());
    Failed failed = (Failed) told.get(0);
    assertEquals(
        "the incident of drift 1 was not written: incidents/1.zip: no permission; see that incidents"
            + " can be made and written to, and has room",
        failed.what());
  }

  /** What ImageIO throws; it said that the folder was to be looked at. */
  @Test
  void aFullHeapIsNotTheFoldersFault() {
    Incidents incidents =
        incidents(
            (baseline, content, exhibits, earlier) -> {
              throw new IIOException(
                  "I/O error writing PNG file!",
                  new IIOException("", new IOException("No memory left for cache!")));
            },
            Optional.empty());
    incidents.accept(Events.opened(1), drift -> exhibits());
    assertEquals(
        "the incident of drift 1 was not written: no memory was left; allow the JVM a larger heap"
            + " (-Xmx), or keep fewer observations (recorded) and slots",
        ((Failed) told.get(0)).what());
  }

  @Test
  void whateverIsThrownNothingIsThrownOn() {
    Incidents incidents =
        incidents(
            (baseline, content, exhibits, earlier) -> {
              throw new OutOfMemoryError("png");
            },
            Optional.empty());
    incidents.accept(Events.opened(1), drift -> exhibits());
    incidents.accept(
        Events.opened(2),
        drift -> {
          throw new OutOfMemoryError("exhibits");
        });
    assertEquals(2, incidents.failures());
    assertEquals(0, incidents.written());
  }

  /** Once a bundle that was written counted as one that was not, or as nothing at all. */
  @Test
  void whatCannotBeToldIsCountedForWhatItIs() {
    for (Optional<ThreadFactory> threads :
        List.of(Optional.<ThreadFactory>empty(), Optional.<ThreadFactory>of(Thread::new))) {
      Failures counts = new Failures("m", event -> {});
      Incidents incidents =
          new Incidents(
              "m",
              Baselines.ofVectors(),
              FOLDER,
              (baseline, content, exhibits, earlier) -> {
                if (content.drift().number() == 2) {
                  throw new OutOfMemoryError("png");
                }
                return FOLDER;
              },
              counts,
              threads,
              event -> {
                throw new OutOfMemoryError("event");
              });
      incidents.start();
      incidents.accept(Events.opened(1), drift -> exhibits());
      incidents.accept(Events.opened(2), drift -> exhibits());
      assertTrue(incidents.stop(LONG));
      assertEquals(1, incidents.written());
      assertEquals(1, incidents.failures());
      assertEquals(2, counts.untold());
      assertEquals(0, incidents.waiting());
    }
  }

  @Test
  void withoutAThreadItIsWrittenAtOnce() {
    Incidents incidents =
        incidents(
            (baseline, content, exhibits, earlier) -> FOLDER,
            Optional.of(
                task -> {
                  throw new IllegalStateException("one thread alone");
                }));
    assertEquals(Failed.Part.INCIDENT, ((Failed) told.get(0)).part());
    incidents.accept(Events.opened(1), drift -> exhibits());
    assertEquals(FOLDER, file(told.get(1)));
    assertTrue(incidents.stop(LONG));
  }

  @Test
  void aDriftThatOthersJoinedClosesIntoTheFileOfItsOpening(@TempDir Path folder)
      throws IOException {
    Incidents incidents =
        new Incidents("m", Baselines.ofVectors(), folder, counted, Optional.empty(), told::add);
    DriftOpened opened = Events.opened(1);
    Drift alone = opened.drift().withSlices(slices("cam-1"));
    incidents.accept(
        new DriftOpened("m", alone, opened.diagnosis(), List.of()), drift -> List.of());
    DriftClosed closed = Events.closed(1);
    Drift joined = closed.drift().withSlices(slices("cam-1", "cam-2"));
    incidents.accept(
        new DriftClosed("m", joined, closed.diagnosis(), closed.opening()), drift -> List.of());
    Path bundle = folder.resolve("19700101T000000Z-1-m-camera=cam-1.zip");
    assertEquals(List.of(bundle, bundle), told.stream().map(IncidentsTest::file).toList());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(bundle), files.toList());
    }
    String manifest = manifest(bundle);
    assertTrue(manifest.contains("\"camera=cam-2\""), manifest);
    assertTrue(manifest.contains("\"closedBecause\": \"RECOVERED\""), manifest);
  }

  /** It was a second one beside the first, "-2.zip", and neither showed the whole drift. */
  @Test
  void aDriftThatIsReopenedGoesOnInItsBundle(@TempDir Path folder) throws IOException {
    Incidents incidents =
        new Incidents("m", Baselines.ofVectors(), folder, counted, Optional.empty(), told::add);
    DriftOpened opened = Events.opened(1);
    incidents.accept(opened, drift -> List.of(exhibit(1)));
    incidents.accept(Events.closed(1), drift -> List.of());
    incidents.retain(drift -> true);
    incidents.accept(
        new DriftReopened("m", opened.drift(), opened.diagnosis(), 1),
        drift -> List.of(exhibit(1), exhibit(7)));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(Set.of(file(told.get(0))), files.collect(Collectors.toSet()));
    }
    String manifest = manifest(file(told.get(2)));
    assertTrue(manifest.contains("\"reopened\": 1"), manifest);
    assertTrue(manifest.contains("\"sequence\": 1"), "as it began: " + manifest);
    assertTrue(manifest.contains("\"sequence\": 7"), "as it came back: " + manifest);
    incidents.accept(Events.closed(1), drift -> List.of());
    assertEquals(1, told.stream().map(IncidentsTest::file).distinct().count());
    incidents.retain(drift -> false);
    incidents.accept(
        new DriftReopened("m", opened.drift(), opened.diagnosis(), 2),
        drift -> List.of(exhibit(9)));
    assertTrue(file(told.get(4)).toString().endsWith("-2.zip"), "nothing is lost: " + told);
  }

  private static String manifest(Path bundle) throws IOException {
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      return new String(
          zip.getInputStream(zip.getEntry("manifest.json")).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static SortedSet<Slice> slices(String... cameras) {
    return Stream.of(cameras)
        .map(camera -> new Slice("camera", camera))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
