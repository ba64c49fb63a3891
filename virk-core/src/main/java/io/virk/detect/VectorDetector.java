package io.virk.detect;

import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;

/**
 * What all detectors that compare vectors share. Rows without a vector are left out; a window or a
 * reference with fewer than {@link #minimumValues} is insufficient.
 */
abstract class VectorDetector implements Detector {
  static final int MINIMUM_VALUES = 8;

  /** What was learned of the vectors of a reference. Immutable. */
  interface Fitted {
    /**
     * Compares a window.
     *
     * @param window at least {@link #minimumValues} vectors. Not modified, not kept.
     * @param scratch of this thread
     */
    Comparison compare(VectorColumn window, Scratch scratch);
  }

  /** Vectors that a window and a reference need, each. */
  int minimumValues() {
    return MINIMUM_VALUES;
  }

  /**
   * Learns a reference.
   *
   * @param reference at least {@link #minimumValues} vectors. Not kept, not modified.
   * @return a comparer of windows with as many at least
   */
  abstract Fitted fit(VectorColumn reference);

  @Override
  public final boolean appliesTo(Signal signal) {
    return signal instanceof VectorSignal vector && !vector.isDerived();
  }

  @Override
  public final Comparer against(Signal signal, SignalTable reference) {
    int least = minimumValues();
    VectorSignal vector = (VectorSignal) signal;
    VectorColumn ofReference = reference.vectors(vector);
    if (ofReference.count() < least) {
      return window -> Comparison.insufficient(window.count(vector));
    }
    Fitted fitted = fit(ofReference);
    ScratchComparer comparer =
        (window, scratch) -> {
          VectorColumn ofWindow = window.vectors(vector);
          int m = ofWindow.count();
          return m < least ? Comparison.insufficient(m) : fitted.compare(ofWindow, scratch);
        };
    return comparer;
  }
}
