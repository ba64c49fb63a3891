package io.virk.image.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What changes from picture to picture of a camera that stands still and should not: bands of light
 * that move over the rows, and lower rows that are moved sideways. In runs of {@value #IMAGES}
 * pictures, of which the last {@value #RUNS} are kept. Not thread-safe.
 *
 * <p>A band of light is in all of four upright strips of the picture at once; what passes by is in
 * one or two. So of each row the logarithms of the strips' luma against the baseline's, less the
 * picture's own gain and slope, are multiplied with each other: the mean of those products is the
 * variance of the bands.
 */
public final class PictureUnrest {
  static final int IMAGES = 16;
  private static final int LEAST_IMAGES = 8;
  private static final int RUNS = 8;
  private static final int STRIPS = 4;
  private static final int PAIRS = STRIPS * (STRIPS - 1) / 2;

  /** Levels that are added before a logarithm: black has no gain. */
  private static final float DARK = 8;

  /** Parts of the height that stand and that move in a torn picture. */
  private static final double UPPER = 0.3;

  private static final double LOWER = 0.8;

  /** Correlation of gradients with the baseline's, above and, once it is put back, below. */
  private static final double ALIKE = 0.5;

  private static final double LESS = 0.3;

  private final Scene scene;
  private final int columns;
  private final int rows;
  private final float[] usual;
  private final float[] sums;
  private final float[] products;
  private final float[] now;
  private final Deque<Run> runs = new ArrayDeque<>();
  private int images;
  private int torn;
  private float moved;
  private long first;
  private long last;

  /**
   * Some pictures in a row.
   *
   * @param first number of the first
   * @param last number of the last
   * @param bands by how much light swings over the rows: amplitude, a share of it
   * @param torn share of pictures whose lower rows are moved
   * @param moved by how much, a mean share of the width
   */
  public record Run(long first, long last, double bands, double torn, double moved) {
    public Run {
      for (double share : new double[] {bands, torn, moved}) {
        if (!(share >= 0) || Double.isInfinite(share)) {
          throw new IllegalArgumentException(
              "bands, torn, moved: "
                  + bands
                  + ", "
                  + torn
                  + ", "
                  + moved
                  + " (expected: finite, >= 0)");
        }
      }
    }
  }

  /** Of nothing yet. */
  PictureUnrest(Scene scene) {
    this.scene = scene;
    columns = scene.columns();
    rows = scene.rows();
    usual = new float[STRIPS * rows];
    sums = new float[STRIPS * rows];
    products = new float[rows];
    now = new float[STRIPS * rows];
    strips(scene.mean(), usual);
  }

  /** Adds a picture on the scene's grid. */
  void add(float[] picture, long sequence) {
    if (images == IMAGES) {
      images = 0;
      torn = 0;
      moved = 0;
      Arrays.fill(sums, 0);
      Arrays.fill(products, 0);
    }
    first = images == 0 ? sequence : first;
    last = sequence;
    images++;
    addBands(picture);
    int by = tornBy(picture);
    torn += by == 0 ? 0 : 1;
    moved += Math.abs(by);
    if (images == IMAGES) {
      runs.addLast(run());
      if (runs.size() > RUNS) {
        runs.removeFirst();
      }
    }
  }

  /** The logarithm of the mean luma of each strip of each row. */
  private void strips(float[] picture, float[] target) {
    for (int y = 0; y < rows; y++) {
      for (int s = 0; s < STRIPS; s++) {
        int from = s * columns / STRIPS;
        int to = (s + 1) * columns / STRIPS;
        float sum = 0;
        for (int x = from; x < to; x++) {
          sum += picture[y * columns + x];
        }
        target[s * rows + y] = (float) Math.log(sum / Math.max(1, to - from) + DARK);
      }
    }
  }

  private void addBands(float[] picture) {
    strips(picture, now);
    double mean = 0;
    double along = 0;
    double squares = 0;
    double middle = (rows - 1) / 2.0;
    for (int i = 0; i < now.length; i++) {
      now[i] -= usual[i];
      double y = i % rows - middle;
      mean += now[i] / now.length;
      along += now[i] * y;
      squares += y * y;
    }
    for (int i = 0; i < now.length; i++) {
      now[i] -= (float) (mean + along / squares * (i % rows - middle));
      sums[i] += now[i];
    }
    for (int y = 0; y < rows; y++) {
      products[y] += products(now, y, 1);
    }
  }

  /** Of the strips of a row, the sum of products of any two. */
  private float products(float[] of, int y, float scale) {
    float sum = 0;
    float square = 0;
    for (int s = 0; s < STRIPS; s++) {
      float v = of[s * rows + y] * scale;
      sum += v;
      square += v * v;
    }
    return (sum * sum - square) / 2;
  }

  /** Cells by which the lower rows are moved, while the upper ones are in their places; or 0. */
  private int tornBy(float[] picture) {
    int end = (int) (UPPER * rows);
    double above = likeness(picture, 1, end, 0);
    int begin = (int) (LOWER * rows);
    if (above < ALIKE) {
      return 0;
    }
    double inPlace = likeness(picture, begin, rows, 0);
    if (inPlace > above - LESS) {
      return 0;
    }
    double most = Math.max(ALIKE, inPlace + LESS);
    int best = 0;
    for (int by = -columns / 2; by <= columns / 2; by++) {
      double likeness = likeness(picture, begin, rows, by);
      if (likeness > most) {
        most = likeness;
        best = by;
      }
    }
    return best;
  }

  /** Correlation of the steps along some rows with those of the scene, moved in a circle. */
  private double likeness(float[] picture, int from, int to, int by) {
    float[] mean = scene.mean();
    double both = 0;
    double own = 0;
    double other = 0;
    for (int y = from; y < to; y++) {
      int row = y * columns;
      for (int x = 1; x < columns; x++) {
        int at = Math.floorMod(x + by, columns);
        if (at < 1) {
          continue;
        }
        float step = picture[row + x] - picture[row + x - 1];
        float usualStep = mean[row + at] - mean[row + at - 1];
        both += step * usualStep;
        own += step * step;
        other += usualStep * usualStep;
      }
    }
    return own > 0 && other > 0 ? both / Math.sqrt(own * other) : 0;
  }

  private Run run() {
    double variance = 0;
    for (int y = 0; y < rows; y++) {
      variance += products[y] / images - products(sums, y, 1f / images);
    }
    variance *= (double) images / ((images - 1) * PAIRS * rows);
    return new Run(
        first,
        last,
        Math.sqrt(2 * Math.max(0, variance)),
        (double) torn / images,
        torn == 0 ? 0 : moved / torn / columns);
  }

  /** The last run that ended before a picture; null if there is none. */
  public Run before(long since) {
    Run before = null;
    for (Run run : runs) {
      before = run.last() < since ? run : before;
    }
    return before;
  }

  /** The last run, or enough of one, that began with a picture or later; null if there is none. */
  public Run after(long since) {
    if (images >= LEAST_IMAGES && images < IMAGES && first >= since) {
      return run();
    }
    return runs.isEmpty() || runs.peekLast().first() < since ? null : runs.peekLast();
  }

  /** Bytes, about. */
  long memory() {
    return 4L * (3 * STRIPS + 1) * rows + RUNS * 64L + 200;
  }

  /** As many as are written. */
  int bytes() {
    return 4 * Integer.BYTES
        + 2 * Long.BYTES
        + Float.BYTES * (STRIPS + 1) * rows
        + runs.size() * 5 * Long.BYTES;
  }

  void writeTo(ByteBuffer out) {
    out.putInt(images).putInt(torn).putFloat(moved).putLong(first).putLong(last);
    for (float[] all : new float[][] {sums, products}) {
      for (float v : all) {
        out.putFloat(v);
      }
    }
    out.putInt(runs.size());
    for (Run run : runs) {
      out.putLong(run.first()).putLong(run.last());
      out.putDouble(run.bands()).putDouble(run.torn()).putDouble(run.moved());
    }
  }

  /**
   * Goes on from what was written of a scene of the same grid.
   *
   * @throws IllegalArgumentException if it is no such thing
   */
  void readFrom(ByteBuffer in) {
    images = in.getInt();
    torn = in.getInt();
    moved = in.getFloat();
    first = in.getLong();
    last = in.getLong();
    boolean fits = images >= 0 && images <= IMAGES && torn >= 0 && torn <= images;
    fits &= moved >= 0 && Float.isFinite(moved);
    for (float[] all : new float[][] {sums, products}) {
      for (int i = 0; i < all.length; i++) {
        all[i] = in.getFloat();
        fits &= Float.isFinite(all[i]);
      }
    }
    int kept = in.getInt();
    if (!fits || kept < 0 || kept > RUNS) {
      throw new IllegalArgumentException(
          "images, runs: " + images + ", " + kept + " (expected: those of pictures in a row)");
    }
    runs.clear();
    for (int i = 0; i < kept; i++) {
      runs.addLast(
          new Run(in.getLong(), in.getLong(), in.getDouble(), in.getDouble(), in.getDouble()));
    }
  }
}
