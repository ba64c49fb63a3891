package io.virk.cause.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WinsorTest {
  private static double[][] normal(int n, long seed, double mean) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[n][1];
    Arrays.setAll(rows, i -> new double[] {mean + random.nextGaussian()});
    return rows;
  }

  private static double mean(double[][] rows) {
    return Arrays.stream(rows).mapToDouble(row -> row[0]).average().orElseThrow();
  }

  @Test
  void oneOddPictureHardlyMovesTheMean() {
    Winsor winsor = new Winsor(normal(500, 1, 0), new double[1]);
    double[][] window = normal(32, 2, 0);
    double before = mean(winsor.cut(window));
    window[5][0] = 1000;
    assertEquals(before, mean(winsor.cut(window)), 3.0 / 32 * 1.5);
  }

  @Test
  void aChangeOfAllIsMeasuredHoweverLargeItIs() {
    Winsor winsor = new Winsor(normal(500, 1, 0), new double[1]);
    double before = mean(winsor.cut(normal(32, 2, 0)));
    for (double shift : new double[] {1, 10, 1e6}) {
      assertEquals(before + shift, mean(winsor.cut(normal(32, 2, shift))), 1e-8);
    }
  }

  @Test
  void whatNeverChangesIsNotCutToNothing() {
    double[][] equal = {{3}, {3}, {3}, {3}, {3}, {3}, {3}, {9}};
    Winsor known = new Winsor(equal, new double[] {0.5});
    assertArrayEquals(new double[] {4}, known.cut(new double[][] {{4}, {4}, {4}})[0]);
    double deviation = Math.sqrt(4.5); // a third of it is further than the resolution
    assertEquals(3.15 + 2.5 * 0.3 * deviation, known.cut(equal)[7][0], 0.2);
  }

  @Test
  void hugeValuesAreLeftAsTheyAre() {
    double[][] huge = {{1e200}, {-1e200}, {1e200}};
    assertArrayEquals(huge, new Winsor(huge, new double[1]).cut(huge));
  }
}
