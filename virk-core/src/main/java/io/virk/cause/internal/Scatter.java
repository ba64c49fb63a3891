package io.virk.cause.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How some columns vary, and vary together: the covariance is what each column does by itself, on
 * the diagonal, and the outer products of two factors. Of few rows no more is known of what hangs
 * together, and no more is needed.
 *
 * @param own variance of each column beside the factors, finite, &ge; 0
 * @param factors [2][columns], finite
 */
public record Scatter(double[] own, double[][] factors) {
  /** Factors: with four and eight no more causes are named than with two. */
  public static final int FACTORS = 2;

  public Scatter {
    if (factors.length != FACTORS) {
      throw new IllegalArgumentException(
          "factors: " + factors.length + " (expected: " + FACTORS + ")");
    }
    for (double[] factor : factors) {
      if (factor.length != own.length) {
        throw new IllegalArgumentException(
            "factors: of " + factor.length + " columns (expected: " + own.length + ")");
      }
    }
  }

  static Scatter none(int columns) {
    return new Scatter(new double[columns], new double[FACTORS][columns]);
  }

  /**
   * The covariance that is the sum of the rows' outer products; on the diagonal it is exact. The
   * factors are the largest components of the correlations, in which no column counts more than
   * another.
   *
   * @param rows [n][columns]. Not modified.
   * @param columns of each
   */
  static Scatter of(double[][] rows, int columns) {
    double[] variance = new double[columns];
    for (double[] row : rows) {
      for (int k = 0; k < columns; k++) {
        variance[k] += row[k] * row[k];
      }
    }
    double[][] factors = factors(rows, variance);
    double[] own = variance;
    for (double[] factor : factors) {
      for (int k = 0; k < columns; k++) {
        own[k] = Math.max(0, own[k] - factor[k] * factor[k]);
      }
    }
    return new Scatter(own, factors);
  }

  private static double[][] factors(double[][] rows, double[] variance) {
    int n = rows.length;
    int columns = variance.length;
    double[] weights = Arrays.stream(variance).map(v -> v > 0 ? 1 / v : 0).toArray();
    double[][] products = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k < columns; k++) {
          products[i][j] += weights[k] * rows[i][k] * rows[j][k];
        }
      }
    }
    List<LargestComponents.Component> largest = LargestComponents.of(products, FACTORS);
    double[][] factors = new double[FACTORS][columns];
    for (int f = 0; f < largest.size(); f++) {
      double[] of = largest.get(f).vector();
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < columns; k++) {
          factors[f][k] += of[i] * rows[i][k];
        }
      }
    }
    return factors;
  }

  /** The variance of a column. */
  double variance(int column) {
    double sum = own[column];
    for (double[] factor : factors) {
      sum += factor[column] * factor[column];
    }
    return sum;
  }

  /**
   * Some of its columns.
   *
   * @param places of each its place among these
   */
  Scatter at(int[] places) {
    return new Scatter(
        at(own, places),
        Arrays.stream(factors).map(factor -> at(factor, places)).toArray(double[][]::new));
  }

  private static double[] at(double[] values, int[] places) {
    return IntStream.of(places).mapToDouble(p -> values[p]).toArray();
  }

  /** Its columns and those of another, which vary by themselves. */
  Scatter and(Scatter other) {
    int first = own.length;
    double[] all = Arrays.copyOf(own, first + other.own.length);
    for (int k = 0; k < other.own.length; k++) {
      all[first + k] = other.variance(k);
    }
    return new Scatter(
        all,
        Arrays.stream(factors).map(f -> Arrays.copyOf(f, all.length)).toArray(double[][]::new));
  }

  /**
   * The mean covariance of some, of the same columns.
   *
   * @param weights as many, above 0
   */
  static Scatter mean(List<Scatter> all, int[] weights) {
    int columns = all.get(0).own.length;
    double total = IntStream.of(weights).sum();
    double[] own = new double[columns];
    double[][] rows = new double[FACTORS * all.size()][columns];
    for (int s = 0; s < weights.length; s++) {
      double share = weights[s] / total;
      for (int k = 0; k < columns; k++) {
        own[k] += share * all.get(s).own[k];
        for (int f = 0; f < FACTORS; f++) {
          rows[FACTORS * s + f][k] = Math.sqrt(share) * all.get(s).factors[f][k];
        }
      }
    }
    return Scatter.of(rows, columns).plus(own);
  }

  /** The same, with more of its own in each column. */
  Scatter plus(double[] variance) {
    double[] sum = own.clone();
    Arrays.setAll(sum, k -> own[k] + variance[k]);
    return new Scatter(sum, factors);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scatter that
        && Arrays.equals(own, that.own)
        && Arrays.deepEquals(factors, that.factors);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(own) + Arrays.deepHashCode(factors);
  }

  @Override
  public String toString() {
    return Arrays.toString(own) + " and " + Arrays.deepToString(factors);
  }
}
