package io.virk.detect.internal;

import java.util.stream.IntStream;

/**
 * Three runs of a pool in turn stand for what comes after the baseline, the other two for the
 * baseline, just as a baseline's calibration and reference rows do. What is estimated on the two is
 * then tried on rows that it has not seen, with the error that it will have in service; resampling
 * rows on which it was estimated would hide that error.
 */
public final class CrossFit {
  /** Number of runs. */
  public static final int FOLDS = 3;

  private final int size;

  /** Of a pool of so many rows, 3 or more. */
  public CrossFit(int size) {
    this.size = size;
  }

  private int start(int fold) {
    return (int) ((long) size * fold / FOLDS);
  }

  private int held(int fold) {
    return start(fold + 1) - start(fold);
  }

  /** All rows of the run that is held out. */
  public int[] heldOut(int fold) {
    return IntStream.range(start(fold), start(fold) + held(fold)).toArray();
  }

  /** All rows of the other two runs. */
  public int[] others(int fold) {
    return others(IntStream.range(0, size - held(fold)).toArray(), fold);
  }

  /**
   * Those rows that lie in the run that is held out, none twice: at most as many as a window has.
   *
   * @param window rows. Not modified.
   * @param reference rows, where the window has too few of them. Not modified.
   * @param most rows, too
   */
  public int[] within(int[] window, int[] reference, int fold, int most) {
    return IntStream.concat(IntStream.of(window), IntStream.of(reference))
        .filter(row -> row >= start(fold) && row < start(fold) + held(fold))
        .distinct()
        .limit(Math.min(most, window.length))
        .toArray();
  }

  /** Moves rows into the run that is held out; neighbours stay neighbours. In place. */
  public int[] heldOut(int[] rows, int fold) {
    int start = start(fold);
    int held = held(fold);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = start + rows[i] % held;
    }
    return rows;
  }

  /** Moves rows into the other two runs; neighbours stay neighbours. In place. */
  public int[] others(int[] rows, int fold) {
    int start = start(fold);
    int held = held(fold);
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i] % (size - held);
      rows[i] = row < start ? row : row + held;
    }
    return rows;
  }

  /** The vectors of the other two runs, [.. x d] row-major. */
  public float[] others(float[] x, int d, int fold) {
    int from = start(fold) * d;
    int to = from + held(fold) * d;
    float[] others = new float[size * d - (to - from)];
    System.arraycopy(x, 0, others, 0, from);
    System.arraycopy(x, to, others, from, size * d - to);
    return others;
  }
}
