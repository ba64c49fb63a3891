package io.virk.detect;

import io.virk.detect.internal.Precision;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.Means;
import io.virk.stats.twosample.MannWhitney;
import java.util.Arrays;

/**
 * A classifier two-sample test: whether a classifier can tell the embeddings of the window from
 * those of the reference. The classifier is Fisher's linear discriminant w = S^-1 (y - x), y and x
 * the means of one half of window and reference, S the shrunk covariance of the reference, as that
 * of {@link MahalanobisShift}; the other halves are scored with it and give the area under the ROC
 * curve (AUC), and the same with the halves exchanged. Statistic: log(A / (1 - A)) of the mean area
 * A, with half a pair added on either side so that it stays finite; 0 where the classifier cannot
 * tell. Effect size: 2 A - 1, 0 or more: 0 cannot tell, 1 always can.
 *
 * <p>{@link io.virk.stats.twosample.ClassifierTwoSample} also estimates S anew for every window and
 * fold, which costs many times as much; with windows far smaller than the reference its S is nearly
 * this one.
 *
 * <p>The halves of a window are its first and its second part, so that neighbouring frames, which
 * are alike, do not stand on both sides: the result depends on the order of the rows. Of the
 * reference every other row goes to a half. Cost: (n + m + 512) d multiplications a window; (128 m
 * + 65,536) d once. Memory: 4 m d bytes and 2 kB for each dimension. Equal vectors give 0. Rows
 * without an embedding are left out; fewer than 16 on either side are too few.
 *
 * <p>The null distribution is cross-fitted as that of {@link MahalanobisShift}.
 *
 * <p>Source: D. Lopez-Paz and M. Oquab, <i>Revisiting classifier two-sample tests</i>, ICLR (2017),
 * arXiv:1610.06545; I. Kim et al., Ann. Statist. 49 (2021), doi:10.1214/20-AOS1962.
 */
final class ClassifierDetector extends VectorDetector {
  private static final int LEAST_VALUES = 16;
  private static final double MINIMUM_EFFECT = 0.4;

  @Override
  public String name() {
    return "classifier";
  }

  @Override
  int minimumValues() {
    return LEAST_VALUES;
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "2 AUC - 1, 0 to 1";
  }

  @Override
  Fitted fit(VectorColumn reference) {
    int n = reference.count();
    int d = reference.dimension();
    float[] x = reference.values();
    Precision precision = Precision.of(x, n, d);
    float[][] rows = new EmbeddedRows(reference).centred();
    double[] centre = Means.of(x, n, new double[d]);
    int[] even = everyOther(n, 0);
    int[] odd = everyOther(n, 1);
    double[] evenMean = mean(rows, even);
    double[] oddMean = mean(rows, odd);
    return (window, scratch) -> {
      int m = window.count();
      float[][] y = centred(window.values(), m, centre);
      int[] first = range(0, m / 2);
      int[] second = range(m / 2, m);
      double area =
          area(precision, evenMean, mean(y, first), rows, odd, y, second) / 2
              + area(precision, oddMean, mean(y, second), rows, even, y, first) / 2;
      return new Comparison(logOdds(area, n, m), Math.max(0, 2 * area - 1), Double.NaN, m);
    };
  }

  /** Of the area of two halves of n and m. */
  private static double logOdds(double area, double n, double m) {
    double pairs = n / 2 * (m / 2);
    return Math.log((area * pairs + 0.5) / ((1 - area) * pairs + 0.5));
  }

  private static double area(
      Precision precision,
      double[] meanX,
      double[] meanY,
      float[][] rowsX,
      int[] heldX,
      float[][] rowsY,
      int[] heldY) {
    double[] apart = new double[meanX.length];
    for (int k = 0; k < apart.length; k++) {
      apart[k] = meanY[k] - meanX[k];
    }
    double[] direction = precision.times(apart);
    return MannWhitney.auc(scores(direction, rowsX, heldX), scores(direction, rowsY, heldY));
  }

  private static double[] scores(double[] direction, float[][] rows, int[] of) {
    double[] scores = new double[of.length];
    for (int i = 0; i < of.length; i++) {
      scores[i] = dot(direction, rows[of[i]]);
    }
    return scores;
  }

  private static double dot(double[] a, float[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k < a.length - 3; k += 4) {
      s0 += a[k] * b[k];
      s1 += a[k + 1] * b[k + 1];
      s2 += a[k + 2] * b[k + 2];
      s3 += a[k + 3] * b[k + 3];
    }
    for (; k < a.length; k++) {
      s0 += a[k] * b[k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double[] mean(float[][] rows, int[] of) {
    double[] mean = new double[rows[0].length];
    for (int i : of) {
      float[] row = rows[i];
      for (int k = 0; k < mean.length; k++) {
        mean[k] += row[k];
      }
    }
    for (int k = 0; k < mean.length; k++) {
      mean[k] /= of.length;
    }
    return mean;
  }

  private static float[][] centred(float[] y, int m, double[] centre) {
    int d = centre.length;
    float[][] rows = new float[m][d];
    for (int i = 0; i < m; i++) {
      for (int k = 0; k < d; k++) {
        rows[i][k] = (float) (y[i * d + k] - centre[k]);
      }
    }
    return rows;
  }

  private static int[] everyOther(int n, int from) {
    int[] rows = new int[(n - from + 1) / 2];
    Arrays.setAll(rows, i -> 2 * i + from);
    return rows;
  }

  private static int[] range(int from, int to) {
    int[] rows = new int[to - from];
    Arrays.setAll(rows, i -> from + i);
    return rows;
  }

  @Override
  public double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    return CrossFitNull.statistics(
        new EmbeddedRows(pool.vectors((VectorSignal) signal)),
        resampler,
        draws,
        LEAST_VALUES,
        (cross, fold, rows, precision) ->
            (window, reference) -> draw(precision, rows, window, reference));
  }

  /**
   * A row that was drawn twice must not stand in both halves: the reference is halved by row, and
   * of the window's held-out half those that are in the other are left out.
   */
  private static double draw(Precision precision, float[][] rows, int[] window, int[] reference) {
    int[] even = Arrays.stream(reference).filter(r -> r % 2 == 0).toArray();
    int[] odd = Arrays.stream(reference).filter(r -> r % 2 == 1).toArray();
    int[] first = Arrays.copyOf(window, window.length / 2);
    int[] second = Arrays.copyOfRange(window, window.length / 2, window.length);
    int[] secondAlone = without(second, first);
    int[] firstAlone = without(first, second);
    if (even.length == 0 || odd.length == 0 || firstAlone.length == 0 || secondAlone.length == 0) {
      return Double.NaN;
    }
    double[] evenMean = mean(rows, even);
    double[] oddMean = mean(rows, odd);
    double area =
        area(precision, evenMean, mean(rows, first), rows, odd, rows, secondAlone) / 2
            + area(precision, oddMean, mean(rows, second), rows, even, rows, firstAlone) / 2;
    return logOdds(area, reference.length, window.length);
  }

  private static int[] without(int[] rows, int[] others) {
    return Arrays.stream(rows).filter(r -> Arrays.stream(others).noneMatch(o -> o == r)).toArray();
  }
}
