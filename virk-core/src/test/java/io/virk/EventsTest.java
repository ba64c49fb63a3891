package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.WatchingBegan;
import io.virk.event.WindowJudged;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is told, when, and on which thread. */
@Timeout(120)
class EventsTest {
  private static final int WINDOW = 16;
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path folder;

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<MonitorEvent> told = Collections.synchronizedList(new ArrayList<>());

  /** A sink of all events but the first, which every monitor tells. */
  private static MonitorListener sink(java.util.function.Consumer<MonitorEvent> events) {
    return new MonitorListener() {
      @Override
      public void onEvent(MonitorEvent event) {
        if (!(event instanceof WatchingBegan)) {
          events.accept(event);
        }
      }
    };
  }

  private MonitorBuilder vectors() {
    return Monitor.builder(Baselines.ofVectors())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .clock(Baselines.CLOCK)
        .cpuBudget(1);
  }

  /** Hands observations over, one after the other as each has been taken by VIRK's thread. */
  private static void feed(Monitor monitor, int from, int count, double moved) {
    for (int i = from; i < from + count; i++) {
      Observation o = Baselines.vector(2, i, moved);
      monitor.capture().embedding(o.embedding()).logits(o.logits()).commit();
      while (monitor.status().judged().observations() <= i) {
        Thread.onSpinWait();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <E> List<E> of(List<MonitorEvent> events, Class<E> kind) {
    synchronized (events) {
      return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
  }

  /** The n-th thread it makes begins when a latch opens. */
  private ThreadFactory holding(int n, CountDownLatch release) {
    AtomicInteger made = new AtomicInteger();
    return task -> {
      boolean held = made.incrementAndGet() == n;
      Thread thread =
          new Thread(
              () -> {
                if (held) {
                  await(release);
                }
                task.run();
              });
      threads.add(thread);
      return thread;
    };
  }

  /** What was held up still writes, into a folder that is about to be deleted. */
  @AfterEach
  void waitForThreads() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(LONG.toMillis());
    }
  }

  @Test
  void aDriftIsToldThoughTheDiskNeverAnswers() {
    CountDownLatch disk = new CountDownLatch(1);
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Monitor monitor =
        vectors()
            .incidents(folder.resolve("incidents"))
            .closeTimeout(LONG)
            .threadFactory(holding(2, disk)) // one listens, one writes, one judges
            .listener(
                sink(
                    event -> {
                      told.add(event);
                      if (event instanceof DriftOpened) {
                        opened.countDown();
                      } else if (event instanceof DriftClosed) {
                        closed.countDown();
                      }
                    }))
            .start();
    feed(monitor, 0, 4 * WINDOW, 0);
    feed(monitor, 4 * WINDOW, 2 * WINDOW, 3);
    await(opened);
    feed(monitor, 6 * WINDOW, 3 * WINDOW, 0);
    await(closed);
    assertEquals(1, monitor.status().events().incidentsWaiting(), "the later state is enough");
    assertEquals(List.of(), of(told, IncidentWritten.class));
    assertEquals(9 * WINDOW, monitor.status().judged().observations());
    assertEquals(0, monitor.status().captured().dropped());
    disk.countDown();
    monitor.close();
    List<IncidentWritten> written = of(told, IncidentWritten.class);
    assertEquals(1, written.size(), "close waits for it");
    assertFalse(written.get(0).drift().orElseThrow().isOpen());
    assertTrue(Files.isRegularFile(written.get(0).incident()));
    assertEquals(1, monitor.status().events().incidentsWritten());
  }

  @Test
  void closeDoesNotWaitForeverForADiskThatHangsAndSaysWhatIsLeft() {
    CountDownLatch disk = new CountDownLatch(1);
    Monitor monitor =
        vectors()
            .closeTimeout(Duration.ofMillis(50))
            .incidents(folder.resolve("incidents"))
            .threadFactory(holding(1, disk)) // there is no listener
            .start();
    feed(monitor, 0, 4 * WINDOW, 0);
    feed(monitor, 4 * WINDOW, 2 * WINDOW, 3);
    monitor.close();
    assertEquals(1, monitor.status().events().incidentsWaiting());
    assertEquals(0, monitor.status().captured().unfinished());
    disk.countDown();
  }

  @Test
  void aListenerThatTakesLongLosesNoObservation() {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Monitor monitor =
        vectors()
            .closeTimeout(LONG)
            .listener(
                sink(
                    event -> {
                      called.countDown();
                      await(release);
                      told.add(event);
                    }))
            .start();
    int observations = 400;
    feed(monitor, 0, observations, 0);
    await(called);
    MonitorStatus status = monitor.status();
    assertEquals(observations, status.judged().observations());
    assertEquals(0, status.captured().dropped());
    assertEquals(observations / WINDOW - 1, status.events().waiting());
    assertTrue(status.events().listening().isPresent());
    release.countDown();
    monitor.close();
    assertEquals(
        IntStream.rangeClosed(1, observations / WINDOW).mapToObj(i -> i * WINDOW - 1L).toList(),
        of(told, WindowJudged.class).stream()
            .map(w -> w.results().get(0).sample().bounds().last().sequence())
            .toList());
    assertEquals(0, monitor.status().events().waiting());
  }

  @Test
  void closeIsBoundedThoughAListenerHangs() {
    CountDownLatch release = new CountDownLatch(1);
    Monitor monitor =
        vectors()
            .closeTimeout(Duration.ofMillis(50))
            .listener(
                sink(
                    event -> {
                      await(release);
                      told.add(event);
                    }))
            .start();
    feed(monitor, 0, 4 * WINDOW, 0);
    monitor.close();
    assertTrue(monitor.status().events().waiting() >= 3);
    assertTrue(monitor.status().problems().stream().noneMatch(p -> p.contains("not told")));
    release.countDown();
  }

  @Test
  void aPolledMonitorTellsFirstAndWritesThenOnThePollersThread() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Monitor monitor =
        vectors()
            .polled()
            .incidents(folder.resolve("incidents"))
            .listener(
                sink(
                    event -> {
                      threads.add(Thread.currentThread());
                      assertTrue(
                          event instanceof IncidentWritten
                              || !(event instanceof DriftOpened)
                              || Files.notExists(folder.resolve("incidents")),
                          "told before anything is written");
                      told.add(event);
                    }))
            .start()) {
      for (int i = 0; i < 9 * WINDOW; i++) {
        Observation o = Baselines.vector(2, i, i / WINDOW == 4 || i / WINDOW == 5 ? 3 : 0);
        monitor.capture().embedding(o.embedding()).logits(o.logits()).commit();
        monitor.poll(1);
      }
      assertEquals(0, monitor.status().failures().total());
    }
    assertEquals(Set.of(Thread.currentThread()), threads);
    List<Class<?>> drift =
        told.stream()
            .<Class<?>>map(MonitorEvent::getClass)
            .filter(c -> c != WindowJudged.class)
            .toList();
    assertEquals(
        List.of(
            DriftOpened.class,
            IncidentWritten.class,
            DriftClosed.class,
            IncidentWritten.class,
            IncidentWritten.class), // with what came after
        drift);
  }

  @Test
  void aPolledMonitorMayHaveEventThreads() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Monitor monitor =
        vectors()
            .polled()
            .eventThreads()
            .closeTimeout(LONG)
            .incidents(folder.resolve("incidents"))
            .listener(
                sink(
                    event -> {
                      threads.add(Thread.currentThread());
                      told.add(event);
                    }))
            .start()) {
      for (int i = 0; i < 6 * WINDOW; i++) {
        Observation o = Baselines.vector(2, i, i / WINDOW >= 4 ? 3 : 0);
        monitor.capture().embedding(o.embedding()).logits(o.logits()).commit();
        monitor.poll(1);
      }
    }
    assertEquals(1, threads.size());
    assertFalse(threads.contains(Thread.currentThread()));
    assertEquals(1, of(told, IncidentWritten.class).size());
  }

  @Test
  void listenersOnVirkThreadAreCalledOnItAlone() {
    Set<Thread> listening = ConcurrentHashMap.newKeySet();
    List<Thread> made = Collections.synchronizedList(new ArrayList<>());
    Monitor monitor =
        vectors()
            .listenersOnVirkThread()
            .closeTimeout(LONG)
            .incidents(folder.resolve("incidents"))
            .threadFactory(
                task -> {
                  Thread thread = new Thread(task);
                  made.add(thread);
                  return thread;
                })
            .listener(
                sink(
                    event -> {
                      listening.add(Thread.currentThread());
                      told.add(event);
                    }))
            .start();
    feed(monitor, 0, 4 * WINDOW, 0);
    feed(monitor, 4 * WINDOW, 2 * WINDOW, 3);
    while (of(told, IncidentWritten.class).isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals(Set.of(made.get(1)), listening);
    monitor.close();
    assertEquals(2, made.size());
  }

  /** Nobody told what was written after VIRK's thread had gone its last round. */
  @Test
  void whereAListenerOnVirkThreadClosesWhatIsWrittenThenIsToldToo() throws InterruptedException {
    CountDownLatch disk = new CountDownLatch(1);
    List<Thread> made = Collections.synchronizedList(new ArrayList<>());
    ThreadFactory factory = holding(1, disk);
    Monitor[] monitor = new Monitor[1];
    CountDownLatch started = new CountDownLatch(1);
    monitor[0] =
        vectors()
            .listenersOnVirkThread()
            .closeTimeout(LONG)
            .incidents(folder.resolve("incidents"))
            .threadFactory(
                task -> {
                  made.add(factory.newThread(task));
                  return made.get(made.size() - 1);
                })
            .listener(
                sink(
                    event -> {
                      told.add(event);
                      if (event instanceof DriftOpened) {
                        await(started);
                        monitor[0].close();
                        disk.countDown();
                      }
                    }))
            .start();
    started.countDown();
    for (int i = 0; i < 6 * WINDOW; i++) {
      Observation o = Baselines.vector(2, i, i / WINDOW >= 4 ? 3 : 0);
      monitor[0].capture().embedding(o.embedding()).logits(o.logits()).commit();
      while (monitor[0].status().running() && monitor[0].status().judged().observations() <= i) {
        Thread.onSpinWait();
      }
    }
    for (Thread thread : made) {
      thread.join();
    }
    assertEquals(1, of(told, IncidentWritten.class).size());
    assertEquals(0, monitor[0].status().captured().unfinished());
    assertEquals(0, monitor[0].status().events().incidentsWaiting());
  }

  @Test
  void aMonitorWithoutVirkThreadLeavesNoOther() throws InterruptedException {
    List<Thread> made = new ArrayList<>();
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                vectors()
                    .incidents(folder.resolve("incidents"))
                    .listener(sink(told::add))
                    .threadFactory(
                        task -> {
                          if (made.size() == 2) {
                            return null;
                          }
                          made.add(new Thread(task));
                          return made.get(made.size() - 1);
                        })
                    .start());
    assertEquals("threadFactory: null (expected: a thread)", e.getMessage());
    assertEquals(2, made.size());
    for (Thread thread : made) {
      thread.join();
    }
  }

  @Test
  void theSettingsSayWhatTheyAre() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> vectors().eventThreads().start());
    assertTrue(e.getMessage().contains("eventThreads"), e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> vectors().polled().listenersOnVirkThread().start());
    assertTrue(e.getMessage().contains("listenersOnVirkThread"), e.getMessage());
    Recording sinks = Recording.DEFAULT.sinks(incident -> {});
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> vectors().polled().incidents(folder).recording(sinks).start());
    assertTrue(e.getMessage().contains("a polled monitor has no thread"), e.getMessage());
    vectors().polled().eventThreads().incidents(folder).recording(sinks).start().close();
  }

  @Test
  void aMonitorThatCannotStartHasMadeNoThread() throws IOException {
    Path damaged = Files.writeString(folder.resolve("checkpoint"), "damaged");
    AtomicInteger made = new AtomicInteger();
    assertThrows(
        CheckpointException.class,
        () ->
            vectors()
                .restore(damaged)
                .incidents(folder.resolve("incidents"))
                .listener(sink(told::add))
                .threadFactory(
                    task -> {
                      made.getAndIncrement();
                      return new Thread(task);
                    })
                .start());
    assertEquals(0, made.get());
  }

  @Test
  void aListenerOnItsOwnThreadMayCloseTheMonitor() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Monitor[] monitor = new Monitor[1];
    monitor[0] =
        vectors()
            .listener(
                sink(
                    event -> {
                      await(started);
                      told.add(event);
                      monitor[0].close();
                      closed.countDown();
                    }))
            .start();
    started.countDown();
    feed(monitor[0], 0, WINDOW, 0);
    await(closed);
    assertNotNull(told.get(0));
    assertFalse(monitor[0].status().running());
  }
}
