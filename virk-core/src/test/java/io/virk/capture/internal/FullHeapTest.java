package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.MonitorStatus;
import io.virk.capture.Capture;
import io.virk.event.WindowJudged;
import io.virk.process.Child;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host whose heap is full again and again, in a JVM of its own. Slots were once given back twice
 * when the telling of an OutOfMemoryError met the next one: two hosts then wrote into one slot, and
 * three quarters of the observations were lost for good.
 */
@Tag("soak")
@Tag("slow")
class FullHeapTest {
  private static final int FULL_HEAPS = 10;
  private static final int HOSTS = 2;

  /** The JVM that runs out of memory. */
  static final class Host {
    private static final AtomicLong COMMITTED = new AtomicLong();
    private static final AtomicLong THROWN = new AtomicLong();
    private static final AtomicLong TOLD = new AtomicLong();
    private static volatile Object hog;

    private Host() {}

    public static void main(String[] arguments) throws InterruptedException {
      MonitorListener hungry =
          new MonitorListener() {
            @Override
            public void onWindowJudged(WindowJudged event) {
              TOLD.getAndIncrement();
              try {
                List<Object> kept = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                  kept.add(new String("as listeners do " + event.slice()));
                }
                hog = kept;
              } catch (OutOfMemoryError e) { // it has been told
                hog = null;
              }
            }
          };
      Monitor monitor =
          Monitor.builder(Baselines.ofVectors())
              .sampler(Sampler.fraction(1))
              .fitAccepted()
              .cpuBudget(1)
              .slots(64)
              .listener(hungry)
              .closeTimeout(Duration.ofMinutes(5))
              .start();
      AtomicBoolean done = new AtomicBoolean();
      List<Thread> hosts = new ArrayList<>();
      for (int h = 0; h < HOSTS; h++) {
        Thread host = new Thread(() -> capture(monitor, done));
        hosts.add(host);
        host.start();
      }
      int full = 0;
      while (full < FULL_HEAPS) {
        full += fill() ? 1 : 0;
        Thread.yield();
      }
      done.set(true);
      for (Thread host : hosts) {
        host.join();
      }
      monitor.close();
      MonitorStatus s = monitor.status();
      check("committed", COMMITTED.get(), s.judged().observations());
      check("captured", s.captured().claimed(), s.judged().observations() + s.captured().aborted());
      check("unfinished", 0, s.captured().unfinished());
      check("thrown at the host", 0, THROWN.get());
      check("waiting events", 0, s.events().waiting());
      long failed = s.failures().listeners() + s.failures().evaluation();
      long missing = s.judged().windows() - TOLD.get() - s.events().windowsDropped();
      check("windows told twice", 0, Math.min(0, missing));
      check("windows lost uncounted", 0, Math.max(0, missing - failed));
      System.out.println("BALANCED " + s);
    }

    private static void check(String what, long expected, long found) {
      if (expected != found) {
        System.out.println(what + ": " + found + " (expected: " + expected + ")");
        System.exit(3);
      }
    }

    private static void capture(Monitor monitor, AtomicBoolean done) {
      float[] embedding = {1, 2, 3, 4};
      float[] logits = {1, 2, 3};
      long committed = 0;
      for (long i = 0; !done.get(); i++) {
        try (Capture capture = monitor.capture()) {
          boolean sampled = capture.isSampled();
          capture.embedding(embedding).logits(logits).tag("camera", "cam-1");
          if (i % 7 != 0) {
            capture.commit();
            committed += sampled ? 1 : 0;
          }
        } catch (Throwable e) {
          THROWN.getAndIncrement();
        }
        Thread.yield();
      }
      COMMITTED.getAndAdd(committed);
    }

    /** Fills the heap to the last bytes, and lets go. */
    private static boolean fill() {
      Object[] chain = null;
      int size = 1 << 18;
      boolean full = false;
      while (!full) {
        try {
          Object[] next = new Object[size];
          next[0] = chain;
          chain = next;
        } catch (OutOfMemoryError e) {
          full = size <= 16;
          size = Math.max(16, size / 4);
        }
      }
      return chain != null;
    }
  }

  @Test
  void everythingIsAccountedForHoweverOftenTheHeapWasFull(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<String> jvm =
        Child.jvm("-Xmx24m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    String text = Child.run(folder, Child.program(jvm, Host.class));
    assertTrue(text.contains("BALANCED"), text);
  }
}
