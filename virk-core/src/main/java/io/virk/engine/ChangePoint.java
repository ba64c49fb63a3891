package io.virk.engine;

import java.util.Arrays;

/**
 * With which of some numbers a change of their mean began: the posterior of the change point over
 * all of them and over the time before them (Bayesian change point, Smith 1975,
 * doi:10.1093/biomet/62.2.407), of which an interval is told.
 *
 * <p>The numbers are those of the baseline's mean before the change, up to a small offset; then the
 * mean steps, or goes in a line over some length, to another one. Around it they scatter as a
 * first-order autoregression, of which neither the variance nor the correlation is known: all are
 * summed over, level, offset and variance in closed form. So numbers that resemble their neighbours
 * give a wide interval, and so does a ramp.
 */
final class ChangePoint {
  /** Numbers at most; more are averaged in blocks. */
  private static final int MOST = 128;

  /** Correlations of neighbours that are looked at. */
  private static final double[] CORRELATIONS = {0, 0.3, 0.5, 0.7, 0.85, 0.93};

  /** Lengths of a ramp, in those of the numbers; 0 is a step. */
  private static final double[] RAMPS = {0, 0.125, 0.25, 0.5, 1, 2, 4};

  /** How likely a step is, before the numbers are seen. */
  private static final double STEP = 0.65;

  /** How likely the change began before the numbers, before they are seen. */
  private static final double BEFORE = 0.2;

  /** Points before the numbers at every eighth of their length, up to twice it; and two more. */
  private static final int POINTS_BEFORE = 18;

  /** What lies beyond each end of the interval. */
  private static final double TAIL = 0.03;

  /** Variance of the stream's offset from the baseline, in that of the numbers. */
  private static final double OFFSET = 0.1;

  /** Half the numbers that the baseline's variance is worth. */
  private static final double PRIOR = 1.5;

  private final double[] numbers;

  /** How many more there are, of which nothing is known, in those that there are. */
  private final double beyond;

  private final int[] points;
  private final double[] posterior;

  /** Of all points together, how likely it is a step; the logarithm, as the posterior's. */
  private double step = Double.NEGATIVE_INFINITY;

  /**
   * Where a change began, as places among the numbers.
   *
   * @param earliest -1 if it may have begun before them
   * @param best -1 if it most likely began before them
   * @param latest the last place; each is the number of numbers if it is beyond them
   * @param step how likely it is a step and no ramp, 0 .. 1
   */
  record Interval(int earliest, int best, int latest, double step) {}

  private ChangePoint(double[] numbers, double beyond) {
    this.numbers = numbers;
    this.beyond = beyond;
    int n = numbers.length;
    points = new int[POINTS_BEFORE + n + (beyond > 0 ? 1 : 0)];
    posterior = new double[points.length];
    for (int k = 0; k < POINTS_BEFORE - 2; k++) {
      points[k] = -(n * (k + 1) + 7) / 8;
    }
    points[POINTS_BEFORE - 2] = -4 * n;
    points[POINTS_BEFORE - 1] = -8 * n;
    for (int i = 0; i < points.length - POINTS_BEFORE; i++) {
      points[POINTS_BEFORE + i] = i;
    }
    Arrays.fill(posterior, Double.NEGATIVE_INFINITY);
  }

  /**
   * Locates a change. Cost: some 40 n^2 steps, at most as of {@value #MOST} numbers.
   *
   * @param numbers in the order of time, at least one, in standard deviations of the baseline from
   *     its mean. Not modified.
   * @param beyond how many more there are in which it may have begun, in those that there are; 0 if
   *     these are all
   * @return the interval
   */
  static Interval locate(double[] numbers, double beyond) {
    int n = numbers.length;
    int block = (n + MOST - 1) / MOST;
    if (block == 1) {
      return new ChangePoint(numbers, beyond).interval();
    }
    int blocks = n / block; // the last ones are left out
    double[] means = new double[blocks];
    for (int i = 0; i < blocks * block; i++) {
      means[i / block] += numbers[i] / block;
    }
    Interval found = new ChangePoint(means, beyond).interval();
    int earliest = found.earliest() * block - block + 1; // it mixes before and after
    return new Interval(
        found.earliest() < 0 ? -1 : Math.max(0, earliest),
        found.best() < 0 ? -1 : found.best() * block,
        found.latest() >= blocks - 1 && beyond == 0
            ? n - 1
            : Math.min(n, found.latest() * block + block - 1),
        found.step());
  }

  private Interval interval() {
    for (double correlation : CORRELATIONS) {
      add(correlation);
    }
    double all = Double.NEGATIVE_INFINITY;
    for (double log : posterior) {
      all = sum(all, log);
    }
    double below = 0;
    for (int k = 0; k < POINTS_BEFORE; k++) {
      below += Math.exp(posterior[k] - all);
    }
    boolean open = below > TAIL;
    int earliest = -1;
    int best = 0;
    int latest = 0;
    boolean before = below > 0.5;
    for (int i = 0; i < points.length - POINTS_BEFORE; i++) {
      double own = posterior[POINTS_BEFORE + i];
      if (below < 1 - TAIL) {
        latest = i;
      }
      below += Math.exp(own - all);
      if (!open && earliest < 0 && below > TAIL) {
        earliest = i;
      }
      if (own > posterior[POINTS_BEFORE + best]) {
        best = i;
      }
    }
    best = Math.max(Math.max(0, earliest), Math.min(best, latest));
    return new Interval(
        open ? -1 : earliest, before ? -1 : best, latest, Math.min(1, Math.exp(step - all)));
  }

  /** Adds what the numbers say if their neighbours are correlated so. */
  private void add(double correlation) {
    int n = numbers.length;
    double scale = 1 / Math.sqrt(1 - correlation * correlation);
    double one = (1 - correlation) * scale; // of the offset, but for the first number
    double[] whitened = new double[n];
    double squares = 0;
    double offsets = 0;
    double alongOffset = 0;
    for (int t = 0; t < n; t++) {
      whitened[t] = t == 0 ? numbers[0] : (numbers[t] - correlation * numbers[t - 1]) * scale;
      double w = t == 0 ? 1 : one;
      squares += whitened[t] * whitened[t];
      offsets += w * w;
      alongOffset += w * whitened[t];
    }
    double level = level();
    for (double ramp : RAMPS) {
      double length = Math.max(1, ramp * n);
      double prior = Math.log(ramp == 0 ? STEP : (1 - STEP) / (RAMPS.length - 1));
      double first = 0; // a step before the numbers is the same wherever it is
      for (int k = 0; k < points.length; k++) {
        boolean known = k > 0 && k < POINTS_BEFORE && ramp == 0;
        if (!known) {
          double shapes = 0;
          double both = 0;
          double alongShape = 0;
          double previous = 0;
          for (int t = Math.max(0, points[k]); t < n; t++) {
            double shape = Math.min(1, (t - points[k] + 1) / length);
            double x = t == 0 ? shape : (shape - correlation * previous) * scale;
            previous = shape;
            shapes += x * x;
            both += x * (t == 0 ? 1 : one);
            alongShape += x * whitened[t];
          }
          double a = offsets + 1 / OFFSET;
          double b = shapes + 1 / level;
          double determinant = a * b - both * both;
          double explained =
              (b * alongOffset * alongOffset
                      - 2 * both * alongOffset * alongShape
                      + a * alongShape * alongShape)
                  / determinant;
          double left = Math.max(0, squares - explained);
          first =
              (n - 1) * Math.log(scale)
                  - Math.log(determinant * level) / 2
                  - (PRIOR + n / 2.0) * Math.log(PRIOR + left / 2);
        }
        double rows = points[k] < n ? 1 : beyond * n;
        double place =
            k < POINTS_BEFORE ? BEFORE / POINTS_BEFORE : (1 - BEFORE) * rows / (n + beyond * n);
        double log = first + prior + Math.log(place);
        posterior[k] = sum(posterior[k], log);
        step = ramp == 0 ? sum(step, log) : step;
      }
    }
  }

  /** How large a change may be: variance of the new level, in that of the numbers. */
  private double level() {
    int last = Math.max(1, numbers.length / 4);
    double sum = 0;
    for (int i = numbers.length - last; i < numbers.length; i++) {
      sum += numbers[i];
    }
    return Math.max(4, sum / last * (sum / last));
  }

  /** The logarithm of a sum, of logarithms. */
  private static double sum(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
  }
}
