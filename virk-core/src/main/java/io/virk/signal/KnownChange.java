package io.virk.signal;

import java.util.Arrays;
import java.util.Objects;

/**
 * How something that is known to happen moves the mean of a vector signal.
 *
 * @param name what happens, for example "defocus"
 * @param severity how much, above 0 .. 5
 * @param shift by how much each number of the vector moves in the mean, finite
 * @param scaled the same of the scaled numbers, finite: see {@link KnownChanges#scale}
 */
public record KnownChange(String name, double severity, float[] shift, float[] scaled) {
  public KnownChange {
    Objects.requireNonNull(name, "name");
    if (scaled.length != shift.length) {
      throw new IllegalArgumentException(
          "scaled: " + scaled.length + " (expected: " + shift.length + ", as many as shift)");
    }
    shift = shift.clone();
    scaled = scaled.clone();
  }

  /**
   * A change of numbers that are compared as they are.
   *
   * @param name what happens
   * @param severity how much, above 0 .. 5
   * @param shift by how much each number moves in the mean, finite
   */
  public KnownChange(String name, double severity, float[] shift) {
    this(name, severity, shift, shift);
  }

  @Override
  public float[] shift() {
    return shift.clone();
  }

  @Override
  public float[] scaled() {
    return scaled.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KnownChange that
        && name.equals(that.name)
        && severity == that.severity
        && Arrays.equals(shift, that.shift)
        && Arrays.equals(scaled, that.scaled);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, severity, Arrays.hashCode(shift));
  }

  @Override
  public String toString() {
    return name + " at severity " + severity;
  }
}
