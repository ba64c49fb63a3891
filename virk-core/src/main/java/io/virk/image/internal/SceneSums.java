package io.virk.image.internal;

import io.virk.image.Frame;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sums up the images of one camera to a {@link Scene}, one after the other. Images that are of
 * another size than the first are passed over; where they are more than a tenth, there is no scene.
 * Not thread-safe.
 */
public final class SceneSums {
  private final LumaGrid grid;
  private int columns;
  private int rows;
  private int images;
  private int others;
  private float[] mean;

  /** Sums of squared distances from the mean. */
  private float[] squares;

  /** The sum of the energies of the images' details. */
  private double energy;

  /**
   * Of nothing yet.
   *
   * @param grid reads images; others may use it, too
   */
  public SceneSums(LumaGrid grid) {
    this.grid = grid;
  }

  /**
   * Adds an image.
   *
   * @param frame any frame. Not modified, not kept.
   */
  public void add(Frame frame) {
    grid.read(frame);
    int cells = grid.columns() * grid.rows();
    if (mean == null) {
      columns = grid.columns();
      rows = grid.rows();
      mean = new float[cells];
      squares = new float[cells];
    }
    if (cells == 0 || grid.columns() != columns || grid.rows() != rows) {
      others++;
      return;
    }
    images++;
    add(grid.values(), mean, squares, 1f / images, cells);
    float[] own = Arrays.copyOf(grid.values(), cells);
    energy += new LumaPlane(columns, rows, own).details().energy();
  }

  /** Welford's recurrence. */
  private static void add(float[] now, float[] mean, float[] squares, float share, int n) {
    for (int i = 0; i < n; i++) {
      float off = now[i] - mean[i];
      mean[i] += off * share;
      squares[i] += off * (now[i] - mean[i]);
    }
  }

  /**
   * What it comes to.
   *
   * <p>Of images with details d, the mean of d' d of any two of them, over the mean of d' d of
   * each: (n^2 m' m - E) / ((n - 1) E) with m the mean of the details, that is the details of the
   * mean, and E the sum of d' d. 0 where unrelated pictures are compared, whatever n.
   *
   * @return empty if there are too few images, or of several sizes
   */
  public Optional<Scene> scene() {
    if (images < Scene.LEAST_IMAGES || 10L * others > images) {
      return Optional.empty();
    }
    double n = images;
    double ofMean = new LumaPlane(columns, rows, mean).details().energy();
    double likeness = energy > 0 ? (n * n * ofMean - energy) / ((n - 1) * energy) : 0;
    float[] level = new float[mean.length];
    float[] deviation = new float[mean.length];
    for (int i = 0; i < deviation.length; i++) {
      level[i] = Math.max(0, Math.min(255, mean[i]));
      deviation[i] = (float) Math.sqrt(Math.max(0, Math.min(256 * 256, squares[i] / n)));
    }
    double within = Math.max(-1, Math.min(1, likeness));
    return Optional.of(new Scene(columns, rows, images, within, level, deviation));
  }

  /** Bytes, about. */
  public long memory() {
    return mean == null ? 100 : 2L * Float.BYTES * mean.length + 100;
  }
}
