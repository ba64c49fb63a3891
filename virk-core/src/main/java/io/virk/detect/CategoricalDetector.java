package io.virk.detect;

import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import java.util.Arrays;

/**
 * What all detectors of categorical signals share: the way from tables to classes. Rows without a
 * class are left out; a window or a reference with fewer than {@link #MINIMUM_VALUES} is
 * insufficient.
 */
abstract class CategoricalDetector implements Detector {
  static final int MINIMUM_VALUES = 16;

  /** What was learned of the classes of a reference. Immutable. */
  interface Fitted {
    /**
     * Compares a window.
     *
     * @param window at least {@link #MINIMUM_VALUES} classes. Not modified, not kept.
     */
    Comparison compare(int[] window);
  }

  /**
   * Learns a reference.
   *
   * @param reference at least {@link #MINIMUM_VALUES} classes. Not kept, not modified.
   */
  abstract Fitted fit(int[] reference);

  @Override
  public final boolean appliesTo(Signal signal) {
    return signal instanceof CategoricalSignal;
  }

  @Override
  public final Comparer against(Signal signal, SignalTable reference) {
    CategoricalSignal categorical = (CategoricalSignal) signal;
    int[] classes = reference.categories(categorical);
    if (classes.length < MINIMUM_VALUES) {
      return window -> Comparison.insufficient(window.count(categorical));
    }
    Fitted fitted = fit(classes);
    ScratchComparer comparer =
        (window, scratch) -> {
          int[] observed = scratch.categories(window, categorical);
          return observed.length < MINIMUM_VALUES
              ? Comparison.insufficient(observed.length)
              : fitted.compare(observed);
        };
    return comparer;
  }

  @Override
  public double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    int column = pool.schema().indexOf((CategoricalSignal) signal);
    double[] statistics = new double[draws];
    for (int b = 0; b < draws; b++) {
      int[] reference = chosen(pool, column, resampler.reference(b));
      int[] window = chosen(pool, column, resampler.window(b));
      statistics[b] =
          Math.min(reference.length, window.length) < MINIMUM_VALUES
              ? Double.NaN
              : fit(reference).compare(window).statistic();
    }
    return statistics;
  }

  private static int[] chosen(SignalTable pool, int column, int[] rows) {
    int[] classes = new int[rows.length];
    int n = 0;
    for (int row : rows) {
      int c = pool.category(column, row);
      if (c != Observation.NO_CLASS) {
        classes[n++] = c;
      }
    }
    return Arrays.copyOf(classes, n);
  }

  /**
   * The classes of a reference with their counts, and a last cell, empty there, for all others.
   *
   * @param known ascending
   * @param counts one for each, and 0
   */
  record Cells(int[] known, double[] counts) {
    static Cells of(int[] reference) {
      int[] sorted = reference.clone();
      Arrays.sort(sorted);
      int k = 0;
      for (int i = 0; i < sorted.length; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1]) {
          sorted[k++] = sorted[i];
        }
      }
      int[] known = Arrays.copyOf(sorted, k);
      return new Cells(known, count(known, reference));
    }

    double[] count(int[] window) {
      return count(known, window);
    }

    /** How often the reference has a class. */
    double countOf(int observed) {
      int at = Arrays.binarySearch(known, observed);
      return at >= 0 ? counts[at] : 0;
    }

    private static double[] count(int[] known, int[] classes) {
      double[] counts = new double[known.length + 1];
      for (int c : classes) {
        int at = Arrays.binarySearch(known, c);
        counts[at >= 0 ? at : known.length]++;
      }
      return counts;
    }
  }
}
