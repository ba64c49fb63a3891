package io.virk.image.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * By how much one picture is shifted against another: the phase correlation of Kuglin and Hines
 * (1975); for rotation and zoom, of their spectra on a log-polar grid (Reddy and Chatterji 1996,
 * doi:10.1109/83.506761). On a square of n x n cells, n a power of two. Cost: two transforms and
 * one back for each. Not thread-safe.
 */
final class PhaseCorrelation {
  /** The finest waves say nothing: a Gaussian low-pass, standard deviation as a share of n. */
  private static final double PASSED = 0.2;

  /** Share of a side over which a picture fades out at each border. */
  private static final double FADE = 0.15;

  /** Of the log-polar grid, in waves. */
  private static final double LEAST_RADIUS = 2.5;

  private static final double TINY = 1e-12;

  private final int n;
  private final Fourier fourier;
  private final double[] passed;

  /** A transform. */
  record Spectrum(double[] re, double[] im) {}

  /**
   * A shift that fits.
   *
   * @param right cells
   * @param down cells
   * @param height of the peak
   */
  record Peak(double right, double down, double height) {}

  /**
   * Prepares.
   *
   * @param n a power of two, at least the longer side of all planes
   */
  PhaseCorrelation(int n) {
    this.n = n;
    fourier = new Fourier(n);
    passed = new double[n];
    double sigma = PASSED * n;
    for (int i = 0; i < n; i++) {
      double wave = Math.min(i, n - i) / sigma;
      passed[i] = Math.exp(-0.5 * wave * wave);
    }
  }

  /** The spectrum of a plane that fades out at its borders. */
  Spectrum spectrum(LumaPlane plane) {
    double[] re = new double[n * n];
    double[] across = fading(plane.columns());
    double[] along = fading(plane.rows());
    for (int y = 0; y < plane.rows(); y++) {
      for (int x = 0; x < plane.columns(); x++) {
        re[y * n + x] = plane.values()[y * plane.columns() + x] * across[x] * along[y];
      }
    }
    return transformed(re);
  }

  private Spectrum transformed(double[] re) {
    double[] im = new double[n * n];
    fourier.transform(re, im);
    return new Spectrum(re, im);
  }

  /** 1 in the middle, half a cosine at the ends. */
  private static double[] fading(int length) {
    double[] window = new double[length];
    double width = Math.max(1, FADE * length);
    for (int i = 0; i < length; i++) {
      double edge = Math.min(i + 0.5, length - i - 0.5);
      window[i] = edge >= width ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * edge / width);
    }
    return window;
  }

  /**
   * The shifts that take the first picture to the second, the best first.
   *
   * @param most how many
   */
  List<Peak> shifts(Spectrum first, Spectrum second, int most) {
    double[] re = new double[n * n];
    double[] im = new double[n * n];
    for (int v = 0; v < n; v++) {
      for (int u = 0; u < n; u++) {
        int i = v * n + u;
        double r = second.re[i] * first.re[i] + second.im[i] * first.im[i];
        double m = second.im[i] * first.re[i] - second.re[i] * first.im[i];
        double weight = passed[u] * passed[v] / (Math.hypot(r, m) + TINY);
        re[i] = r * weight;
        im[i] = m * weight;
      }
    }
    fourier.back(re, im);
    return peaks(re, most);
  }

  private List<Peak> peaks(double[] surface, int most) {
    List<Peak> peaks = new ArrayList<>();
    double[] left = surface.clone();
    int apart = Math.max(2, n / 32);
    for (int p = 0; p < most; p++) {
      int best = 0;
      for (int i = 1; i < left.length; i++) {
        best = left[i] > left[best] ? i : best;
      }
      int x = best % n;
      int y = best / n;
      peaks.add(
          new Peak(
              signed(x) + vertex(surface, y, x, 0, 1),
              signed(y) + vertex(surface, y, x, 1, 0),
              surface[best]));
      for (int dy = -apart; dy <= apart; dy++) {
        for (int dx = -apart; dx <= apart; dx++) {
          left[at(y + dy, x + dx)] = Double.NEGATIVE_INFINITY;
        }
      }
    }
    return peaks;
  }

  private int at(int y, int x) {
    return (y & n - 1) * n + (x & n - 1);
  }

  private int signed(int i) {
    return i >= n / 2 ? i - n : i;
  }

  /** Where between its neighbours a parabola has its vertex, -0.5 .. 0.5. */
  private double vertex(double[] surface, int y, int x, int dy, int dx) {
    double before = surface[at(y - dy, x - dx)];
    double here = surface[at(y, x)];
    double after = surface[at(y + dy, x + dx)];
    double bend = before - 2 * here + after;
    return bend < 0 ? Math.max(-0.5, Math.min(0.5, 0.5 * (before - after) / bend)) : 0;
  }

  /**
   * The turns and scales that take the first picture to the second, the best first; each may be
   * half a turn off, for a spectrum does not tell.
   *
   * @return similarities that do not move the centre
   */
  List<Similarity> turns(Spectrum first, Spectrum second, int most) {
    double step = Math.log(n / 2.0 / LEAST_RADIUS) / n;
    List<Similarity> turns = new ArrayList<>();
    for (Peak peak : shifts(logPolar(first, step), logPolar(second, step), most)) {
      double radians = peak.down() * Math.PI / n;
      double scale = Math.exp(-peak.right() * step);
      turns.add(Similarity.of(radians, scale, 0, 0));
    }
    return turns;
  }

  /** The logarithm of the spectrum's size, by angle (half a turn) and logarithm of the radius. */
  private Spectrum logPolar(Spectrum spectrum, double step) {
    double[] size = new double[n * n];
    for (int i = 0; i < size.length; i++) {
      size[i] = Math.log1p(Math.hypot(spectrum.re[i], spectrum.im[i]));
    }
    double[] polar = new double[n * n];
    double sum = 0;
    for (int row = 0; row < n; row++) {
      double cos = Math.cos(Math.PI * row / n);
      double sin = Math.sin(Math.PI * row / n);
      for (int column = 0; column < n; column++) {
        double radius = LEAST_RADIUS * Math.exp(step * column);
        double value = between(size, radius * cos, radius * sin);
        polar[row * n + column] = value;
        sum += value;
      }
    }
    double mean = sum / polar.length;
    double[] fading = fading(n);
    for (int i = 0; i < polar.length; i++) {
      polar[i] = (polar[i] - mean) * fading[i % n]; // angles go round, radii do not
    }
    return transformed(polar);
  }

  private double between(double[] size, double u, double v) {
    int left = (int) Math.floor(u);
    int up = (int) Math.floor(v);
    double x = u - left;
    double y = v - up;
    return (1 - y) * ((1 - x) * size[at(up, left)] + x * size[at(up, left + 1)])
        + y * ((1 - x) * size[at(up + 1, left)] + x * size[at(up + 1, left + 1)]);
  }
}
