package io.virk.detect;

import io.virk.detect.internal.Precision;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Three runs of a pool in turn stand for what comes after the baseline, the other two for the
 * baseline, just as a baseline's calibration and reference rows do. What is estimated on the two is
 * then tried on rows that it has not seen, with the error that it will have in service; resampling
 * rows on which it was estimated would hide that error.
 */
final class CrossFit {
  /** Number of runs. */
  static final int FOLDS = 3;

  private final int size;

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
    if (embedded.size() < FOLDS * least) {
      return statistics;
    }
    int d = embedded.dimension();
    CrossFit cross = new CrossFit(embedded.size());
    float[][] rows = embedded.centred();
    for (int fold = 0; fold < FOLDS; fold++) {
      float[] others = cross.others(embedded.values(), d, fold);
      Fold of = folds.of(cross, fold, rows, Precision.of(others, others.length / d, d));
      for (int b = fold; b < draws; b += FOLDS) {
        int[] window = cross.heldOut(embedded.of(resampler.window(b)), fold);
        int[] reference = cross.others(embedded.of(resampler.reference(b)), fold);
        if (Math.min(window.length, reference.length) >= least) {
          statistics[b] = of.statistic(window, reference);
        }
      }
    }
    return statistics;
  }

  /** Of a pool of so many rows, 3 or more. */
  CrossFit(int size) {
    this.size = size;
  }

  private int start(int fold) {
    return (int) ((long) size * fold / FOLDS);
  }

  private int held(int fold) {
    return start(fold + 1) - start(fold);
  }

  /** All rows of the run that is held out. */
  int[] heldOut(int fold) {
    return IntStream.range(start(fold), start(fold) + held(fold)).toArray();
  }

  /** All rows of the other two runs. */
  int[] others(int fold) {
    return others(IntStream.range(0, size - held(fold)).toArray(), fold);
  }

  /** Moves rows into the run that is held out; neighbours stay neighbours. In place. */
  int[] heldOut(int[] rows, int fold) {
    int start = start(fold);
    int held = held(fold);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = start + rows[i] % held;
    }
    return rows;
  }

  /** Moves rows into the other two runs; neighbours stay neighbours. In place. */
  int[] others(int[] rows, int fold) {
    int start = start(fold);
    int held = held(fold);
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i] % (size - held);
      rows[i] = row < start ? row : row + held;
    }
    return rows;
  }

  /** The vectors of the other two runs, [.. x d] row-major. */
  float[] others(float[] x, int d, int fold) {
    int from = start(fold) * d;
    int to = from + held(fold) * d;
    float[] others = new float[size * d - (to - from)];
    System.arraycopy(x, 0, others, 0, from);
    System.arraycopy(x, to, others, from, size * d - to);
    return others;
  }
}
