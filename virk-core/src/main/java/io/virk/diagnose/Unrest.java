package io.virk.diagnose;

/**
 * What changes from picture to picture of a camera that stands still and did not before a drift.
 *
 * @param bandsBefore by how much bands of light that move over the rows swung before: amplitude, a
 *     share of the brightness
 * @param bands by how much they swing since
 * @param tornBefore share of pictures before whose lower rows were moved sideways, 0 .. 1
 * @param torn share of them since
 * @param moved by how much those rows are moved, a mean share of the width, 0 .. 0.5
 */
public record Unrest(
    double bandsBefore, double bands, double tornBefore, double torn, double moved) {
  private static final double LEAST_BANDS = 0.04;
  private static final double TIMES = 3;
  private static final double LEAST_TORN = 0.25;

  /**
   * Whether light flickers.
   *
   * @return true if bands move over the picture by 4 % of its brightness or more, and by three
   *     times as much as before
   */
  public boolean isFlicker() {
    return bands >= LEAST_BANDS && bands >= TIMES * bandsBefore;
  }

  /**
   * Whether pictures are torn.
   *
   * @return true if a quarter or more are, and hardly any were before
   */
  public boolean isTorn() {
    return torn >= LEAST_TORN && torn >= TIMES * tornBefore;
  }
}
