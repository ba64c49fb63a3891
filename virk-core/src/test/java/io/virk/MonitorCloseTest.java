package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.event.WindowJudged;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How a monitor ends, whoever closes it and whatever is under way. */
class MonitorCloseTest {
  private static MonitorBuilder builder(Baseline baseline) {
    return Monitor.builder(baseline).sampler(Sampler.fraction(1)).fitAccepted();
  }

  @Test
  void closeDrainsWhatWasCommitted() {
    Monitor monitor = builder(Baselines.ofVectors()).slots(32).polled().start();
    for (int i = 0; i < 20; i++) {
      monitor.capture().embedding(Baselines.vector(1, i, 0).embedding()).commit();
    }
    monitor.close();
    MonitorStatus status = monitor.status();
    assertEquals(20, status.judged().observations());
    assertEquals(0, status.captured().unfinished());
    assertEquals(1, status.judged().windows());
    assertEquals(0, monitor.poll(5));
  }

  @Test
  void aThreadOfItsOwnDrainsBeforeItEnds() throws InterruptedException {
    AtomicReference<Thread> thread = new AtomicReference<>();
    Monitor monitor =
        builder(Baselines.ofVectors())
            .slots(64)
            .closeTimeout(Duration.ofMinutes(5))
            .threadFactory(
                task -> {
                  thread.set(new Thread(task));
                  return thread.get();
                })
            .start();
    for (int i = 0; i < 64; i++) {
      monitor.capture().embedding(new float[4]).commit();
    }
    assertThrows(IllegalStateException.class, () -> monitor.poll(1));
    monitor.close();
    thread.get().join();
    assertEquals(64, monitor.status().judged().observations());
    assertEquals(0, monitor.status().captured().unfinished());
  }

  private static Embedder stuck(CountDownLatch entered, CountDownLatch release) {
    return new RiggedEmbedder(
        4,
        frames -> {
          entered.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new EmbedderException("interrupted", e);
          }
          return new QuadrantEmbedder().embed(frames);
        });
  }

  @Test
  void closeEndsWithinItsLimitThoughTheEmbedderIsStuck() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Thread> thread = new AtomicReference<>();
    Monitor monitor =
        builder(Baselines.ofFourCameras())
            .embedder(stuck(entered, release))
            .closeTimeout(Duration.ofMillis(1))
            .threadFactory(
                task -> {
                  thread.set(new Thread(task));
                  return thread.get();
                })
            .start();
    monitor.capture().image(Scenes.frame(0, 1, 8, 8)).commit();
    entered.await();
    monitor.close();
    assertTrue(thread.get().isAlive());
    assertEquals(1, monitor.status().captured().unfinished());
    assertFalse(monitor.status().running());
    release.countDown();
    thread.get().join();
    assertEquals(1, monitor.status().judged().observations());
  }

  @Test
  void closeWaitsForAPollOfAnotherThreadWithinItsLimit() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Monitor monitor =
        builder(Baselines.ofFourCameras())
            .polled()
            .embedder(stuck(entered, release))
            .closeTimeout(Duration.ofMillis(1))
            .start();
    monitor.capture().image(Scenes.frame(0, 1, 8, 8)).commit();
    Thread poller = new Thread(() -> monitor.poll(1));
    poller.start();
    entered.await();
    monitor.capture().image(Scenes.frame(0, 2, 8, 8)).commit();
    monitor.close(); // must not evaluate beside the poll
    assertEquals(2, monitor.status().captured().unfinished());
    release.countDown();
    poller.join();
    assertEquals(1, monitor.status().captured().unfinished());
  }

  @Test
  void aListenerMayCloseItsMonitor() {
    for (boolean polled : new boolean[] {true, false}) {
      AtomicReference<Monitor> monitor = new AtomicReference<>();
      AtomicReference<Thread> thread = new AtomicReference<>();
      CountDownLatch started = new CountDownLatch(1);
      MonitorBuilder builder = builder(Baselines.ofVectors()).slots(64);
      builder.listener(
          new MonitorListener() {
            @Override
            public void onWindowJudged(WindowJudged event) {
              try {
                started.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              monitor.get().close();
            }
          });
      if (polled) {
        builder.polled();
      } else {
        builder.threadFactory(
            task -> {
              thread.set(new Thread(task));
              return thread.get();
            });
      }
      monitor.set(builder.start());
      for (int i = 0; i < 50; i++) {
        monitor.get().capture().embedding(Baselines.vector(1, i, 0).embedding()).commit();
      }
      started.countDown();
      if (polled) {
        monitor.get().poll(100);
      } else {
        join(thread.get());
      }
      MonitorStatus status = monitor.get().status();
      assertEquals(0, status.failures().evaluation());
      assertEquals(0, status.failures().listeners());
      assertEquals(3, status.judged().windows());
      assertEquals(50, status.judged().observations(), "every observation once");
      assertEquals(0, status.captured().unfinished());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptedCloseKeepsTheFlagAndWaitsAllTheSame() {
    AtomicReference<Monitor> monitor = new AtomicReference<>();
    Embedder slow =
        new RiggedEmbedder(
            4,
            frames -> {
              while (monitor.get().status().running()) { // until it is being closed
                Thread.onSpinWait();
              }
              return new QuadrantEmbedder().embed(frames);
            });
    for (boolean polled : new boolean[] {false, true}) {
      MonitorBuilder builder =
          Monitor.builder(Baselines.ofFourCameras())
              .sampler(Sampler.fraction(1))
              .embedder(slow)
              .closeTimeout(Duration.ofMinutes(5));
      monitor.set(polled ? builder.polled().start() : builder.start());
      monitor.get().capture().image(Scenes.frame(0, 1, 8, 8)).commit();
      Thread.currentThread().interrupt();
      monitor.get().close();
      assertTrue(Thread.interrupted());
      assertEquals(1, monitor.get().status().judged().observations());
      assertEquals(0, monitor.get().status().captured().unfinished());
    }
  }
}
