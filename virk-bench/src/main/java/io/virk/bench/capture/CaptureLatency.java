package io.virk.bench.capture;

import io.virk.Monitor;
import io.virk.capture.Capture;
import io.virk.capture.internal.CaptureDesk;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The tail of a sampled capture of 224 x 224 x 3 bytes, beside a bare copy of the same bytes by the
 * same thread, the one and the other in turn, with a pause between as an inference would be.
 *
 * <p>Two forms: through a monitor, given back; and committed, with a drain thread that releases at
 * once. Bare copies go round in as many buffers as the ring has slots, all threads together. Every
 * round starts anew, and gives one ratio.
 *
 * <pre>
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.capture.CaptureLatency [producers] [seconds] [rounds]
 * </pre>
 */
public final class CaptureLatency {
  private static final long PAUSE_NANOS = 50_000;
  private static final double[] PERCENTILES = {50, 99, 99.9, 99.99};

  private CaptureLatency() {}

  /** One capture; false if there was no slot. */
  private interface Form {
    boolean capture(Frame frame);
  }

  /** What one round measured. */
  private record Round(Histogram capture, Histogram bare, long dropped) {}

  /**
   * Runs both forms.
   *
   * @param arguments producers (2), seconds of a round (10), rounds (5)
   * @throws InterruptedException never
   */
  public static void main(String[] arguments) throws InterruptedException {
    int producers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    System.out.printf(
        Locale.ROOT,
        "JDK %s, %d producers, %d rounds of %d s; ns%n",
        Runtime.version(),
        producers,
        rounds,
        seconds);
    try (Monitor monitor =
        Monitor.builder(new Scene().baseline()).sampler(Sampler.fraction(1)).polled().start()) {
      report(
          "through a monitor, given back",
          producers,
          seconds,
          rounds,
          frame -> {
            try (Capture capture = monitor.capture()) {
              capture.image(frame);
              return capture.isSampled();
            }
          });
    }
    CaptureDesk desk = EmptyDesk.make();
    desk.start(Thread::new, cost -> {});
    report(
        "drained by nobody, committed",
        producers,
        seconds,
        rounds,
        frame -> {
          Capture capture = desk.capture();
          boolean sampled = capture.isSampled();
          capture.image(frame).commit();
          return sampled;
        });
    desk.close(Duration.ofSeconds(1));
  }

  private static void report(String name, int producers, int seconds, int rounds, Form form)
      throws InterruptedException {
    round(producers, 2, form); // warm-up
    List<Round> results = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      results.add(round(producers, seconds, form));
    }
    Histogram capture = new Histogram(3);
    Histogram bare = new Histogram(3);
    results.forEach(r -> capture.add(r.capture));
    results.forEach(r -> bare.add(r.bare));
    System.out.printf(
        Locale.ROOT,
        "%n%s: %d captures, %d without a slot%n",
        name,
        capture.getTotalCount(),
        results.stream().mapToLong(Round::dropped).sum());
    System.out.printf(
        Locale.ROOT,
        "%8s %10s %10s   ratio of all; of the rounds: least, median, largest%n",
        "",
        "capture",
        "bare copy");
    for (double p : PERCENTILES) {
      double[] ratios =
          results.stream()
              .mapToDouble(
                  r -> (double) r.capture.getValueAtPercentile(p) / r.bare.getValueAtPercentile(p))
              .sorted()
              .toArray();
      long c = capture.getValueAtPercentile(p);
      long b = bare.getValueAtPercentile(p);
      System.out.printf(
          Locale.ROOT,
          "p%-7s %10d %10d   %.2f; %.2f %.2f %.2f%n",
          p,
          c,
          b,
          (double) c / b,
          ratios[0],
          ratios[ratios.length / 2],
          ratios[rounds - 1]);
    }
    System.out.printf(
        Locale.ROOT, "%-8s %10d %10d%n", "max", capture.getMaxValue(), bare.getMaxValue());
  }

  private static Round round(int producers, int seconds, Form form) throws InterruptedException {
    Histogram[] captures = new Histogram[producers];
    Histogram[] bares = new Histogram[producers];
    long[] dropped = new long[producers];
    List<Thread> threads = new ArrayList<>();
    CountDownLatch ready = new CountDownLatch(producers);
    for (int p = 0; p < producers; p++) {
      int producer = p;
      captures[p] = new Histogram(60_000_000_000L, 3);
      bares[p] = new Histogram(60_000_000_000L, 3);
      Thread thread =
          new Thread(
              () -> {
                Frame frame = new Scene().frame();
                byte[][] targets = new byte[Scene.SLOTS / producers][Scene.PIXELS];
                for (byte[] target : targets) {
                  Arrays.fill(target, (byte) 1);
                }
                ready.countDown();
                await(ready);
                long end = System.nanoTime() + seconds * 1_000_000_000L;
                for (int i = 0; System.nanoTime() - end < 0; i++) {
                  // the one is the first as often as the other
                  for (int k = 0; k < 2; k++) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    long begin = System.nanoTime();
                    if ((i + k) % 2 == 0) {
                      boolean sampled = form.capture(frame);
                      long time = System.nanoTime() - begin;
                      if (sampled) {
                        captures[producer].recordValue(time);
                      } else {
                        dropped[producer]++;
                      }
                    } else {
                      byte[] target = targets[i % targets.length];
                      System.arraycopy(frame.pixels(), 0, target, 0, target.length);
                      bares[producer].recordValue(System.nanoTime() - begin);
                    }
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Histogram capture = new Histogram(3);
    Histogram bare = new Histogram(3);
    for (int p = 0; p < producers; p++) {
      capture.add(captures[p]);
      bare.add(bares[p]);
    }
    return new Round(capture, bare, Arrays.stream(dropped).sum());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
