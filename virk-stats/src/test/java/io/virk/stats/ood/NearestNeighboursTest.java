package io.virk.stats.ood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NearestNeighboursTest {
  @TestFactory
  Stream<DynamicTest> golden() {
    return Golden.tests("knn", "knn_distance", NearestNeighboursTest::golden);
  }

  private static void golden(GoldenCase c) {
    NpyArray train = c.input("train");
    NpyArray test = c.input("test");
    int n = train.rows();
    int d = train.columns();
    for (double k : c.paramList("ks")) {
      if (c.mustReject()) {
        Golden.assertRejected(
            c,
            () ->
                NearestNeighbours.fit(train.values(), n, d, NeighbourOptions.kth((int) k))
                    .score(test.row(0)));
        Golden.assertRejected(
            c,
            () ->
                NearestNeighbours.fit(train.floats(), n, d, NeighbourOptions.kth((int) k))
                    .scores(test.floats(), test.rows()));
        continue;
      }
      NeighbourOptions kth = NeighbourOptions.kth((int) k);
      check(c, "kth_k" + (int) k, kth);
      check(c, "mean_k" + (int) k, kth.withMean());
      check(c, "kth_normalised_k" + (int) k, kth.onUnitSphere());
    }
    if (!c.policy().isEmpty()) {
      NearestNeighbours unit =
          NearestNeighbours.fit(train.values(), n, d, NeighbourOptions.kth(1).onUnitSphere());
      // the zero vector stays at the origin, and the training set has one
      assertEquals(0, unit.score(test.row(0)));
    }
  }

  private static void check(GoldenCase c, String key, NeighbourOptions options) {
    if (!c.expects(key)) {
      return;
    }
    NpyArray train = c.input("train");
    NpyArray test = c.input("test");
    double[] expected = c.expectedArray(key).values();
    NearestNeighbours wide =
        NearestNeighbours.fit(train.values(), train.rows(), train.columns(), options);
    for (int i = 0; i < test.rows(); i++) {
      c.tolerance().check(key, expected[i], wide.score(test.row(i)));
    }
    NearestNeighbours narrow =
        NearestNeighbours.fit(train.floats(), train.rows(), train.columns(), options);
    double[] scores = narrow.scores(test.floats(), test.rows());
    if (train.isSinglePrecision() && !options.normalized()) {
      // products only choose: what comes out is as good as double
      c.tolerance().check(key, expected, scores);
    } else if (c.hasSinglePrecisionTolerance()) {
      c.singlePrecisionTolerance().check(key, expected, scores);
    }
  }

  @Tag("slow")
  @Test
  void everyKindOfDataGivesWhatSortingAllDistancesGives() {
    SplittableRandom random = new SplittableRandom(11);
    for (int d : new int[] {1, 3, 33, 128}) {
      for (String kind : new String[] {"spread", "constant", "grid", "far", "tiny", "huge"}) {
        int n = 700;
        int queries = 45;
        float[] x = data(random, n, d, kind);
        float[] q = data(random, queries, d, kind);
        System.arraycopy(x, 0, q, 0, 3 * d);
        for (int k : new int[] {1, 7, 300, n}) {
          NearestNeighbours fitted = NearestNeighbours.fit(x, n, d, NeighbourOptions.kth(k));
          double[] got = fitted.scores(q, queries);
          for (int i = 0; i < queries; i++) {
            double expected = bruteForce(x, n, q, i, d, k);
            assertEquals(expected, got[i], 1e-12 * expected, kind + ", d " + d + ", k " + k);
          }
        }
      }
    }
  }

  private static float[] data(SplittableRandom random, int n, int d, String kind) {
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      double value = random.nextDouble() * 2 - 1;
      x[i] =
          (float)
              switch (kind) {
                case "constant" -> 2.5;
                case "grid" -> Math.round(value);
                case "far" -> 30000 + value;
                case "tiny" -> value * 1e-24;
                case "huge" -> value * 1e16;
                default -> value;
              };
    }
    return x;
  }

  private static double bruteForce(float[] x, int n, float[] q, int query, int d, int k) {
    double[] all = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        double difference = (double) q[query * d + j] - x[i * d + j];
        all[i] += difference * difference;
      }
    }
    Arrays.sort(all);
    return Math.sqrt(all[k - 1]);
  }

  @Test
  void groupsBlocksAndSingleObservationsAgree() {
    int d = 20;
    int n = 1300;
    float[] x = MahalanobisFamilyTest.clusters(n, d, 6, 2, 3);
    NearestNeighbours fitted =
        NearestNeighbours.fit(x, n, d, NeighbourOptions.kth(5).withMean().onUnitSphere());
    float[] q = MahalanobisFamilyTest.clusters(600, d, 7, 2, 4);
    Workspace workspace = new Workspace();
    double[] scores = new double[600];
    fitted.scores(q, 600, scores, workspace);
    for (int i = 0; i < 600; i += 37) {
      float[] row = Arrays.copyOfRange(q, i * d, (i + 1) * d);
      assertEquals(fitted.score(row), scores[i], 1e-12);
    }
    // the same workspace again, with other queries and another size
    double[] few = new double[40];
    fitted.scores(Arrays.copyOf(q, 40 * d), 40, few, workspace);
    assertArrayEquals(Arrays.copyOf(scores, 40), few);
  }

  @Test
  void whatIsNoModelOrNoQueryIsRejected() {
    float[] x = {1, 2, 3, 4};
    assertThrows(IllegalArgumentException.class, () -> NeighbourOptions.kth(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> NearestNeighbours.fit(x, 2, 2, NeighbourOptions.kth(3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> NearestNeighbours.fit(new float[] {3e38f}, 1, 1, NeighbourOptions.kth(1)));
    NearestNeighbours fitted = NearestNeighbours.fit(x, 2, 2, NeighbourOptions.kth(2));
    assertThrows(IllegalArgumentException.class, () -> fitted.score(new float[] {1}));
    assertThrows(IllegalArgumentException.class, () -> fitted.score(new float[] {1, 2e38f}));
    assertEquals(Math.hypot(2, 2), fitted.score(new float[] {1, 2}), 1e-12);
    NearestNeighbours one = NearestNeighbours.fit(new float[] {4}, 1, 1, NeighbourOptions.kth(1));
    assertEquals(3, one.score(new float[] {1}));
    assertArrayEquals(new double[] {3}, one.distances(new double[] {7}));
  }
}
