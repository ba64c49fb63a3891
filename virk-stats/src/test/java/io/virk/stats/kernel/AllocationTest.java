package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.virk.stats.Acceleration;
import io.virk.stats.Bins;
import io.virk.stats.Histogram;
import io.virk.stats.Moments;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Streaming updates allocate nothing. With plain Java this holds from the first call on; with the
 * Vector API only once C2 has compiled the loops, which no test can wait for: the benchmarks show
 * it.
 */
class AllocationTest {
  private static final int N = 70;
  private static final int D = 9;

  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private final float[] one = gaussian(1, 4);
  private final float[] many = gaussian(40, 5);

  @TestFactory
  Stream<DynamicTest> streamingUpdatesAllocateNothing() {
    Assumptions.assumeFalse(
        Acceleration.inUse().isVector(), "left out: interpreted vectors are boxed");
    MmdBaseline single = MmdBaseline.of(gaussian(N, 1), N, D, 3);
    MmdBaseline several = MmdBaseline.of(gaussian(N, 1), N, D, 2, 5);
    MmdWindow window = new MmdWindow(several, 40);
    SlidingMmd sliding = new SlidingMmd(single, 25);
    SlidingMmd slidingOfSeveral = new SlidingMmd(several, 25);
    ScanB scan = new ScanB(single, 20);
    SplittableRandom random = new SplittableRandom(2);
    MeanEmbedding plain = new MeanEmbedding(RandomFourierFeatures.of(33, D, 3, random));
    FeatureMap structured = StructuredFourierFeatures.of(33, D, 3, random);
    MeanEmbedding embedding = new MeanEmbedding(structured);
    Newma newma = new Newma(structured, new Newma.Factors(0.02, 0.1), 2, 0.05);
    Moments moments = new Moments();
    Histogram histogram = new Histogram(Bins.levels256());
    double[] statistics = new double[40];
    return Stream.of(
        test("window", () -> window.evaluate(many, 40).unbiased()),
        test("sliding", () -> sliding.accept(one)),
        test("sliding in batches", () -> slidingOfSeveral.acceptAll(many, 40, statistics)),
        test("scan", () -> scan.accept(one)),
        test("plain features", () -> plain.accept(one)),
        test("structured features", () -> embedding.accept(one)),
        test("NEWMA", () -> newma.accept(one)),
        test("moments", () -> moments.accept(2.5)),
        test("histogram", () -> histogram.accept(2.5)));
  }

  private DynamicTest test(String name, Runnable update) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          // the first rounds may link classes or leave compiled code; what allocates never ends
          long least = Long.MAX_VALUE;
          for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
              update.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
          }
          assertEquals(0, least, "bytes of 100 updates");
        });
  }

  private static float[] gaussian(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n * D];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
