package io.virk.detect;

import io.virk.detect.internal.CrossFit;
import io.virk.detect.internal.Precision;
import java.util.Arrays;

/** Null distributions of statistics that estimate something: by {@link CrossFit}. */
final class CrossFitNull {
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
    for (int fold = 0; fold < CrossFit.FOLDS; fold++) {
      float[] others = cross.others(embedded.values(), d, fold);
      Fold of = folds.of(cross, fold, rows, Precision.of(others, others.length / d, d));
      for (int b = fold; b < draws; b += CrossFit.FOLDS) {
        int[] window = cross.heldOut(embedded.of(resampler.window(b)), fold);
        int[] reference = cross.others(embedded.of(resampler.reference(b)), fold);
        if (Math.min(window.length, reference.length) >= least) {
          statistics[b] = of.statistic(window, reference);
        }
      }
    }
    return statistics;
  }
}
