package io.virk.detect.internal;

import io.virk.signal.AsinhScale;
import io.virk.signal.KnownChange;
import io.virk.signal.KnownChanges;
import io.virk.stats.Means;
import java.util.Arrays;
import java.util.List;

/**
 * Matched filters for known changes of a mean vector, of one reference. Immutable, thread-safe.
 *
 * <p>Vectors have their tails drawn in ({@link AsinhScale}), and are in standard deviations of the
 * reference, each number at most {@value #MOST} of them: means of such values scatter far less
 * where tails are heavy, and one frame cannot move them by much. Known shifts are of vectors that
 * are drawn in alike, and brought within the same bound. The filter of a change with the mean shift
 * s is S^-1 s, S the shrunk covariance: no other linear combination tells that shift so well from
 * none. What it gives is divided by what it scatters on rows that S was not estimated on, which is
 * more than on its own.
 */
public final class ShiftScan {
  /** Rows of a reference at least. */
  public static final int LEAST_ROWS = 24;

  /**
   * What a log-likelihood ratio must reach. A change that would show by e standard errors reaches
   * it where its filter gives z with e z - e^2 / 2 at least that; so the weight of z is 1 / (LIMIT
   * / e + e / 2). Changes that can hardly be seen, or only be much larger, then cost little of what
   * is allowed. From 7 to 15 it makes no difference.
   */
  private static final double LIMIT = 9;

  /** Beside the severity as it was measured, half of its shift. */
  private static final double HALF = 0.5;

  /** How many times its scatter a squared distance must be above its mean to count as much. */
  private static final double OF_ANY = 10;

  /** A change that is like a known one lies along its shift by this share of its square. */
  private static final double ALIKE = 0.5;

  /** Of a known shift, what a change along it is taken for at most. */
  private static final double LARGEST = 1.5;

  /** Deviations that a number counts at most. */
  private static final float MOST = 2.5f;

  /** Variance that few rows may not have shown, in dimensions to rows. */
  private static final double UNSEEN = 0.25;

  /** Of a filter's own strength, below which the change does not show at all. */
  private static final double LEAST_STRENGTH = 1e-3;

  private static final double LEAST_SEVERITY = 0.5;
  private static final double LARGEST_SEVERITY = 5;

  private final AsinhScale tails;
  private final Standardised scale;
  private final Precision precision;
  private final int dimension;
  private final int rows;
  private final double[] mean;
  private final String[] names;
  private final double[] severities;

  /** Of each change, its filter, divided by what it scatters. */
  private final float[][] filters;

  /** Of each change, what its filter gives of the change itself. */
  private final double[] strengths;

  /** Of each change, the variance that its filter has been divided by the root of. */
  private final double[] scatters;

  /** The mean squared distance of a row that nothing was estimated on. */
  private final double spread;

  private ShiftScan(float[] x, double[] least, KnownChanges known) {
    dimension = least.length;
    rows = x.length / dimension;
    boolean isScaled = known.scale().length() == dimension;
    tails = isScaled ? known.scale() : AsinhScale.none(dimension);
    float[] z = tails.scale(x.clone());
    scale = Standardised.of(z, least);
    scale.applyWithin(z, MOST);
    mean = Means.of(z, rows, new double[dimension]);
    precision = precision(z, rows);
    List<KnownChange> fitting =
        known.all().stream().filter(c -> c.shift().length == dimension).toList();
    int n = fitting.size();
    names = fitting.stream().map(KnownChange::name).toArray(String[]::new);
    severities = fitting.stream().mapToDouble(KnownChange::severity).toArray();
    double[][] shifts = new double[n][];
    Arrays.setAll(shifts, h -> scale.changeWithin(fitting.get(h).scaled(), MOST));
    double[] deviations = new double[n];
    spread = scatter(z, shifts, deviations);
    scatters = Arrays.stream(deviations).map(s -> s * s).toArray();
    filters = new float[n][dimension];
    strengths = new double[n];
    for (int h = 0; h < n; h++) {
      double[] filter = precision.times(shifts[h]);
      double squared = dot(filter, shifts[h]);
      double own = Math.sqrt(Math.max(0, squared));
      boolean shows = own > LEAST_STRENGTH && deviations[h] > 0;
      for (int k = 0; shows && k < dimension; k++) {
        filters[h][k] = (float) (filter[k] / (own * deviations[h]));
      }
      strengths[h] = shows ? own / deviations[h] : 0;
    }
  }

  /**
   * Learns a reference.
   *
   * @param x [n x d] row-major, of {@value #LEAST_ROWS} rows or more; NaN where one is missing. Not
   *     modified, not kept.
   * @param least of each number the smallest deviation that means anything
   * @param known changes; those of another length are passed over
   */
  public static ShiftScan of(float[] x, double[] least, KnownChanges known) {
    return new ShiftScan(x, least, known);
  }

  /** Vectors on the scale of the reference. Modified: the same array. */
  public float[] scaled(float[] x) {
    return scale.applyWithin(tails.scale(x), MOST);
  }

  /** The mean of the reference on its scale, 0 but for what is missing. */
  public double[] mean() {
    return mean;
  }

  /** Rows of the reference. */
  public int rows() {
    return rows;
  }

  /**
   * What filters give on rows that their covariance was not estimated on: of each third by the
   * covariance of the other two.
   *
   * @param z [n x d] standardised
   * @param scatters of each change the standard deviation, at least the mean of all, for one that
   *     is smaller likely is so by chance. Modified.
   * @return the mean squared distance of such a row
   */
  private double scatter(float[] z, double[][] shifts, double[] scatters) {
    CrossFit cross = new CrossFit(rows);
    double squares = 0;
    double[] difference = new double[dimension];
    float[] filter = new float[dimension];
    for (int fold = 0; fold < CrossFit.FOLDS; fold++) {
      float[] others = cross.others(z, dimension, fold);
      int[] held = cross.heldOut(fold);
      int of = others.length / dimension;
      Precision own = precision(others, of);
      double[] centre = Means.of(others, of, new double[dimension]);
      for (int row : held) {
        for (int k = 0; k < dimension; k++) {
          difference[k] = z[row * dimension + k] - centre[k];
        }
        squares += own.squaredLength(difference) / rows;
      }
      for (int h = 0; h < shifts.length; h++) {
        double[] times = own.times(shifts[h]);
        double length = Math.sqrt(Math.max(0, dot(times, shifts[h])));
        for (int k = 0; k < dimension; k++) {
          filter[k] = length > LEAST_STRENGTH ? (float) (times[k] / length) : 0;
        }
        scatters[h] += variance(z, held, filter) * held.length / rows;
      }
    }
    double mean = Arrays.stream(scatters).filter(v -> v > 0).average().orElse(0);
    for (int h = 0; h < scatters.length; h++) {
      scatters[h] = Math.sqrt(scatters[h] > 0 ? Math.max(mean, scatters[h]) : 0);
    }
    return squares;
  }

  private Precision precision(float[] z, int n) {
    return Precision.of(z, n, dimension, UNSEEN * dimension / n);
  }

  private double variance(float[] z, int[] held, float[] filter) {
    double sum = 0;
    double squares = 0;
    for (int row : held) {
      double value = dot(filter, z, row * dimension);
      sum += value;
      squares += value * value;
    }
    int n = held.length;
    return n < 2 ? 0 : Math.max(0, squares - sum * sum / n) / (n - 1);
  }

  private static double dot(float[] a, double[] b) {
    double sum = 0;
    double other = 0;
    int k = 0;
    for (; k + 1 < a.length; k += 2) { // two at once: none waits for the other
      sum += a[k] * b[k];
      other += a[k + 1] * b[k + 1];
    }
    return sum + other + (k < a.length ? a[k] * b[k] : 0);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double dot(float[] filter, float[] z, int from) {
    float a = 0;
    float b = 0;
    int k = 0;
    for (; k + 1 < filter.length; k += 2) { // two at once: none waits for the other
      a += filter[k] * z[from + k];
      b += filter[k + 1] * z[from + k + 1];
    }
    return a + b + (k < filter.length ? filter[k] * z[from + k] : 0);
  }

  /**
   * What fits a change of the mean best.
   *
   * @param statistic larger = further from no change
   * @param distance along the filter, in standard deviations of the reference; of any change, the
   *     whole distance
   * @param change name of the one that fits; empty if none does
   * @param severity that fits, 0.5 .. 5 in steps of a half
   * @param filter its place among the filters; -1 if none fits
   */
  public record Found(
      double statistic, double distance, String change, double severity, int filter) {}

  /**
   * Looks at the change of a mean. A filter's weight falls with the strength of its change, so that
   * a small change is told from none; which of them it is says the log-likelihood ratio, which
   * grows with the change. So a change that any filter gives much of has the name of the one whose
   * shift it is nearest to.
   *
   * @param moved mean of a window less that of the reference, standardised. Not modified.
   * @param independent observations that the difference is worth: 1 / (1 / window + 1 / reference)
   * @param work room for as many. Modified.
   */
  public Found find(double[] moved, double independent, double[] work) {
    double root = Math.sqrt(independent);
    double most = 0;
    double distance = 0;
    int nearest = -1;
    double likeliest = 0;
    double along = 0;
    for (int h = 0; h < filters.length; h++) {
      double found = dot(filters[h], moved);
      if (found > 0) {
        double weighted = found * root / needed(strengths[h] * root);
        if (weighted > most) {
          most = weighted;
          distance = found;
        }
        double share = Math.max(HALF, Math.min(LARGEST, found / strengths[h])) * strengths[h];
        double likelihood = share * (found - share / 2);
        if (likelihood > likeliest) {
          likeliest = likelihood;
          nearest = h;
          along = found;
        }
      }
    }
    double squared = precision.squaredLength(moved, work);
    double ofAny = spread * (1 + OF_ANY * Math.sqrt(2.0 / dimension));
    double any = squared * independent / ofAny;
    double statistic = Math.max(any, most * most);
    double beyond = Math.max(0, squared - spread / independent);
    boolean isAny = any > most * most;
    double far = isAny ? Math.sqrt(beyond) : distance;
    if (nearest < 0 || isAny && ALIKE * beyond > along * along * scatters[nearest]) {
      return new Found(statistic, far, "", 0, -1);
    }
    double severity = Math.round(2 * along / strengths[nearest] * severities[nearest]) / 2.0;
    return new Found(
        statistic,
        far,
        names[nearest],
        Math.max(LEAST_SEVERITY, Math.min(LARGEST_SEVERITY, severity)),
        nearest);
  }

  /**
   * What the filter of a change gives of one vector: its mean is 0 over the reference, its standard
   * deviation about 1.
   *
   * @param z [n x d] row-major, {@link #scaled}. Not modified.
   * @param row of them
   * @param filter as of {@link Found}
   */
  public double along(float[] z, int row, int filter) {
    return dot(filters[filter], z, row * dimension);
  }

  /** What a filter must give, in standard errors, for a change that shows by so many. */
  private static double needed(double expected) {
    double half = HALF * expected;
    return Math.min(LIMIT / expected + expected / 2, LIMIT / half + half / 2);
  }
}
