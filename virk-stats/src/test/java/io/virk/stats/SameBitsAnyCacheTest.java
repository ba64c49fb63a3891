package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.process.Child;
import io.virk.stats.kernel.MaximumMeanDiscrepancy;
import io.virk.stats.kernel.MedianBandwidth;
import io.virk.stats.kernel.MmdBaseline;
import io.virk.stats.kernel.MmdPermutationTest;
import io.virk.stats.kernel.MmdWindow;
import io.virk.stats.ood.Mahalanobis;
import io.virk.stats.ood.NearestNeighbours;
import io.virk.stats.ood.NeighbourOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocks are chosen by the caches of a machine; results are the same to the bit on all of them. */
@Tag("slow")
@Timeout(120)
class SameBitsAnyCacheTest {
  @Test
  void resultsDoNotDependOnTheSizesOfBlocks(@TempDir Path folder) throws Exception {
    String small = results(folder, "8K,64K");
    assertEquals(small, results(folder, "32K,512K"));
    assertEquals(small, results(folder, "192K,4M"));
  }

  private static String results(Path folder, String caches) throws Exception {
    List<String> options = new ArrayList<>(List.of("-Dvirk.caches=" + caches));
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-modules") || option.startsWith("-XX:")) {
        options.add(option);
      }
    }
    List<String> jvm = Child.jvm(options.toArray(new String[0]));
    return Child.run(folder, Child.program(jvm, SameBitsAnyCacheTest.class));
  }

  /** What a JVM with caches of its own finds. */
  public static void main(String[] none) {
    System.out.println(Acceleration.inUse().kernels());
    // off the grid of any block, with a last block of few columns and one of many
    for (int[] shape : new int[][] {{330, 645, 67}, {259, 90, 96}}) {
      comparisons(shape[0], shape[1], shape[2]);
    }
    models(259, 67, 70);
  }

  private static void comparisons(int n, int m, int d) {
    float[] x = vectors(n, d, 0, n);
    float[] y = vectors(m, d, 0.1, m);
    double sigma = Math.sqrt(d);
    say("biased", MaximumMeanDiscrepancy.biased(x, n, y, m, d, sigma));
    say("unbiased", MaximumMeanDiscrepancy.unbiased(x, n, y, m, d, sigma / 2, sigma, 2 * sigma));
    // narrow: products cancel
    say("narrow", MaximumMeanDiscrepancy.biased(x, n, y, m, d, sigma / 8));
    say("within", MaximumMeanDiscrepancy.unbiased(x, n, y, m, d, sigma / 5));
    say("median", MedianBandwidth.ofDistances(x, n, d));
    var estimate = MaximumMeanDiscrepancy.withMedianBandwidth(x, n, y, m, d);
    say("by the median", estimate.biased(), estimate.unbiased(), estimate.sigma());
    var test = MmdPermutationTest.test(x, n, y, m, d, sigma, 99, new SplittableRandom(1));
    say("permutations", test.biased(), test.unbiased(), test.countBiased(), test.countUnbiased());
    MmdWindow window = new MmdWindow(MmdBaseline.of(x, n, d, sigma), m).evaluate(y, m);
    say("window", window.biased(), window.unbiased());
  }

  private static void models(int n, int classes, int d) {
    double[] means = new double[classes * d];
    float[] drawn = vectors(classes, d, 0, 3);
    for (int i = 0; i < means.length; i++) {
      means[i] = drawn[i];
    }
    double[] covariance = new double[d * d];
    for (int i = 0; i < d; i++) {
      covariance[i * d + i] = 1 + i % 5 / 8.0;
      if (i > 0) {
        covariance[i * d + i - 1] = 0.25;
        covariance[(i - 1) * d + i] = 0.25;
      }
    }
    float[] x = vectors(n, d, 0.2, 4);
    say("Mahalanobis", Mahalanobis.of(means, classes, d, covariance).scores(x, n));
    NearestNeighbours nearest =
        NearestNeighbours.fit(vectors(2000, d, 0, 5), 2000, d, NeighbourOptions.kth(7));
    say("neighbours", nearest.scores(x, n));
  }

  /**
   * The later, the wider: kernel values, and the sums of blocks, are of such different size that
   * adding them up in another order rounds to another sum.
   */
  private static float[] vectors(int n, int d, double mean, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      double scale = 0.05 + 3.0 * (i / d) / n;
      x[i] = (float) (scale * (mean + 2 * random.nextDouble() - 1));
    }
    return x;
  }

  /** All digits, so that two that print alike are equal to the bit. */
  private static void say(String name, double... values) {
    System.out.println(name + " " + Arrays.toString(values));
  }
}
