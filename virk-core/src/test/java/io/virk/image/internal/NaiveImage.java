package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.EnumMap;
import java.util.Map;

/** What {@link ImageMeasure} says, written down pixel by pixel as in its formulas. */
final class NaiveImage {
  private static final double OFFSET = 0.01;

  private final int width;
  private final int height;

  /** [y][x][red, green, blue]. */
  private final int[][][] rgb;

  /** Luma x 1000, and luma. */
  private final int[][] exact;

  private final double[][] luma;

  NaiveImage(Frame frame) {
    width = frame.width();
    height = frame.height();
    rgb = new int[height][width][3];
    exact = new int[height][width];
    luma = new double[height][width];
    PixelFormat format = frame.format();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = frame.offset() + y * frame.rowStride() + x * format.samplesPerPixel();
        rgb[y][x][0] = frame.pixels()[at + format.red()] & 0xff;
        rgb[y][x][1] = frame.pixels()[at + format.green()] & 0xff;
        rgb[y][x][2] = frame.pixels()[at + format.blue()] & 0xff;
        exact[y][x] = 299 * rgb[y][x][0] + 587 * rgb[y][x][1] + 114 * rgb[y][x][2];
        luma[y][x] = exact[y][x] / 1000.0;
      }
    }
  }

  /** A number of a pixel. */
  private interface OfPixel {
    double at(int y, int x);
  }

  /** Whether a pixel counts. */
  private interface Which {
    boolean at(int y, int x);
  }

  private double mean(OfPixel number, Which which) {
    double sum = 0;
    int n = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (which.at(y, x)) {
          sum += number.at(y, x);
          n++;
        }
      }
    }
    return sum / n;
  }

  private double mean(OfPixel number) {
    return mean(number, (y, x) -> true);
  }

  private boolean inside(int y, int x) {
    return y > 0 && y < height - 1 && x > 0 && x < width - 1;
  }

  private double interior(OfPixel number) {
    return mean(number, this::inside);
  }

  private static int mirror(int i, int n) {
    return n == 1 ? 0 : i < 0 ? -i : i >= n ? 2 * n - 2 - i : i;
  }

  private static double laplacian(double[][] p, int y, int x) {
    int h = p.length;
    int w = p[0].length;
    return p[mirror(y - 1, h)][x]
        + p[mirror(y + 1, h)][x]
        + p[y][mirror(x - 1, w)]
        + p[y][mirror(x + 1, w)]
        - 4 * p[y][x];
  }

  private static double laplacianVariance(double[][] p) {
    double sum = 0;
    double squares = 0;
    for (int y = 0; y < p.length; y++) {
      for (int x = 0; x < p[0].length; x++) {
        sum += laplacian(p, y, x);
      }
    }
    int n = p.length * p[0].length;
    for (int y = 0; y < p.length; y++) {
      for (int x = 0; x < p[0].length; x++) {
        squares += Math.pow(laplacian(p, y, x) - sum / n, 2);
      }
    }
    return squares / n;
  }

  private static double[][] blocks(double[][] p) {
    double[][] half = new double[p.length / 2][p[0].length / 2];
    for (int y = 0; y < half.length; y++) {
      for (int x = 0; x < half[0].length; x++) {
        half[y][x] =
            (p[2 * y][2 * x] + p[2 * y][2 * x + 1] + p[2 * y + 1][2 * x] + p[2 * y + 1][2 * x + 1])
                / 4;
      }
    }
    return half;
  }

  private double convolved(double[][] kernel, OfPixel plane, int y, int x) {
    double sum = 0;
    for (int j = 0; j < 3; j++) {
      for (int i = 0; i < 3; i++) {
        sum += kernel[j][i] * plane.at(y + j - 1, x + i - 1);
      }
    }
    return sum;
  }

  private double l(int y, int x) {
    return luma[y][x];
  }

  private double response(OfPixel plane, int y, int x) {
    return convolved(new double[][] {{1, -2, 1}, {-2, 4, -2}, {1, -2, 1}}, plane, y, x);
  }

  private double sigma(OfPixel plane, Which which) {
    double mean =
        mean((y, x) -> Math.abs(response(plane, y, x)), (y, x) -> inside(y, x) && which.at(y, x));
    return Double.isNaN(mean) ? 0 : Math.sqrt(Math.PI / 2) * mean / 6;
  }

  private double gradientX(int y, int x) {
    return convolved(new double[][] {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}}, this::l, y, x) / 8;
  }

  private double gradientY(int y, int x) {
    return convolved(new double[][] {{-1, -2, -1}, {0, 0, 0}, {1, 2, 1}}, this::l, y, x) / 8;
  }

  private static double logRatio(double a, double b) {
    return 100 * Math.log((a + OFFSET) / (b + OFFSET));
  }

  private int level(int y, int x) {
    return (exact[y][x] + 500) / 1000;
  }

  private int[] histogram() {
    int[] counts = new int[256];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        counts[level(y, x)]++;
      }
    }
    return counts;
  }

  private double percentile(double share) {
    int[] counts = histogram();
    double wanted = share * (width * height);
    int level = 0;
    double below = 0;
    while (below + counts[level] < wanted || counts[level] == 0) {
      below += counts[level++];
    }
    return Math.max(0, Math.min(255, level - 0.5 + (wanted - below) / counts[level]));
  }

  private double entropy() {
    double sum = 0;
    for (int count : histogram()) {
      double p = (double) count / (width * height);
      sum -= p == 0 ? 0 : p * Math.log(p) / Math.log(2);
    }
    return sum;
  }

  private double channel(int c) {
    return mean((y, x) -> rgb[y][x][c]);
  }

  private int count(int y, int x, int from, int to) {
    int n = 0;
    for (int sample : rgb[y][x]) {
      n += sample >= from && sample <= to ? 1 : 0;
    }
    return n;
  }

  private double blockiness() {
    double[] sum = new double[2];
    int[] n = new int[2];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (x > 0) {
          sum[x % 8 == 0 ? 1 : 0] += Math.abs(l(y, x) - l(y, x - 1));
          n[x % 8 == 0 ? 1 : 0]++;
        }
        if (y > 0) {
          sum[y % 8 == 0 ? 1 : 0] += Math.abs(l(y, x) - l(y - 1, x));
          n[y % 8 == 0 ? 1 : 0]++;
        }
      }
    }
    return n[1] == 0 ? Double.NaN : logRatio(sum[1] / n[1], sum[0] / n[0]);
  }

  private static double lines(double[] means) {
    double[] d = new double[means.length - 2];
    double mean = 0;
    for (int i = 0; i < d.length; i++) {
      d[i] = means[i + 1] - (means[i] + means[i + 2]) / 2;
      mean += d[i] / d.length;
    }
    double squares = 0;
    for (double v : d) {
      squares += (v - mean) * (v - mean) / d.length;
    }
    return Math.sqrt(squares);
  }

  private boolean inTile(int tile, int y, int x) {
    int top = height * (tile / 4) / 4;
    int bottom = height * (tile / 4 + 1) / 4;
    int left = width * (tile % 4) / 4;
    int right = width * (tile % 4 + 1) / 4;
    return y >= top && y < bottom && x >= left && x < right;
  }

  double[] tiles() {
    double[] tiles = new double[32];
    for (int i = 0; i < 16; i++) {
      int tile = i;
      tiles[i] = mean(this::l, (y, x) -> inTile(tile, y, x));
      tiles[16 + i] =
          Math.log(
              mean((y, x) -> Math.pow(laplacian(luma, y, x), 2), (y, x) -> inTile(tile, y, x))
                  + OFFSET);
    }
    return tiles;
  }

  private double ofTiles(double[] tiles, int... which) {
    double sum = 0;
    for (int tile : which) {
      sum += tiles[tile];
    }
    return sum / which.length + 1;
  }

  private double unevenSharpness(double[] tiles) {
    double mean = 0;
    double squares = 0;
    for (int i = 16; i < 32; i++) {
      mean += tiles[i] / 16;
    }
    for (int i = 16; i < 32; i++) {
      squares += Math.pow(tiles[i] - mean, 2) / 16;
    }
    return 100 * Math.sqrt(squares);
  }

  private double flatTiles(double[] tiles) {
    int n = 0;
    for (int i = 0; i < 16; i++) {
      int tile = i;
      double variance =
          mean((y, x) -> Math.pow(l(y, x) - tiles[tile], 2), (y, x) -> inTile(tile, y, x));
      n += variance < 4 ? 1 : 0;
    }
    return n * 100.0 / 16;
  }

  private boolean isImpulse(int y, int x) {
    int c = exact[y][x];
    int[] others = {exact[y - 1][x], exact[y + 1][x], exact[y][x - 1], exact[y][x + 1]};
    boolean up = true;
    boolean down = true;
    for (int other : others) {
      up &= c - other >= 32000;
      down &= other - c >= 32000;
    }
    return up || down;
  }

  Map<ImageMeasure, Double> measured() {
    Map<ImageMeasure, Double> m = new EnumMap<>(ImageMeasure.class);
    for (ImageMeasure measure : ImageMeasure.values()) {
      m.put(measure, Double.NaN);
    }
    double red = channel(0);
    double green = channel(1);
    double blue = channel(2);
    double brightness = mean(this::l);
    m.put(ImageMeasure.RED, red);
    m.put(ImageMeasure.GREEN, green);
    m.put(ImageMeasure.BLUE, blue);
    m.put(ImageMeasure.BRIGHTNESS, brightness);
    m.put(ImageMeasure.CONTRAST, Math.sqrt(mean((y, x) -> Math.pow(l(y, x) - brightness, 2))));
    double sharpness = laplacianVariance(luma);
    m.put(ImageMeasure.SHARPNESS, sharpness);
    if (width > 2 && height > 2) {
      m.put(ImageMeasure.NOISE, sigma(this::l, (y, x) -> true));
    }
    m.put(ImageMeasure.SHADOWS_CLIPPED, mean((y, x) -> 100 * count(y, x, 0, 2) / 3.0));
    m.put(ImageMeasure.HIGHLIGHTS_CLIPPED, mean((y, x) -> 100 * count(y, x, 253, 255) / 3.0));
    m.put(ImageMeasure.DARK_LEVEL, percentile(0.05));
    m.put(ImageMeasure.BRIGHT_LEVEL, percentile(0.95));
    m.put(ImageMeasure.ENTROPY, entropy());
    m.put(
        ImageMeasure.SATURATION,
        mean(
            (y, x) -> {
              int[] p = rgb[y][x];
              return Math.max(p[0], Math.max(p[1], p[2])) - Math.min(p[0], Math.min(p[1], p[2]));
            }));
    m.put(ImageMeasure.WARMTH, 100 * Math.log((red + 1) / (blue + 1)));
    m.put(
        ImageMeasure.TINT,
        100 * (Math.log(green + 1) - (Math.log(red + 1) + Math.log(blue + 1)) / 2));
    if (width >= 8 && height >= 8) {
      putDetails(m, sharpness);
      putTiles(m);
    }
    return m;
  }

  private void putDetails(Map<ImageMeasure, Double> m, double sharpness) {
    double jxx = interior((y, x) -> Math.pow(gradientX(y, x), 2));
    double jyy = interior((y, x) -> Math.pow(gradientY(y, x), 2));
    double jxy = interior((y, x) -> gradientX(y, x) * gradientY(y, x));
    m.put(ImageMeasure.GRADIENT, jxx + jyy);
    m.put(ImageMeasure.DETAIL, sharpness / (jxx + jyy + OFFSET));
    double[][] half = blocks(luma);
    double coarse = laplacianVariance(half);
    m.put(ImageMeasure.COARSE_DETAIL, coarse / (sharpness + OFFSET));
    m.put(ImageMeasure.COARSER_DETAIL, laplacianVariance(blocks(half)) / (coarse + OFFSET));
    m.put(ImageMeasure.EDGE_DIRECTION, 100 * (jxx - jyy) / (jxx + jyy + OFFSET));
    m.put(ImageMeasure.EDGE_DIAGONAL, 200 * jxy / (jxx + jyy + OFFSET));
    long total = 0;
    long pixels = 0;
    for (int y = 0; y < height; y += 4) { // the mean is that of every fourth row
      for (int value : exact[y]) {
        total += value;
        pixels++;
      }
    }
    long sum = total;
    long size = pixels;
    m.put(ImageMeasure.NOISE_IN_SHADOWS, sigma(this::l, (y, x) -> exact[y][x] * size < sum));
    m.put(ImageMeasure.NOISE_IN_HIGHLIGHTS, sigma(this::l, (y, x) -> exact[y][x] * size >= sum));
    double rms = Math.sqrt(interior((y, x) -> Math.pow(response(this::l, y, x) / 6, 2)));
    double size1 = interior((y, x) -> Math.abs(response(this::l, y, x) / 6));
    m.put(ImageMeasure.NOISE_TAIL, logRatio(rms * Math.sqrt(2 / Math.PI), size1));
    double redGreen = sigma((y, x) -> rgb[y][x][0] - rgb[y][x][1], (y, x) -> true);
    double blueGreen = sigma((y, x) -> rgb[y][x][2] - rgb[y][x][1], (y, x) -> true);
    m.put(ImageMeasure.COLOUR_NOISE, (redGreen + blueGreen) / 2);
    m.put(ImageMeasure.IMPULSES, interior((y, x) -> isImpulse(y, x) ? 100 : 0));
    m.put(
        ImageMeasure.FLATNESS,
        mean((y, x) -> level(y, x) == level(y, x - 1) ? 100 : 0, (y, x) -> x > 0));
    m.put(ImageMeasure.BLOCKINESS, blockiness());
    double[] rows = new double[height];
    double[] columns = new double[width];
    for (int i = 0; i < height; i++) {
      int row = i;
      rows[i] = mean(this::l, (y, x) -> y == row);
    }
    for (int i = 0; i < width; i++) {
      int column = i;
      columns[i] = mean(this::l, (y, x) -> x == column);
    }
    m.put(ImageMeasure.ROW_PATTERN, lines(rows));
    m.put(ImageMeasure.COLUMN_PATTERN, lines(columns));
    m.put(
        ImageMeasure.INTERLACING,
        logRatio(
            interior((y, x) -> Math.abs(l(y - 1, x) - 2 * l(y, x) + l(y + 1, x))),
            interior((y, x) -> Math.abs(l(y, x - 1) - 2 * l(y, x) + l(y, x + 1)))));
  }

  private void putTiles(Map<ImageMeasure, Double> m) {
    double[] t = tiles();
    m.put(
        ImageMeasure.VIGNETTING,
        100 * Math.log(ofTiles(t, 0, 3, 12, 15) / ofTiles(t, 5, 6, 9, 10)));
    m.put(
        ImageMeasure.LEFT_RIGHT,
        100
            * Math.log(
                ofTiles(t, 0, 1, 4, 5, 8, 9, 12, 13) / ofTiles(t, 2, 3, 6, 7, 10, 11, 14, 15)));
    m.put(
        ImageMeasure.TOP_BOTTOM,
        100
            * Math.log(
                ofTiles(t, 0, 1, 2, 3, 4, 5, 6, 7) / ofTiles(t, 8, 9, 10, 11, 12, 13, 14, 15)));
    m.put(ImageMeasure.UNEVEN_SHARPNESS, unevenSharpness(t));
    m.put(ImageMeasure.FLAT_TILES, flatTiles(t));
  }
}
