package io.virk.cause.internal;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * How one cause shows on the baseline's own images: the mean change of some signals, each image
 * compared with itself, on the scale of analysis.
 *
 * @param cause name of the cause, which this library may not know
 * @param severity 1 .. 5
 * @param columns names of the signals, at least one, each once
 * @param shift one finite value a column
 */
public record CauseSignature(String cause, int severity, List<String> columns, double[] shift) {
  public CauseSignature {
    Objects.requireNonNull(cause, "cause");
    columns = List.copyOf(columns);
    shift = shift.clone();
    if (severity < 1 || severity > Cause.SEVERITIES) {
      throw new IllegalArgumentException("severity: " + severity + " (expected: 1 .. 5)");
    }
    if (columns.isEmpty() || new HashSet<>(columns).size() < columns.size()) {
      throw new IllegalArgumentException(
          "columns: " + columns + " (expected: at least one, each once)");
    }
    if (shift.length != columns.size()) {
      throw new IllegalArgumentException(
          "shift.length: " + shift.length + " (expected: " + columns.size() + ", the columns)");
    }
    for (double s : shift) {
      if (!Double.isFinite(s)) {
        throw new IllegalArgumentException("shift: " + s + " (expected: finite)");
      }
    }
  }

  /**
   * Applies every cause to images and notes what it does to their signals.
   *
   * @param causes what is applied
   * @param samples images of one slice, at least one. Not modified.
   * @param seed of whatever is random
   * @param failed is told the name of a cause that fails on one of them, and why: it is left out
   * @return one signature a cause and measured severity, in that order, all of the same columns
   */
  public static List<CauseSignature> measure(
      List<Cause> causes, List<Frame> samples, long seed, BiConsumer<String, String> failed) {
    return SignatureBook.measure(causes, samples, seed, failed);
  }

  /**
   * The mean of the signatures of several slices.
   *
   * @param slices signatures of each, of the same columns within one
   * @return of each cause and severity that any slice has, the mean of those that have it, in the
   *     columns that all slices have; those of the first slice, if they have none in common; empty
   *     if there are none
   */
  public static List<CauseSignature> mean(List<List<CauseSignature>> slices) {
    return SignatureBook.mean(slices);
  }

  @Override
  public double[] shift() {
    return shift.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CauseSignature that
        && cause.equals(that.cause)
        && severity == that.severity
        && columns.equals(that.columns)
        && Arrays.equals(shift, that.shift);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cause, severity, columns, Arrays.hashCode(shift));
  }

  @Override
  public String toString() {
    return cause + " " + severity + " of " + columns + ": " + Arrays.toString(shift);
  }
}
