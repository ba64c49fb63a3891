package io.virk.detect;

import io.virk.detect.internal.CrossFit;
import io.virk.detect.internal.Precision;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.Means;

/**
 * How far the mean of the embeddings has moved, in the metric of the reference: D^2 = (y - x)' S^-1
 * (y - x), with y and x the mean vectors of window and reference and S the covariance of the
 * reference, shrunk (oracle approximating shrinkage). Statistic: D^2. Effect size: D less its
 * noise, sqrt(max(0, D^2 - t (1 / n + 1 / m))) with t the mean of (x_i - x)' S^-1 (x_i - x) over
 * the reference: the distance of the means in standard deviations, which for one dimension is that
 * of {@link MeanShift}. Sees shifts along directions in which the reference hardly varies, to which
 * a kernel on plain distances is blind; blind to changes of spread.
 *
 * <p>Of more than 256 dimensions, runs of at most 256 are taken as uncorrelated with each other:
 * the cost then grows with d and not with its cube. Cost: (n + 256) d multiplications a window;
 * (400 m + 65,536) d once. Memory: 2 kB for each dimension. Equal vectors count as varying by a
 * millionth of their length; fewer vectors than dimensions are shrunk more. Rows without an
 * embedding are left out; fewer than 8 on either side are too few.
 *
 * <p>The null distribution estimates S on two thirds of the pool and takes windows from the third
 * it has not seen, for each third in turn: on its own rows S would look better than it is. Of
 * independent rows see {@link CrossFitNull#ofMeans}. Where neighbours are alike, means are taken
 * from those of their own thirds; what rows that are drawn in blocks of b from a third of n then
 * lack of the variance of a mean, b / n of it (Lahiri 2003, doi:10.1007/978-1-4757-3803-2, section
 * 3.2), is put back.
 *
 * <p>Source: H. Hotelling, <i>The generalization of Student's ratio</i>, Ann. Math. Statist. 2
 * (1931), doi:10.1214/aoms/1177732979; the shrinkage: Y. Chen et al. (2010),
 * doi:10.1109/TSP.2010.2053029.
 */
final class MahalanobisShift extends VectorDetector {
  private static final double MINIMUM_EFFECT = 0.5;

  @Override
  public String name() {
    return "mahalanobis-shift";
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  /**
   * As many as there are dimensions: correlated observations that are worth fewer leave whole
   * directions unseen, in which a part of the scene that was never shown then stands out.
   */
  @Override
  public double minimumEffectiveSize(Signal signal, SignalTable pool) {
    return pool.vectors((VectorSignal) signal).dimension();
  }

  @Override
  public String effectUnit() {
    return "standard deviations of the baseline";
  }

  @Override
  Fitted fit(VectorColumn reference) {
    int d = reference.dimension();
    int n = reference.count();
    float[] x = reference.values();
    double[] mean = Means.of(x, n, new double[d]);
    Precision precision = Precision.of(x, n, d);
    double spread = precision.meanSquaredLength(x, n, d, mean);
    return (window, scratch) -> {
      int m = window.count();
      double[] moved = Means.of(scratch.vectors(window), m, scratch.vector(0, d));
      for (int k = 0; k < d; k++) {
        moved[k] -= mean[k];
      }
      double squared = precision.squaredLength(moved, scratch.vector(1, d));
      double effect = Math.sqrt(Math.max(0, squared - spread * (1.0 / n + 1.0 / m)));
      return new Comparison(squared, effect, Double.NaN, m);
    };
  }

  @Override
  public double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    EmbeddedRows embedded = new EmbeddedRows(pool.vectors((VectorSignal) signal));
    return resampler.block() == 1
        ? CrossFitNull.ofMeans(
            embedded, resampler, draws, MINIMUM_VALUES, precision -> precision::squaredLength)
        : ofBlocks(embedded, resampler, draws);
  }

  private static double[] ofBlocks(EmbeddedRows embedded, Resampler resampler, int draws) {
    return CrossFitNull.statistics(
        embedded,
        resampler,
        draws,
        MINIMUM_VALUES,
        (cross, fold, rows, precision) -> {
          int d = rows[0].length;
          double[] apart = difference(rows, cross.heldOut(fold), cross.others(fold), d);
          double stretch = stretch(resampler.block(), rows.length / CrossFit.FOLDS);
          return (window, reference) -> {
            double[] moved = difference(rows, window, reference, d);
            for (int k = 0; k < d; k++) {
              moved[k] -= apart[k];
            }
            return stretch * precision.squaredLength(moved);
          };
        });
  }

  /** What puts the variance of means back that blocks lack. */
  static double stretch(int block, int rows) {
    return block == 1 ? 1 : 1 / (1 - Math.min(0.5, (double) block / rows));
  }

  /** The mean of some rows less the mean of others. */
  static double[] difference(float[][] rows, int[] window, int[] reference, int d) {
    float[] weights = new float[rows.length];
    for (int row : window) {
      weights[row] += 1f / window.length;
    }
    for (int row : reference) {
      weights[row] -= 1f / reference.length;
    }
    float[] sum = new float[d];
    for (int i = 0; i < rows.length; i++) {
      float weight = weights[i];
      if (weight != 0) {
        float[] row = rows[i];
        for (int k = 0; k < d; k++) {
          sum[k] += weight * row[k];
        }
      }
    }
    double[] difference = new double[d];
    for (int k = 0; k < d; k++) {
      difference[k] = sum[k];
    }
    return difference;
  }
}
