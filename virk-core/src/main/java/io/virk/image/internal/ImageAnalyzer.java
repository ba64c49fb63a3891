package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.List;

/**
 * Computes {@link ImageStatistics}: goes over the frame for its mean, then over three neighbouring
 * rows at a time while they are at hand. Patches are gone over side by side, as the panels of one
 * wide frame. Keeps its scratch memory from frame to frame, so it is made once per thread; not
 * thread-safe.
 *
 * <p>Memory: about 200 bytes a column and 1.3 bytes a pixel of the largest frame seen.
 */
public final class ImageAnalyzer {
  /** Keeps ratios and logarithms finite: far less than what can be seen. */
  static final double OFFSET = 0.01;

  /** Pixels of a side from which on all is measured. */
  static final int SMALLEST = 8;

  private static final int AT_HAND = 3;

  /** Of so many rows one tells what is darker than the mean. */
  private static final int EVERY = 4;

  private final PixelSums pixels = new PixelSums();
  private final TileSums tiles = new TileSums();
  private final LaplacianSums laplacian = new LaplacianSums();
  private final GradientSums gradients = new GradientSums();
  private final NoiseSums noise = new NoiseSums();
  private final NeighbourSums neighbours = new NeighbourSums();
  private final ColourSums colours = new ColourSums();
  private final CoarsePlane half = new CoarsePlane();
  private final CoarsePlane quarter = new CoarsePlane();
  private PixelRow[] rows = {};
  private int rowLength;
  private double[] rowSums = {};

  // what is gone over now

  /** The only panel; null if there are the patches of a frame. */
  private Frame single;

  private List<Frame> panels = List.of();
  private PixelFormat format;
  private int panel;
  private int width;
  private int height;

  /** Whether there is all to be seen in so small a frame. */
  private boolean large;

  /** Whether what is seen in the whole frame is measured, and what a reduction has lost. */
  private boolean whole;

  private boolean fine;

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
    into.clear();
    List<Frame> patches = frame.patches();
    if (patches.isEmpty()) {
      goOver(frame, patches, true, true, into);
    } else {
      goOver(frame, patches, true, false, into);
      into.set(ImageMeasure.SHARPNESS, Double.NaN);
      goOver(null, patches, false, true, into);
    }
    single = null;
    panels = List.of();
  }

  /** Goes over a frame, or if it is null over patches. */
  private void goOver(
      Frame frame, List<Frame> patches, boolean ofWhole, boolean ofFine, ImageStatistics into) {
    single = frame;
    panels = patches;
    whole = ofWhole;
    fine = ofFine;
    start();
    if (fine) {
      noise.start(width, panel, height, readMeanLuma());
    }
    for (int y = 0; y < height; y++) {
      readUpTo(y + 1);
      add(y, at(y - 1), at(y), at(y + 1));
    }
    measure(into);
  }

  /**
   * Measures the channels, brightness, contrast and sharpness of one frame, and nothing else that
   * costs much: what OpenCV's cvtColor, Laplacian and meanStdDev are for.
   *
   * @param frame any frame. Not modified, not kept.
   * @param into takes the numbers; those of neighbours and tiles are NaN. Modified.
   */
  public void analyzeBasics(Frame frame, ImageStatistics into) {
    single = frame;
    startRows();
    tiles.start(width, height);
    into.clear();
    for (int y = 0; y < height; y++) {
      for (int next = y == 0 ? 0 : y + 1; next <= y + 1 && next < height; next++) {
        PixelRow row = readPacked(next);
        row.readLuma(format, width, panel);
        pixels.addMeans(row);
      }
      tiles.add(y, at(y - 1), at(y), at(y + 1));
    }
    pixels.measureMeans(format, tiles.total(), into);
    tiles.measure(into);
    single = null;
  }

  private int number() {
    return single == null ? panels.size() : 1;
  }

  private Frame panel(int number) {
    return single == null ? panels.get(number) : single;
  }

  private PixelRow at(int y) {
    return rows[mirror(y, height) % AT_HAND];
  }

  private void startRows() {
    format = panel(0).format();
    panel = panel(0).width();
    width = panel * number();
    height = panel(0).height();
    if (rowLength < width) {
      rows = new PixelRow[] {new PixelRow(width), new PixelRow(width), new PixelRow(width)};
      rowLength = width;
    }
    pixels.start(width, panel, height);
  }

  private void start() {
    startRows();
    large = panel >= SMALLEST && height >= SMALLEST;
    colours.start(width, panel, height);
    gradients.start(width, panel, height);
    if (whole) {
      tiles.start(width, height);
      if (rowSums.length < height) {
        rowSums = new double[height];
      }
    } else {
      laplacian.start(width, panel);
    }
    if (fine && large) {
      neighbours.start(width, panel, height);
      half.start(width / 2, panel / 2, height / 2);
    }
  }

  /** The mean luma of some rows, before all are gone over: what is darker is known only then. */
  private double readMeanLuma() {
    double sum = 0;
    int n = 0;
    for (int y = 0; y < height; y += EVERY, n++) {
      sum += pack(rows[0], y).sumLuma(format, width);
    }
    return sum / ((double) width * n);
  }

  private PixelRow pack(PixelRow row, int y) {
    for (int i = 0; i < number(); i++) {
      row.pack(panel(i), y, i * panel);
    }
    return row;
  }

  private PixelRow readPacked(int y) {
    return pack(rows[y % AT_HAND], y);
  }

  /** Reads row y, and at the first call the one before it. */
  private void readUpTo(int y) {
    if (y == 1) {
      read(0);
    }
    if (y < height) {
      read(y);
    }
  }

  private void read(int y) {
    PixelRow row = readPacked(y);
    row.readAll(format, width, panel);
    if (fine) {
      pixels.readLevelsAndEqual(row);
    } else {
      pixels.readLevels(row);
    }
    if (whole) {
      pixels.add(row);
    }
    if (format != PixelFormat.GRAY) {
      colours.add(row);
    }
  }

  private void add(int y, PixelRow above, PixelRow centre, PixelRow below) {
    if (whole) {
      rowSums[y] = tiles.add(y, above, centre, below);
    } else {
      laplacian.add(y, height, above.luma, centre.luma, below.luma, centre.bend, width);
      if (y % LaneSum.ROWS == LaneSum.ROWS - 1 || y == height - 1) {
        for (int x = 0; x < width; x += panel) {
          laplacian.take(x, x + panel);
        }
      }
    }
    boolean border = y == 0 || y == height - 1;
    if (!border && panel > 2) {
      addInterior(above, centre, below);
    }
    if (fine && large) {
      neighbours.add(y, above, centre, below);
      if (y % 2 == 1) {
        half.set(y / 2, above.luma, centre.luma);
      }
    }
  }

  private void addInterior(PixelRow above, PixelRow centre, PixelRow below) {
    gradients.add(above, centre, below);
    if (fine) {
      noise.add(above, centre, below);
      if (format != PixelFormat.GRAY) {
        colours.addNoise(above, centre, below);
      }
    }
  }

  private void measure(ImageStatistics into) {
    into.panels(number());
    if (fine && panel > 2 && height > 2) {
      noise.measureNoise(into);
    }
    if (whole) {
      measureWhole(into);
    }
    if (fine && large) {
      measureFine(into);
    }
  }

  private void measureWhole(ImageStatistics into) {
    pixels.measureMeans(format, tiles.total(), into);
    pixels.measureLevels(into);
    tiles.measure(into);
    colours.measureSpread(into);
    if (large) {
      gradients.measureDirection(into);
      tiles.measureTiles(into);
      double unit = PixelRow.SCALE;
      into.set(ImageMeasure.ROW_PATTERN, LinePatterns.deviation(rowSums, height) / width / unit);
      into.set(
          ImageMeasure.COLUMN_PATTERN,
          LinePatterns.deviation(tiles.columns(), width) / height / unit);
    }
  }

  private void measureFine(ImageStatistics into) {
    pixels.measureEqual(into);
    gradients.measure(into);
    noise.measure(into);
    neighbours.measure(into);
    colours.measureNoise(into);
    half.sum();
    quarter.set(half);
    quarter.sum();
    double unit2 = (double) PixelRow.SCALE * PixelRow.SCALE;
    for (int p = 0; p < number(); p++) {
      double finest = into.value(ImageMeasure.SHARPNESS);
      if (!whole) {
        finest = laplacian.variance(p, (double) panel * height) / unit2;
        into.addMean(ImageMeasure.SHARPNESS, finest);
      }
      double coarse = half.laplacianVariance(p) / unit2;
      double coarser = quarter.laplacianVariance(p) / unit2;
      into.addMean(ImageMeasure.DETAIL, finest / (gradients.squared(p) + OFFSET));
      into.addMean(ImageMeasure.COARSE_DETAIL, coarse / (finest + OFFSET));
      into.addMean(ImageMeasure.COARSER_DETAIL, coarser / (coarse + OFFSET));
    }
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
