package io.virk.detect;

import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;

/**
 * What all detectors that compare embeddings share. Rows without an embedding are left out; a
 * window or a reference with fewer than {@link #minimumValues} is insufficient.
 */
abstract class VectorDetector implements Detector {
  static final int MINIMUM_VALUES = 8;

  /** Embeddings that a window and a reference need, each. */
  int minimumValues() {
    return MINIMUM_VALUES;
  }

  /**
   * Learns a reference.
   *
   * @param reference at least {@link #minimumValues} embeddings. Not kept, not modified.
   * @return a scorer of windows with as many at least
   */
  abstract ScratchScorer fit(SignalTable reference);

  @Override
  public final boolean appliesTo(Signal signal) {
    return signal instanceof VectorSignal;
  }

  @Override
  public final Scorer against(Signal signal, SignalTable reference) {
    int least = minimumValues();
    if (reference.embeddedRows() < least) {
      return window -> Score.insufficient(window.embeddedRows());
    }
    ScratchScorer fitted = fit(reference);
    ScratchScorer scorer =
        (window, scratch) -> {
          int m = window.embeddedRows();
          return m < least ? Score.insufficient(m) : fitted.score(window, scratch);
        };
    return scorer;
  }
}
