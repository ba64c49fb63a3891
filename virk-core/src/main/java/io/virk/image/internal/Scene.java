package io.virk.image.internal;

import java.util.Arrays;

/**
 * What a camera sees in the mean: the mean image of its pictures on the grid of {@link LumaGrid},
 * how far each cell strays from it, and whether the camera stands still. Immutable.
 */
public final class Scene {
  /**
   * From this likeness on the camera stands still. Measured: traffic and a square from above 0.69
   * and 0.77, a table on which a hand moves bottles 0.75; photos, circuit boards and pictures from
   * orbit -0.01, 0.01 and 0.08.
   */
  public static final double STATIC = 0.4;

  /** Images from which on there is a mean. */
  public static final int LEAST_IMAGES = 8;

  private final int columns;
  private final int rows;
  private final int images;
  private final double likeness;
  private final float[] mean;
  private final float[] deviation;

  /** Null where there is no picture. */
  private final LumaPlane details;

  /**
   * Of arrays that it keeps.
   *
   * @param columns cells of a row, 1 .. {@link LumaGrid#LONGEST}
   * @param rows of cells, likewise
   * @param images behind it, &ge; {@value #LEAST_IMAGES}
   * @param likeness mean correlation of the details of any two of the images, -1 .. 1
   * @param mean [rows x columns] mean luma, 0 .. 255; may be empty, as the deviation, where the
   *     camera does not stand still
   * @param deviation [rows x columns] standard deviation of the luma from image to image
   * @throws IllegalArgumentException if they are not that
   */
  public Scene(
      int columns, int rows, int images, double likeness, float[] mean, float[] deviation) {
    if (columns < 1 || columns > LumaGrid.LONGEST || rows < 1 || rows > LumaGrid.LONGEST) {
      throw new IllegalArgumentException(
          "columns, rows: " + columns + ", " + rows + " (expected: 1 .. " + LumaGrid.LONGEST + ")");
    }
    if (images < LEAST_IMAGES || !(Math.abs(likeness) <= 1)) {
      throw new IllegalArgumentException(
          "images, likeness: "
              + images
              + ", "
              + likeness
              + " (expected: >= "
              + LEAST_IMAGES
              + ", -1 .. 1)");
    }
    boolean without = mean.length == 0 && !isStatic(columns, rows, likeness);
    int cells = without ? 0 : columns * rows;
    check("mean", mean, cells);
    check("deviation", deviation, cells);
    this.columns = columns;
    this.rows = rows;
    this.images = images;
    this.likeness = likeness;
    this.mean = mean;
    this.deviation = deviation;
    this.details = without ? null : new LumaPlane(columns, rows, mean).details();
  }

  private static void check(String name, float[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          name + ".length: " + values.length + " (expected: " + length + ")");
    }
    for (float v : values) {
      if (!(v >= 0 && v <= 256)) {
        throw new IllegalArgumentException(name + ": " + v + " (expected: 0 .. 255)");
      }
    }
  }

  /** Cells of a row. */
  public int columns() {
    return columns;
  }

  /** Rows of cells. */
  public int rows() {
    return rows;
  }

  /** Images behind it. */
  public int images() {
    return images;
  }

  /** Mean correlation of the details of any two of its images, -1 .. 1. */
  public double likeness() {
    return likeness;
  }

  /** Mean luma, [rows x columns] row-major, or empty. Not to be modified. */
  public float[] mean() {
    return mean;
  }

  /**
   * Standard deviation of the luma from image to image, [rows x columns], or empty. Not to be
   * modified.
   */
  public float[] deviation() {
    return deviation;
  }

  /** Whether the camera stands still, and there is enough to see. */
  public boolean isStatic() {
    return isStatic(columns, rows, likeness);
  }

  /** Whether one of that size and likeness is of a camera that stands still. */
  public static boolean isStatic(int columns, int rows, double likeness) {
    return likeness >= STATIC && Math.min(columns, rows) >= Registration.SMALLEST;
  }

  /**
   * What may be kept of it: of a camera that does not stand still no picture, which is of no use.
   */
  public Scene kept() {
    return isStatic() ? this : pictureless(columns, rows, images, likeness);
  }

  /**
   * A scene without a picture, of a camera that does not stand still.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public static Scene pictureless(int columns, int rows, int images, double likeness) {
    return new Scene(columns, rows, images, likeness, new float[0], new float[0]);
  }

  /**
   * How the picture has moved since. Of a scene with a picture.
   *
   * @param now [rows x columns] a mean image of the same grid. Not modified.
   */
  public Motion motion(float[] now) {
    return Registration.measure(columns, rows, mean, now);
  }

  /**
   * How alike this and another mean image are as they stand. Of a scene with a picture.
   *
   * @param otherColumns of the other's grid
   * @param otherRows of the other's grid
   * @param other its cells. Not modified.
   * @return the correlation of their details, -1 .. 1; 0 if their grids differ in shape
   */
  public double likeness(int otherColumns, int otherRows, float[] other) {
    if (!isOfShape(otherColumns, otherRows)) {
      return 0;
    }
    return details.correlation(
        new LumaPlane(otherColumns, otherRows, other).resized(columns, rows).details());
  }

  /** Whether a grid has the proportions of this one. */
  public boolean isOfShape(int otherColumns, int otherRows) {
    double difference = (double) otherColumns * rows - (double) otherRows * columns;
    return Math.abs(difference) <= 0.04 * otherColumns * rows;
  }

  /** Bytes, about. */
  public long memory() {
    return 3L * Float.BYTES * mean.length + 150;
  }

  /**
   * The mean of two scenes of one grid, weighted with their images, as {@link #kept}; the second if
   * they differ.
   */
  public static Scene mean(Scene a, Scene b) {
    if (a.columns != b.columns || a.rows != b.rows) {
      return b;
    }
    int images = (int) Math.min(Integer.MAX_VALUE, (long) a.images + b.images);
    if (a.details == null || b.details == null) {
      return pictureless(a.columns, a.rows, images, Math.min(a.likeness, b.likeness));
    }
    float share = (float) a.images / images;
    float[] mean = new float[a.mean.length];
    float[] deviation = new float[a.mean.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = share * a.mean[i] + (1 - share) * b.mean[i];
      float apart = a.mean[i] - b.mean[i];
      double variance =
          share * a.deviation[i] * a.deviation[i]
              + (1 - share) * b.deviation[i] * b.deviation[i]
              + share * (1 - share) * apart * apart;
      deviation[i] = (float) Math.sqrt(variance);
    }
    double across = a.details.correlation(b.details);
    double within = share * a.likeness + (1 - share) * b.likeness;
    return new Scene(a.columns, a.rows, images, Math.min(within, across), mean, deviation).kept();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scene that
        && columns == that.columns
        && rows == that.rows
        && images == that.images
        && likeness == that.likeness
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(deviation, that.deviation);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(mean);
  }

  @Override
  public String toString() {
    return columns + " x " + rows + " of " + images + " images, likeness " + likeness;
  }
}
