package io.virk.cause.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The few directions of an embedding in which causes move it most, so that a signature can have a
 * part of the embedding, however long that is. Along each the baseline's embeddings scatter by one,
 * and none with another: the first principal components of all mean shifts, whitened, each shift
 * drawn in to a length below one, so that the gravest do not take all. Immutable, thread-safe.
 */
public final class CauseDirections {
  /** Directions at most: with 8 a little less is named, with 16 and 32 no more. */
  public static final int MOST = 12;

  private final float[][] directions;
  private final List<String> columns;

  /**
   * Takes directions.
   *
   * @param directions [1 .. 12][d], finite. Copied.
   */
  public CauseDirections(float[][] directions) {
    if (directions.length == 0 || directions.length > MOST || directions[0].length == 0) {
      throw new IllegalArgumentException(
          "directions: " + directions.length + " (expected: 1 .. " + MOST + ", of one length)");
    }
    this.directions = Arrays.stream(directions).map(float[]::clone).toArray(float[][]::new);
    for (float[] direction : this.directions) {
      for (float v : direction) {
        if (!Float.isFinite(v) || direction.length != directions[0].length) {
          throw new IllegalArgumentException(
              "directions: " + v + " of " + direction.length + " (expected: finite, one length)");
        }
      }
    }
    String name = String.format(Locale.ROOT, "embedding-%08x-", Arrays.deepHashCode(directions));
    columns = IntStream.range(0, directions.length).mapToObj(k -> name + k).toList();
  }

  /**
   * Finds them. Cost: a product with the precision for each shift, and the cube of their number.
   *
   * @param shifts mean shifts of the embedding, [n][d]. Not modified.
   * @param precision gives a vector times the inverse covariance of the baseline's embeddings
   * @return empty if no cause moves the embedding
   */
  static Optional<CauseDirections> of(List<double[]> shifts, UnaryOperator<double[]> precision) {
    int n = shifts.size();
    List<double[]> drawnIn = new ArrayList<>();
    List<double[]> times = new ArrayList<>();
    for (double[] shift : shifts) {
      double[] filter = precision.apply(shift.clone());
      double part = 1 / (1 + Math.sqrt(Math.max(0, dot(filter, shift))));
      drawnIn.add(scaled(shift, part));
      times.add(scaled(filter, part));
    }
    double[][] products = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] = dot(times.get(i), drawnIn.get(j));
      }
    }
    float[][] found =
        LargestComponents.of(products, MOST).stream()
            .map(c -> direction(c.vector(), times, c.value()))
            .toArray(float[][]::new);
    return found.length == 0 ? Optional.empty() : Optional.of(new CauseDirections(found));
  }

  private static float[] direction(double[] component, List<double[]> times, double value) {
    double[] sum = new double[times.get(0).length];
    for (int j = 0; j < times.size(); j++) {
      double weight = component[j] / Math.sqrt(value);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += weight * times.get(j)[k];
      }
    }
    float[] direction = new float[sum.length];
    for (int k = 0; k < sum.length; k++) {
      direction[k] = (float) sum[k];
    }
    return direction;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double[] scaled(double[] vector, double by) {
    return Arrays.stream(vector).map(v -> v * by).toArray();
  }

  /** Names of signature columns: those of other directions have others. */
  public List<String> columns() {
    return columns;
  }

  /** Whether a column of a signature is of the embedding. */
  public static boolean isOfEmbedding(String column) {
    return column.startsWith("embedding-");
  }

  /** Of an embedding. */
  public int length() {
    return directions[0].length;
  }

  /** A copy, [n][d]. */
  public float[][] directions() {
    return Arrays.stream(directions).map(float[]::clone).toArray(float[][]::new);
  }

  /**
   * An embedding, or a difference of two, along each direction.
   *
   * @param vector of {@link #length}. Not modified.
   */
  double[] along(float[] vector) {
    double[] along = new double[directions.length];
    for (int k = 0; k < along.length; k++) {
      double sum = 0;
      for (int i = 0; i < vector.length; i++) {
        sum += (double) vector[i] * directions[k][i];
      }
      along[k] = sum;
    }
    return along;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CauseDirections that && Arrays.deepEquals(directions, that.directions);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(directions);
  }
}
