package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.List;

/**
 * Computes {@link ImageStatistics}: goes over the frame for its mean, then over three neighbouring
 * rows at a time while they are at hand. Keeps its scratch memory from frame to frame, so it is
 * made once per thread; not thread-safe.
 *
 * <p>Memory: about 200 bytes a column and 1.3 bytes a pixel of the largest frame seen.
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
  private final ImageStatistics ofPatch = new ImageStatistics();
  private final PatchMeans patchMeans = new PatchMeans();
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
   * Measures one frame: what a mean of pixels has lost on its patches, where it has any. Allocates
   * nothing once as large a frame was seen.
   *
   * @param frame any frame. Not modified, not kept.
   * @param into takes the numbers. Modified.
   */
  public void analyze(Frame frame, ImageStatistics into) {
    analyzePixels(frame, into);
    List<Frame> patches = frame.patches();
    if (!patches.isEmpty()) {
      patchMeans.start();
      for (int i = 0; i < patches.size(); i++) {
        analyzePixels(patches.get(i), ofPatch);
        patchMeans.add(ofPatch);
      }
      patchMeans.measure(into);
    }
  }

  /** As if the frame had no patches. */
  private void analyzePixels(Frame frame, ImageStatistics into) {
    int width = frame.width();
    int height = frame.height();
    boolean large = width >= SMALLEST && height >= SMALLEST;
    start(width, height, large);
    readMeans(frame);
    shadeNoise.start(width, pixels.meanLuma());
    for (int y = 0; y < height; y++) {
      readUpTo(frame, y + 1, true);
      PixelRow above = rows[mirror(y - 1, height) % AT_HAND];
      PixelRow centre = rows[y % AT_HAND];
      PixelRow below = rows[mirror(y + 1, height) % AT_HAND];
      tiles.add(y, above, centre, below);
      boolean border = y == 0 || y == height - 1;
      if (!border && width > 2) {
        int[] response = neighbours.add(above, centre, below);
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

  /**
   * Measures the channels, brightness, contrast and sharpness of one frame, and nothing else that
   * costs much: what OpenCV's cvtColor, Laplacian and meanStdDev are for.
   *
   * @param frame any frame. Not modified, not kept.
   * @param into takes the numbers; those of neighbours and tiles are NaN. Modified.
   */
  public void analyzeBasics(Frame frame, ImageStatistics into) {
    int height = frame.height();
    start(frame.width(), height, false);
    into.clear();
    for (int y = 0; y < height; y++) {
      readUpTo(frame, y + 1, false);
      tiles.add(
          y,
          rows[mirror(y - 1, height) % AT_HAND],
          rows[y % AT_HAND],
          rows[mirror(y + 1, height) % AT_HAND]);
    }
    pixels.measureMeans(into);
    tiles.measure(into);
  }

  private void start(int width, int height, boolean large) {
    if (rowLength < width) {
      rows = new PixelRow[] {new PixelRow(width), new PixelRow(width), new PixelRow(width)};
      rowLength = width;
    }
    if (rowSums.length < height) {
      rowSums = new double[height];
    }
    pixels.start(width, height);
    tiles.start(width, height);
    neighbours.start(width, height);
    colours.start(width, height);
    if (large) {
      half.start(width / 2, height / 2);
    }
  }

  /** Goes over the frame for its means alone: what is below the mean is known only then. */
  private void readMeans(Frame frame) {
    for (int y = 0; y < frame.height(); y++) {
      rows[0].pack(frame, y);
      pixels.addMeans(rows[0], frame.format());
    }
  }

  /** Reads row y, and at the first call the one before it. */
  private void readUpTo(Frame frame, int y, boolean all) {
    if (y == 1) {
      read(frame, 0, all);
    }
    if (y < frame.height()) {
      read(frame, y, all);
    }
  }

  private void read(Frame frame, int y, boolean all) {
    PixelRow row = rows[y % AT_HAND];
    row.pack(frame, y);
    row.readLuma(frame.format(), frame.width());
    if (!all) {
      pixels.addMeans(row, frame.format());
    } else {
      row.readSlopes(frame.width());
      pixels.addLevels(row);
      if (frame.format() != PixelFormat.GRAY) {
        row.readColours(frame.format(), frame.width());
        colours.add(row);
      }
    }
  }

  private void addDetails(Frame frame, int y, PixelRow above, PixelRow centre, PixelRow below) {
    rowSums[y] = LinePatterns.sum(centre.luma, frame.width());
    neighbours.addSteps(y, above, centre);
    if (y % 2 == 1) {
      half.set(y / 2, above.luma, centre.luma);
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
    pixels.measureMeans(into);
    pixels.measureLevels(large, into);
    tiles.measure(into);
    if (width > 2 && height > 2) {
      neighbours.measureNoise(into);
    }
    colours.measure(large, into);
    if (!large) {
      return;
    }
    neighbours.measure(into);
    tiles.measureTiles(into);
    shadeNoise.measure(into);
    double unit = PixelRow.SCALE;
    into.set(ImageMeasure.ROW_PATTERN, LinePatterns.deviation(rowSums, height) / width / unit);
    into.set(
        ImageMeasure.COLUMN_PATTERN,
        LinePatterns.deviation(tiles.columns(), width) / height / unit);
    double finest = into.value(ImageMeasure.SHARPNESS);
    double coarse = half.laplacianVariance() / (unit * unit);
    quarter.set(half);
    double coarser = quarter.laplacianVariance() / (unit * unit);
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
