package io.virk.cause.internal;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How the signals of images change that a cause happens to, each image compared with itself.
 *
 * @param images that were measured, at least one
 * @param shift mean change, on the scale of analysis, one finite value a column
 * @param scaled the same of scaled signals: what a window's mean is compared with
 * @param spread how scaled changes scatter from image to image
 * @param error how their mean differs from one time that the cause happens to the next, as of dirt
 *     that settles elsewhere
 */
public record MeanChange(
    int images, double[] shift, double[] scaled, Scatter spread, Scatter error) {
  public MeanChange {
    if (images < 1) {
      throw new IllegalArgumentException("images: " + images + " (expected: at least 1)");
    }
    shift = shift.clone();
    scaled = scaled.clone();
    check("shift", shift, shift.length, Double.NEGATIVE_INFINITY);
    check("scaled", scaled, shift.length, Double.NEGATIVE_INFINITY);
    check("spread", spread, shift.length);
    check("error", error, shift.length);
  }

  private static void check(String name, Scatter scatter, int columns) {
    check(name, scatter.own(), columns, 0);
    for (double[] factor : scatter.factors()) {
      check(name, factor, columns, Double.NEGATIVE_INFINITY);
    }
  }

  private static void check(String name, double[] values, int columns, double least) {
    if (values.length != columns) {
      throw new IllegalArgumentException(
          name + ".length: " + values.length + " (expected: " + columns + ", the columns)");
    }
    for (double value : values) {
      if (!Double.isFinite(value) || value < least) {
        throw new IllegalArgumentException(
            name + ": " + value + " (expected: finite" + (least == 0 ? ", >= 0)" : ")"));
      }
    }
  }

  /** Its columns and those of another change of the same images. */
  MeanChange and(MeanChange other) {
    return new MeanChange(
        images,
        joined(shift, other.shift),
        joined(scaled, other.scaled),
        spread.and(other.spread),
        error.and(other.error));
  }

  private static double[] joined(double[] a, double[] b) {
    return DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
  }

  /**
   * Some of its columns.
   *
   * @param places of each its place among these
   */
  MeanChange at(int[] places) {
    return new MeanChange(
        images, at(shift, places), at(scaled, places), spread.at(places), error.at(places));
  }

  private static double[] at(double[] values, int[] places) {
    return IntStream.of(places).mapToDouble(p -> values[p]).toArray();
  }

  @Override
  public double[] shift() {
    return shift.clone();
  }

  @Override
  public double[] scaled() {
    return scaled.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeanChange that
        && images == that.images
        && Arrays.equals(shift, that.shift)
        && Arrays.equals(scaled, that.scaled)
        && spread.equals(that.spread)
        && error.equals(that.error);
  }

  @Override
  public int hashCode() {
    return 31 * images + Arrays.hashCode(shift);
  }

  @Override
  public String toString() {
    return Arrays.toString(shift);
  }
}
