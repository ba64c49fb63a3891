package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;

/**
 * Computes {@link ImageStatistics}: reads each row once and goes over three neighbouring ones while
 * they are at hand. Keeps its scratch memory from frame to frame, so it is made once per thread;
 * not thread-safe.
 *
 * <p>Memory: about 11 bytes a pixel of the largest frame seen.
 */
public final class ImageAnalyzer {
  /** Keeps ratios and logarithms finite: far less than what can be seen. */
  static final double OFFSET = 0.01;

  /** Pixels of a side from which on all is measured. */
  static final int SMALLEST = 8;

  private static final int AT_HAND = 3;

  private final PixelSums pixels = new PixelSums();
  private final TileSums tiles = new TileSums();
  private final NeighbourSums neighbours = new NeighbourSums();
  private final ColourSums colours = new ColourSums();
  private final ShadeNoise shadeNoise = new ShadeNoise();
  private final CoarsePlane half = new CoarsePlane();
  private final CoarsePlane quarter = new CoarsePlane();
  private PixelRow[] rows = {};
  private int rowLength;
  private double[] rowSums = {};

  /** Makes an analyzer with no scratch memory yet. */
  public ImageAnalyzer() {}

  /**
   * Measures one frame.
   *
   * @param frame any frame. Not modified, not kept.
   * @return its statistics, the caller's own
   */
  public ImageStatistics analyze(Frame frame) {
    ImageStatistics statistics = new ImageStatistics();
    analyze(frame, statistics);
    return statistics;
  }

  /**
   * Measures one frame. Allocates nothing once as large a frame was seen.
   *
   * @param frame any frame. Not modified, not kept.
   * @param into takes the numbers. Modified.
   */
  public void analyze(Frame frame, ImageStatistics into) {
    int width = frame.width();
    int height = frame.height();
    boolean large = width >= SMALLEST && height >= SMALLEST;
    start(width, height, large);
    for (int y = 0; y < height; y++) {
      if (y == 0) {
        read(frame, 0);
      }
      if (y + 1 < height) {
        read(frame, y + 1);
      }
      PixelRow above = rows[mirror(y - 1, height) % AT_HAND];
      PixelRow centre = rows[y % AT_HAND];
      PixelRow below = rows[mirror(y + 1, height) % AT_HAND];
      tiles.add(y, above.exact, centre.exact, below.exact);
      boolean border = y == 0 || y == height - 1;
      if (!border && width > 2) {
        float[] response = neighbours.add(above.luma, centre.luma, below.luma);
        if (large) {
          shadeNoise.add(centre.luma, response);
        }
      }
      if (large) {
        addDetails(frame, y, above, centre, below);
      }
    }
    measure(frame, large, into);
  }

  private void start(int width, int height, boolean large) {
    if (rowLength < width) {
      rows = new PixelRow[] {new PixelRow(width), new PixelRow(width), new PixelRow(width)};
      rowLength = width;
    }
    if (rowSums.length < height) {
      rowSums = new double[height];
    }
    pixels.clear();
    tiles.start(width, height);
    neighbours.start(width, height);
    colours.start(width, height);
    if (large) {
      shadeNoise.start(width, height);
      half.start(width / 2, height / 2);
    }
  }

  private void read(Frame frame, int y) {
    PixelRow row = rows[y % AT_HAND];
    pixels.read(frame, y, row);
    rowSums[y] = row.sum;
    if (frame.format() != PixelFormat.GRAY) {
      colours.add(row);
    }
  }

  private void addDetails(Frame frame, int y, PixelRow above, PixelRow centre, PixelRow below) {
    neighbours.addSteps(y, above.luma, centre.luma);
    if (y % 2 == 1) {
      half.set(y / 2, above.exact, centre.exact);
    }
    boolean border = y == 0 || y == frame.height() - 1;
    if (!border && frame.format() != PixelFormat.GRAY) {
      colours.addNoise(above, centre, below);
    }
  }

  private void measure(Frame frame, boolean large, ImageStatistics into) {
    int width = frame.width();
    int height = frame.height();
    into.clear();
    pixels.measure(width, height, into);
    tiles.measure(pixels.luma(), into);
    if (width > 2 && height > 2) {
      neighbours.measureNoise(into);
    }
    colours.measure(large, into);
    if (!large) {
      return;
    }
    neighbours.measure(into);
    tiles.measureTiles(into);
    shadeNoise.measure((double) pixels.luma() / width / height, into);
    double unit = PixelSums.SCALE;
    into.set(ImageMeasure.ROW_PATTERN, LinePatterns.deviation(rowSums, height) / width / unit);
    into.set(
        ImageMeasure.COLUMN_PATTERN,
        LinePatterns.deviation(tiles.columns(), width) / height / unit);
    double finest = into.value(ImageMeasure.SHARPNESS);
    double coarse = half.laplacianVariance() / (16 * unit * unit); // a sum of 4
    quarter.set(half);
    double coarser = quarter.laplacianVariance() / (256 * unit * unit); // a sum of 16
    into.set(ImageMeasure.COARSE_DETAIL, coarse / (finest + OFFSET));
    into.set(ImageMeasure.COARSER_DETAIL, coarser / (coarse + OFFSET));
  }

  /** Reflects an index at the border without repeating the edge; a single row is its own mirror. */
  static int mirror(int index, int length) {
    if (length == 1) {
      return 0;
    }
    return index < 0 ? 1 : index == length ? length - 2 : index;
  }

  /** 100 ln(a / b), finite where either is 0. */
  static double logRatio(double a, double b) {
    return 100 * Math.log((a + OFFSET) / (b + OFFSET));
  }
}
