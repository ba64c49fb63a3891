package io.virk.baseline.facts;

import io.virk.detect.Slice;
import java.util.Objects;

/**
 * How far one signal of one slice is apart between two baselines.
 *
 * @param slice whose
 * @param signal name of the signal
 * @param kind of the signal, which says what the numbers are
 * @param before scalar: mean of the first, in the signal's own unit (of a logarithmic signal the
 *     geometric mean); otherwise NaN
 * @param after the same of the second
 * @param shift scalar: change of the mean in deviations of the first, on the scale of analysis;
 *     classes: total variation distance, 0 .. 1; embedding: root mean square over the components of
 *     their change in deviations of the first
 * @param noise the shift that two samples of one distribution show by chance, about: below it the
 *     shift says nothing
 * @param spread scalar: deviation of the second as a multiple of the first's; otherwise NaN
 * @param driftingWindows share of the second's windows that the first's detectors of this signal
 *     call a drift, at one false drift in 1,000 windows
 */
public record SignalDiff(
    Slice slice,
    String signal,
    Kind kind,
    double before,
    double after,
    double shift,
    double noise,
    double spread,
    double driftingWindows) {
  /** The kinds of signals. */
  public enum Kind {
    /** Real numbers. */
    SCALAR,
    /** Classes. */
    CLASSES,
    /** Embeddings. */
    EMBEDDING
  }

  public SignalDiff {
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(kind, "kind");
  }

  /**
   * Whether it is apart by more than chance and more than a trifle.
   *
   * @return true if the shift exceeds twice the noise and a tenth of a deviation (of the classes'
   *     mass), or windows would drift
   */
  public boolean moved() {
    return driftingWindows > 0.02 || Math.abs(shift) > Math.max(0.1, 2 * noise);
  }
}
