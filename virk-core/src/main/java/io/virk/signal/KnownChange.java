package io.virk.signal;

import java.util.Arrays;
import java.util.Objects;

/**
 * How something that is known to happen moves the mean of a vector signal.
 *
 * @param name what happens, for example "defocus"
 * @param severity how much, above 0 .. 5
 * @param shift by how much each number of the vector moves in the mean, finite
 */
public record KnownChange(String name, double severity, float[] shift) {
  public KnownChange {
    Objects.requireNonNull(name, "name");
    shift = shift.clone();
  }

  @Override
  public float[] shift() {
    return shift.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KnownChange that
        && name.equals(that.name)
        && severity == that.severity
        && Arrays.equals(shift, that.shift);
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
