package io.virk.detect;

import io.virk.detect.internal.CrossFit;
import io.virk.detect.internal.Precision;
import io.virk.stats.Moments;
import java.util.Arrays;

/** Null distributions of statistics that estimate something: by {@link CrossFit}. */
final class CrossFitNull {
  /**
   * One in so many rows of a run makes a pseudo-window. Of a half, a row far out would be as far
   * from the mean whether it was drawn or not, and windows would look as if none ever came alone.
   */
  private static final int SPARED = 8;

  /** Rows of a pseudo-window, if the run has them. */
  private static final int FEWEST = 8;

  private CrossFitNull() {}

  /** What is made of one fold: all rows, centred, and what the other two runs say of them. */
  interface Fold {
    /**
     * The statistic of one draw.
     *
     * @param window rows of the run that is held out
     * @param reference rows of the other two
     */
    double statistic(int[] window, int[] reference);
  }

  /** Makes what a fold needs beside the precision that the other two runs have. */
  interface Folds {
    Fold of(CrossFit cross, int fold, float[][] rows, Precision precision);
  }

  /** What is made of one fold where its rows are independent. */
  interface MeanFold {
    /**
     * The statistic of one draw.
     *
     * @param mean of some rows of the run that is held out, less the mean of all of them, at the
     *     scale of the difference of the means of a window and a reference. Not kept.
     */
    double statistic(double[] mean);
  }

  /** Makes what a fold needs beside the precision that the other two runs have. */
  interface MeanFolds {
    MeanFold of(Precision precision);
  }

  /**
   * The statistics of a null distribution of means of independent rows. Some rows of the run that
   * is held out, none twice, less the mean of them all, scatter as the difference of the means of a
   * real window and reference does, times 1 / k - 1 / held for k of held rows in the place of 1 /
   * window + 1 / reference: so they are scaled by the root of the ratio. How far rows lie out is
   * known from the rows of the run alone: statistics are larger by its standard error. No row of
   * the reference takes part: the precision was estimated on these, which makes them look nearer
   * than they are.
   *
   * @param least rows of a window and of a reference without which there is none
   */
  static double[] ofMeans(
      EmbeddedRows embedded, Detector.Resampler resampler, int draws, int least, MeanFolds folds) {
    double[] statistics = new double[draws];
    Arrays.fill(statistics, Double.NaN);
    if (embedded.size() < CrossFit.FOLDS * least) {
      return statistics;
    }
    int d = embedded.dimension();
    CrossFit cross = new CrossFit(embedded.size());
    float[][] rows = embedded.centred();
    for (int fold = 0; fold < CrossFit.FOLDS; fold++) {
      float[] others = cross.others(embedded.values(), d, fold);
      MeanFold of = folds.of(Precision.of(others, others.length / d, d));
      int[] held = cross.heldOut(fold);
      double unsure = 1 + errorOfScale(of, rows, held);
      for (int b = fold; b < draws; b += CrossFit.FOLDS) {
        int[] window = embedded.of(resampler.window(b));
        int[] reference = embedded.of(resampler.reference(b));
        int[] some = cross.within(window, reference, fold, Math.max(FEWEST, held.length / SPARED));
        if (Math.min(window.length, reference.length) >= least
            && some.length > 1
            && some.length < held.length) {
          double wanted = (1.0 / window.length + 1.0 / reference.length) / resampler.excess();
          double scale = Math.sqrt(wanted / (1.0 / some.length - 1.0 / held.length));
          double[] mean = MahalanobisShift.difference(rows, some, held, d);
          for (int k = 0; k < d; k++) {
            mean[k] *= scale;
          }
          statistics[b] = unsure * of.statistic(mean);
        }
      }
    }
    return statistics;
  }

  /** How uncertain the mean statistic of a row is, relative: a standard error. */
  private static double errorOfScale(MeanFold of, float[][] rows, int[] held) {
    Moments moments = new Moments();
    for (int row : held) {
      moments.accept(
          of.statistic(MahalanobisShift.difference(rows, new int[] {row}, held, rows[0].length)));
    }
    double mean = moments.mean();
    return mean > 0 ? moments.standardDeviation() / mean / Math.sqrt(held.length) : 0;
  }

  /**
   * The statistics of a null distribution, each of rows on which nothing was estimated.
   *
   * @param least rows of a window and of a reference without which there is none
   */
  static double[] statistics(
      EmbeddedRows embedded, Detector.Resampler resampler, int draws, int least, Folds folds) {
    double[] statistics = new double[draws];
    Arrays.fill(statistics, Double.NaN);
    if (embedded.size() < CrossFit.FOLDS * least) {
      return statistics;
    }
    int d = embedded.dimension();
    CrossFit cross = new CrossFit(embedded.size());
    float[][] rows = embedded.centred();
    Detector.Resampler repeating = resampler.repeating();
    for (int fold = 0; fold < CrossFit.FOLDS; fold++) {
      float[] others = cross.others(embedded.values(), d, fold);
      Fold of = folds.of(cross, fold, rows, Precision.of(others, others.length / d, d));
      for (int b = fold; b < draws; b += CrossFit.FOLDS) {
        int[] window = cross.heldOut(embedded.of(repeating.window(b)), fold);
        int[] reference = cross.others(embedded.of(repeating.reference(b)), fold);
        if (Math.min(window.length, reference.length) >= least) {
          statistics[b] = of.statistic(window, reference);
        }
      }
    }
    return statistics;
  }
}
