package io.virk.image.internal;

import java.util.Arrays;

/**
 * What one frame's pixels say: a number for each {@link ImageMeasure}, and its tiles. Filled anew
 * for each frame by an {@link ImageAnalyzer}; not thread-safe.
 */
public final class ImageStatistics {
  /** Tiles of a side. */
  public static final int TILES = 4;

  /** Numbers of all tiles: first their mean lumas, then how sharp they are. */
  public static final int TILE_NUMBERS = 2 * TILES * TILES;

  private static final int MEASURES = ImageMeasure.values().length;

  private final double[] values = new double[MEASURES];
  private final float[] tiles = new float[TILE_NUMBERS];
  private boolean tiled;
  private int panels = 1;

  /** Makes statistics in which everything is missing. */
  public ImageStatistics() {
    clear();
  }

  void clear() {
    Arrays.fill(values, Double.NaN);
    Arrays.fill(tiles, 0);
    tiled = false;
  }

  void set(ImageMeasure measure, double value) {
    values[measure.ordinal()] = value;
  }

  /** Begins anew: what is added from now on counts as one of so many. */
  void panels(int number) {
    panels = number;
  }

  /** Adds the number of one panel to the mean of all. */
  void addMean(ImageMeasure measure, double value) {
    double before = values[measure.ordinal()];
    values[measure.ordinal()] = (Double.isNaN(before) ? 0 : before) + value / panels;
  }

  /** The array of the tiles, to be filled. */
  float[] tilesToFill() {
    tiled = true;
    return tiles;
  }

  /**
   * One number.
   *
   * @param measure what is asked for
   * @return its value; NaN if the frame is too small for it
   */
  public double value(ImageMeasure measure) {
    return values[measure.ordinal()];
  }

  /**
   * The tiles, {@value #TILES} x {@value #TILES}, row by row: first the mean luma of each, then of
   * each ln(mean squared Laplacian + 0.01).
   *
   * @return {@value #TILE_NUMBERS} numbers, the object's own array, not to be modified; null if the
   *     frame is too small
   */
  public float[] tiles() {
    return tiled ? tiles : null;
  }

  /** {@return the mean of the red samples} */
  public double red() {
    return value(ImageMeasure.RED);
  }

  /** {@return the mean of the green samples} */
  public double green() {
    return value(ImageMeasure.GREEN);
  }

  /** {@return the mean of the blue samples} */
  public double blue() {
    return value(ImageMeasure.BLUE);
  }

  /** {@return the mean luma} */
  public double brightness() {
    return value(ImageMeasure.BRIGHTNESS);
  }

  /** {@return the standard deviation of the luma} */
  public double contrast() {
    return value(ImageMeasure.CONTRAST);
  }

  /** {@return the variance of the Laplacian of the luma} */
  public double sharpness() {
    return value(ImageMeasure.SHARPNESS);
  }

  /** {@return the standard deviation of the noise; NaN below 3 x 3 pixels} */
  public double noise() {
    return value(ImageMeasure.NOISE);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof ImageStatistics s
            && Arrays.equals(s.values, values)
            && Arrays.equals(s.tiles(), tiles());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (ImageMeasure measure : ImageMeasure.values()) {
      text.append(text.isEmpty() ? "" : ", ").append(measure).append(' ').append(value(measure));
    }
    return text.toString();
  }
}
