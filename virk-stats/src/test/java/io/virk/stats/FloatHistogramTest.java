package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table for arrays of float must find the same bins as the search for one value. */
class FloatHistogramTest {
  static Stream<Bins> bins() {
    SplittableRandom random = new SplittableRandom(31);
    return Stream.of(
        Bins.levels256(),
        Bins.uniform(-0.3, 0.7, 10),
        Bins.uniform(0, 1, 1),
        Bins.uniform(1e6, 1e6 + 1, 7),
        Bins.uniform(-1, 1, 3000),
        Bins.quantiles(random.doubles(5000).map(v -> Math.exp(6 * v - 3)).toArray(), 50),
        Bins.quantiles(random.doubles(500).map(v -> Math.exp(90 * v - 45)).toArray(), 50),
        Bins.ofInnerEdges(),
        Bins.ofInnerEdges(3),
        Bins.ofInnerEdges(0.1, Math.nextUp(0.1)),
        Bins.ofInnerEdges(Math.nextDown(0.1f), 0.1, 0.1f, Math.nextUp(0.1f), 0.2),
        Bins.ofInnerEdges(-1e300, 0, 1e300),
        Bins.ofInnerEdges(-Float.MAX_VALUE, Float.MAX_VALUE),
        Bins.ofInnerEdges(0, Float.MIN_VALUE, 2 * Float.MIN_VALUE),
        Bins.ofInnerEdges(1, 1.00001, 1.00002, 1.00003, 1.00004, 1.00005, 1.00006, 1e9),
        Bins.ofInnerEdges(random.doubles(9000).distinct().sorted().toArray()));
  }

  @ParameterizedTest
  @MethodSource("bins")
  void countsAsOneByOne(Bins bins) {
    SplittableRandom random = new SplittableRandom(32);
    double[] edges = bins.innerEdges();
    float[] values = new float[20_003];
    for (int i = 0; i < values.length; i++) {
      double edge = edges.length == 0 ? 0 : edges[random.nextInt(edges.length)];
      float near = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, edge));
      values[i] =
          switch (random.nextInt(6)) {
            case 0 -> near;
            case 1 -> Math.max(-Float.MAX_VALUE, Math.nextDown(near));
            case 2 -> Math.min(Float.MAX_VALUE, Math.nextUp(near));
            case 3 -> (float) random.nextDouble(-2, 2);
            case 4 -> (random.nextBoolean() ? 1 : -1) * Float.MAX_VALUE;
            default -> -0f;
          };
    }
    Histogram oneByOne = new Histogram(bins);
    for (float value : values) {
      oneByOne.accept(value);
    }
    Histogram atOnce = new Histogram(bins);
    atOnce.accept(values, 0, 17);
    atOnce.accept(values, 17, 17);
    atOnce.accept(values, 17, values.length);
    assertArrayEquals(oneByOne.counts(), atOnce.counts());
    assertEquals(values.length, atOnce.total());
  }

  @ParameterizedTest
  @MethodSource("bins")
  void aRejectedArrayLeavesTheHistogramUnchanged(Bins bins) {
    Histogram histogram = Histogram.of(bins, 0.5, 7);
    long[] before = histogram.counts();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int at = 0; at < 9; at++) {
        float[] values = new float[9];
        values[at] = bad;
        String message =
            assertThrows(IllegalArgumentException.class, () -> histogram.accept(values))
                .getMessage();
        assertEquals("values[" + at + "]: " + (double) bad + " (expected: finite)", message);
        assertArrayEquals(before, histogram.counts());
        assertEquals(2, histogram.total());
      }
    }
    histogram.accept(new float[] {0.5f});
    assertEquals(3, Arrays.stream(histogram.counts()).sum());
  }

  @Test
  void rangesAreChecked() {
    Histogram histogram = new Histogram(Bins.levels256());
    assertThrows(IndexOutOfBoundsException.class, () -> histogram.accept(new float[3], 1, 4));
    assertThrows(NullPointerException.class, () -> histogram.accept(null));
    assertThrows(IllegalArgumentException.class, () -> histogram.masses(new double[3]));
    histogram.accept(new float[] {1, 1, 3});
    double[] masses = new double[256];
    histogram.masses(masses);
    assertArrayEquals(histogram.masses(), masses);
  }
}
