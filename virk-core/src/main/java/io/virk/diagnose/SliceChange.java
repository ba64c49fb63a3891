package io.virk.diagnose;

import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.internal.Words;
import io.virk.signal.CategoricalSignal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the observations that share a tag value, or a predicted class, or two of those, have changed
 * since a drift began: how many there are, and what their own mean is.
 *
 * @param slices what they share: one value, or two
 * @param beforeCount of them before the drift began
 * @param beforeOf of all that were looked at before
 * @param count of them since
 * @param of all that were looked at since
 * @param before their mean before, in the signal's own unit; NaN if there were too few
 * @param now their mean since, in the signal's own unit; NaN if there are too few
 * @param eValue that they have changed: at most 1 in the mean if they have not
 */
public record SliceChange(
    List<Slice> slices,
    long beforeCount,
    long beforeOf,
    long count,
    long of,
    double before,
    double now,
    double eValue) {
  public SliceChange {
    slices = List.copyOf(slices);
  }

  /**
   * The share of them before.
   *
   * @return 0 .. 1
   */
  public double shareBefore() {
    return beforeOf == 0 ? 0 : (double) beforeCount / beforeOf;
  }

  /**
   * The share of them since.
   *
   * @return 0 .. 1
   */
  public double shareNow() {
    return of == 0 ? 0 : (double) count / of;
  }

  /**
   * Whose observations, in words.
   *
   * @return for example "product A", "product A of line 2"
   */
  public String label() {
    List<String> names =
        slices.stream()
            .map(
                s ->
                    s.key().equals(CategoricalSignal.PREDICTED_CLASS.name())
                        ? Words.of("slices.class", Text.clean(s.value()))
                        : Text.clean(s.key()) + " " + Text.clean(s.value()))
            .collect(Collectors.toList());
    return names.size() == 1 ? names.get(0) : Words.of("slices.pair", names.get(0), names.get(1));
  }
}
