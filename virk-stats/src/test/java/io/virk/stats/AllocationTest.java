package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.stats.divergence.BinnedWasserstein;
import io.virk.stats.divergence.ChiSquareDivergence;
import io.virk.stats.divergence.Hellinger;
import io.virk.stats.divergence.JensenShannon;
import io.virk.stats.divergence.KullbackLeibler;
import io.virk.stats.divergence.PopulationStabilityIndex;
import io.virk.stats.divergence.Smoothing;
import io.virk.stats.divergence.TotalVariation;
import io.virk.stats.twosample.ReferenceComparison;
import io.virk.stats.twosample.SortedReference;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Updates and comparisons of windows allocate nothing once warm: the JVM's own count says 0. */
class AllocationTest {
  private static final int ROUNDS = 200;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static float[] sample(int size) {
    SplittableRandom random = new SplittableRandom(121);
    float[] sample = new float[size];
    for (int i = 0; i < size; i++) {
      sample[i] = (float) random.nextDouble();
    }
    return sample;
  }

  @TestFactory
  Stream<DynamicTest> nothingIsAllocated() {
    float[] window = sample(3000);
    float[] vector = sample(16);
    double[] wide = new double[16];
    Moments moments = new Moments();
    Moments otherMoments = Moments.of(1, 2, 5);
    ExponentialMoments exponential = new ExponentialMoments(0.9);
    Covariance covariance = new Covariance(16);
    VectorReservoir reservoir = new VectorReservoir(8, 16, 1);
    Histogram histogram = new Histogram(Bins.uniform(0, 1, 50));
    double[] p = new double[50];
    double[] q = new double[50];
    double[] positions = new double[50];
    for (int i = 0; i < 50; i++) {
      p[i] = i % 7;
      q[i] = i % 5;
      positions[i] = i * i;
    }
    Smoothing smoothing = Smoothing.floorRenormalised(1e-4);
    ReferenceComparison comparison = new ReferenceComparison(SortedReference.of(sample(999)));
    return Stream.of(
        test("Moments.accept", () -> moments.accept(0.5)),
        test("Moments.accept of an array", () -> moments.accept(window)),
        test("Moments.combine", () -> moments.combine(otherMoments)),
        test("ExponentialMoments.accept", () -> exponential.accept(0.5)),
        test("Covariance.accept", () -> covariance.accept(vector)),
        test("Covariance.accept of doubles", () -> covariance.accept(wide)),
        test("Covariance.ledoitWolf", covariance::ledoitWolf),
        test("VectorReservoir.accept", () -> reservoir.accept(vector)),
        test("Histogram.accept", () -> histogram.accept(0.5)),
        test("Histogram.accept of an array", () -> histogram.accept(window)),
        test("Histogram.masses", () -> histogram.masses(p)),
        test("KullbackLeibler", () -> KullbackLeibler.of(p, q, smoothing)),
        test("JensenShannon", () -> JensenShannon.distance(p, q, smoothing)),
        test("PopulationStabilityIndex", () -> PopulationStabilityIndex.of(p, q, smoothing)),
        test("Hellinger", () -> Hellinger.distance(p, q, smoothing)),
        test("TotalVariation", () -> TotalVariation.of(p, q, smoothing)),
        test("ChiSquareDivergence", () -> ChiSquareDivergence.pearson(p, q, smoothing)),
        test("BinnedWasserstein", () -> BinnedWasserstein.of(p, q, positions, smoothing)),
        test("ReferenceComparison", () -> comparison.compare(window)));
  }

  private static DynamicTest test(String name, Runnable work) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          allocatedBy(work);
          long least = Long.MAX_VALUE;
          // a class that is loaded late may fall into one measurement, but not into all
          for (int i = 0; i < 5; i++) {
            least = Math.min(least, allocatedBy(work));
          }
          assertEquals(0, least);
        });
  }

  private static long allocatedBy(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      work.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
