package io.virk.baseline;

import io.virk.image.Corruption;
import java.util.Objects;

/**
 * How one physical cause shows on the baseline's own images: the mean change of every image signal,
 * each image compared with itself, on the scale of analysis.
 *
 * @param cause the cause
 * @param severity 1 .. 5
 * @param shift one value a signal of {@link io.virk.signal.SignalSources#imageSignals}
 */
public record CauseSignature(Corruption cause, int severity, double[] shift) {
  public CauseSignature {
    Objects.requireNonNull(cause, "cause");
    shift = shift.clone();
  }

  @Override
  public double[] shift() {
    return shift.clone();
  }
}
