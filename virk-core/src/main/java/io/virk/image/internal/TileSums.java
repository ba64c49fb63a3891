package io.virk.image.internal;

import java.util.Arrays;

/**
 * Sums the luma, its squares and those of its Laplacian in 4 x 4 tiles, row by row, and what
 * follows of the whole frame: contrast and sharpness. Not thread-safe.
 */
final class TileSums {
  private static final int SIDE = ImageStatistics.TILES;
  private static final int TILES = SIDE * SIDE;
  private static final double UNIT = PixelRow.SCALE;

  /** Luma variance below which a tile shows nothing. */
  private static final double FLAT = 4;

  /** Of which an int holds the sum of the luma. */
  private static final int COLUMNS = 8192;

  private final LaplacianSums laplacian = new LaplacianSums();
  private final double[] sums = new double[TILES];
  private final double[] squares = new double[TILES];
  private final double[] laplacians = new double[TILES];

  private final LaneSum luma = new LaneSum();
  private final SquareSum lumaSquares = new SquareSum();

  /** By column, of the whole frame. */
  private double[] columns = {};

  private int width;
  private int height;
  private int tileRow;
  private int rows;

  /** Whether the squares of the last row are still to be added. */
  private boolean pending;

  void start(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    tileRow = 0;
    rows = 0;
    pending = false;
    if (columns.length < width) {
      columns = new double[width];
    }
    Arrays.fill(columns, 0, width, 0);
    luma.start(width);
    lumaSquares.start(width);
    Arrays.fill(sums, 0);
    Arrays.fill(squares, 0);
    Arrays.fill(laplacians, 0);
    laplacian.start(width);
  }

  /**
   * Adds row y between two others; at a border the one inside stands for both.
   *
   * @return the sum of its luma
   */
  long add(int y, PixelRow above, PixelRow centre, PixelRow below) {
    laplacian.add(y, height, above.luma, centre.luma, below.luma, centre.bend, width);
    long sum = 0;
    for (int x = 0; x < width; x += COLUMNS) {
      sum += add(centre.luma, luma.lanes, x, Math.min(width, x + COLUMNS));
    }
    boolean take = ++rows == LaneSum.ROWS || y + 1 >= edge(tileRow + 1, height);
    if (pending) {
      lumaSquares.add(above.luma, centre.luma, width);
    } else if (take) {
      lumaSquares.add(centre.luma, width);
    }
    pending = !pending && !take;
    if (take) {
      fold();
      rows = 0;
    }
    while (tileRow < SIDE - 1 && y + 1 >= edge(tileRow + 1, height)) {
      tileRow++;
    }
    return sum;
  }

  /** Adds some columns of a row to their sums, and returns the sum of the row. */
  private static int add(int[] row, int[] sums, int from, int to) {
    int sum = 0;
    for (int x = from; x < to; x++) {
      sum += row[x];
      sums[x] += row[x];
    }
    return sum;
  }

  private void fold() {
    for (int x = 0; x < width; x++) {
      columns[x] += luma.lanes[x];
    }
    for (int i = 0; i < SIDE; i++) {
      int from = edge(i, width);
      int to = edge(i + 1, width);
      int tile = tileRow * SIDE + i;
      sums[tile] += luma.take(from, to);
      squares[tile] += lumaSquares.take(from, to);
      laplacians[tile] += laplacian.take(from, to);
    }
  }

  /** Where a tile begins. */
  private static int edge(int tile, int length) {
    return (int) ((long) length * tile / SIDE);
  }

  /** The sum of the luma of all rows. */
  long total() {
    return luma.total();
  }

  /** The sums of the columns of all rows, the array itself. */
  double[] columns() {
    return columns;
  }

  /** Brightness, contrast and sharpness. */
  void measure(ImageStatistics into) {
    long size = (long) width * height;
    long lumaSum = luma.total();
    long mean = lumaSum / size; // whole, so that what is left of the squares is exact
    long deviations = lumaSquares.exactTotal() - 2 * mean * lumaSum + size * mean * mean;
    double rest = (double) (lumaSum - mean * size) / size;
    double variance = (double) deviations / size - rest * rest;
    into.set(ImageMeasure.BRIGHTNESS, (double) lumaSum / size / UNIT);
    into.set(ImageMeasure.CONTRAST, Math.sqrt(Math.max(0, variance)) / UNIT);
    into.set(ImageMeasure.SHARPNESS, laplacian.variance(size) / (UNIT * UNIT));
  }

  /** What differs from tile to tile; of a frame that is large enough. */
  void measureTiles(ImageStatistics into) {
    float[] tiles = into.tilesToFill();
    int flat = 0;
    double logs = 0;
    for (int tile = 0; tile < TILES; tile++) {
      double pixels = pixels(tile);
      double mean = sums[tile] / pixels;
      double variance = (squares[tile] / pixels - mean * mean) / (UNIT * UNIT);
      flat += variance < FLAT ? 1 : 0;
      sums[tile] = mean / UNIT; // from here on the mean
      squares[tile] = Math.log(laplacians[tile] / pixels / (UNIT * UNIT) + ImageAnalyzer.OFFSET);
      logs += squares[tile] / TILES;
      tiles[tile] = (float) sums[tile];
      tiles[TILES + tile] = (float) squares[tile];
    }
    double spread = 0;
    for (double log : squares) {
      spread += (log - logs) * (log - logs) / TILES;
    }
    into.set(ImageMeasure.UNEVEN_SHARPNESS, 100 * Math.sqrt(spread));
    into.set(ImageMeasure.FLAT_TILES, 100.0 * flat / TILES);
    into.set(ImageMeasure.VIGNETTING, ratio(0x9009, 0x0660));
    into.set(ImageMeasure.LEFT_RIGHT, ratio(0x3333, 0xCCCC));
    into.set(ImageMeasure.TOP_BOTTOM, ratio(0x00FF, 0xFF00));
  }

  private double pixels(int tile) {
    int x = tile % SIDE;
    int y = tile / SIDE;
    return (double) (edge(x + 1, width) - edge(x, width)) * (edge(y + 1, height) - edge(y, height));
  }

  /** Of the means of two sets of tiles; bit i of a set is tile i. */
  private double ratio(int of, int to) {
    return 100 * Math.log((mean(of) + 1) / (mean(to) + 1));
  }

  private double mean(int set) {
    double sum = 0;
    for (int tile = 0; tile < TILES; tile++) {
      sum += (set >> tile & 1) * sums[tile];
    }
    return sum / Integer.bitCount(set);
  }
}
