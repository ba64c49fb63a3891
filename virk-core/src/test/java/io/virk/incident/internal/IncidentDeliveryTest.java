package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.Failed;
import io.virk.event.internal.Failures;
import io.virk.incident.IncidentSink;
import io.virk.incident.Recording;
import io.virk.incident.Spool;
import io.virk.scenes.Events;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How incidents get to the disk and to sinks, and what is told where they do not. */
@Timeout(60)
class IncidentDeliveryTest extends IncidentsFixture {
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
}
