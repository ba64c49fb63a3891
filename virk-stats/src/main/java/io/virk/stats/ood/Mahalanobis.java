package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * Mahalanobis distance to the nearest class mean, with one covariance S for all classes: score =
 * min over classes c of (x - mu_c)' S^-1 (x - mu_c); larger = more out of distribution.
 *
 * <p>A squared distance without unit; for normal data of class c about chi-square with d degrees of
 * freedom. Immutable and thread-safe. Memory: 16 d (d + c) bytes, and once a batch was scored 6 d
 * (d + 2 c) more at most. Cost of a score: d (d / 2 + c) multiplications and a scratch array of d
 * numbers.
 *
 * <p>One observation at a time in double arithmetic; batches in single, as products with a packed
 * triangle, many times faster and within about 1e-4 of it. Where the covariance is so ill
 * conditioned that single precision would cost more, or a vector so far out that it overflows,
 * batches are computed in double too.
 *
 * <p>Source: K. Lee et al., <i>A simple unified framework for detecting out-of-distribution samples
 * and adversarial attacks</i>, NeurIPS (2018), arXiv:1807.03888 (there negated).
 */
public final class Mahalanobis {
  /** Of the format of {@link #toBytes}. */
  private static final byte VERSION = 1;

  private final int d;
  private final int classes;
  private final double[] means;
  private final double[] covariance;

  /** Lower triangle L of covariance = L L', [d x d] row-major. */
  private final double[] lower;

  /** Subtracted from every vector first, so that a common offset costs no digits. */
  private final double[] centre;

  /** L^-1 (mu_c - centre), [classes x d] row-major. */
  private final double[] whitenedMeans;

  /** Made by the first batch; null until then and where it would be too inaccurate. */
  private volatile Whitener whitener;

  private volatile boolean singlePrecision = true;

  private Mahalanobis(double[] means, int classes, int d, double[] covariance) {
    this.d = d;
    this.classes = classes;
    this.means = means;
    this.covariance = covariance;
    this.lower = cholesky(covariance, d);
    this.centre = new double[d];
    for (int c = 0; c < classes; c++) {
      for (int k = 0; k < d; k++) {
        centre[k] += means[c * d + k] / classes;
      }
    }
    this.whitenedMeans = new double[classes * d];
    double[] mean = new double[d];
    for (int c = 0; c < classes; c++) {
      for (int k = 0; k < d; k++) {
        mean[k] = means[c * d + k] - centre[k];
      }
      whiten(mean);
      System.arraycopy(mean, 0, whitenedMeans, c * d, d);
    }
  }

  /**
   * Fits class means and the covariance within classes.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   * @param labels n of them, each 0 to classes - 1, every class at least once. Not modified.
   * @param classes 1 or more
   * @param options of the covariance
   * @throws IllegalArgumentException if an argument is not as said above, or if the covariance is
   *     singular, as it is without ridge and shrinkage for n &lt; d + classes
   */
  public static Mahalanobis fit(
      float[] x, int n, int d, int[] labels, int classes, CovarianceOptions options) {
    Checks.matrix(x, n, d, "x");
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = x[i];
    }
    return fit(wide, n, d, labels, classes, options);
  }

  /**
   * Fits class means and the covariance within classes.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   * @param labels n of them, each 0 to classes - 1, every class at least once. Not modified.
   * @param classes 1 or more
   * @param options of the covariance
   * @throws IllegalArgumentException if an argument is not as said above, or if the covariance is
   *     singular, as it is without ridge and shrinkage for n &lt; d + classes
   */
  public static Mahalanobis fit(
      double[] x, int n, int d, int[] labels, int classes, CovarianceOptions options) {
    Checks.matrix(x, n, d, "x");
    Objects.requireNonNull(labels, "labels");
    Checks.atLeast(classes, 1, "classes");
    Objects.requireNonNull(options, "options");
    if (labels.length != n) {
      throw rejected("labels.length", labels.length, "n " + n);
    }
    WithinClasses fitted = WithinClasses.fit(x, n, d, labels, classes, options);
    return new Mahalanobis(fitted.means(), classes, d, fitted.covariance());
  }

  /**
   * From what {@link #means()} and {@link #covariance()} gave, or any estimate of one's own.
   *
   * @param means [classes x d] row-major, finite. Not modified.
   * @param classes 1 or more
   * @param d 1 or more
   * @param covariance [d x d] row-major, finite, symmetric, positive definite. Not modified.
   */
  public static Mahalanobis of(double[] means, int classes, int d, double[] covariance) {
    Checks.matrix(means, classes, d, "means");
    Checks.matrix(covariance, d, d, "covariance");
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        if (covariance[i * d + j] != covariance[j * d + i]) {
          throw rejected(
              "covariance[" + i + ", " + j + "]",
              covariance[i * d + j],
              "symmetric: " + covariance[j * d + i]);
        }
      }
    }
    return new Mahalanobis(means.clone(), classes, d, covariance.clone());
  }

  /**
   * Squared distance to the nearest class mean.
   *
   * @param x d numbers, finite. Not modified.
   * @return 0 or more
   */
  public double score(float[] x) {
    Checks.matrix(x, 1, d, "x");
    double[] z = new double[d];
    for (int k = 0; k < d; k++) {
      z[k] = x[k] - centre[k];
    }
    return nearest(z);
  }

  /**
   * Squared distance to the nearest class mean.
   *
   * @param x d numbers, finite. Not modified.
   * @return 0 or more
   */
  public double score(double[] x) {
    Checks.matrix(x, 1, d, "x");
    double[] z = new double[d];
    for (int k = 0; k < d; k++) {
      z[k] = x[k] - centre[k];
    }
    return nearest(z);
  }

  /**
   * Squared distance to each class mean.
   *
   * @param x d numbers, finite. Not modified.
   * @return one per class, 0 or more
   */
  public double[] squaredDistances(double[] x) {
    Checks.matrix(x, 1, d, "x");
    double[] z = new double[d];
    for (int k = 0; k < d; k++) {
      z[k] = x[k] - centre[k];
    }
    whiten(z);
    double[] distances = new double[classes];
    for (int c = 0; c < classes; c++) {
      distances[c] = squaredDistance(z, c);
    }
    return distances;
  }

  /**
   * Squared distances to the nearest class mean.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @return n scores, 0 or more
   */
  public double[] scores(float[] x, int n) {
    double[] scores = new double[Math.max(0, n)];
    scores(x, n, scores, new Workspace());
    return scores;
  }

  /**
   * Squared distances to the nearest class mean, without allocation.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param scores the first n are written. Modified.
   * @param workspace of this thread
   */
  public void scores(float[] x, int n, double[] scores, Workspace workspace) {
    BatchChecks.batch(x, n, d, scores, workspace);
    checkedScores(x, n, scores, workspace);
  }

  /** Of an array that may be longer than n rows and is known to be finite. */
  void checkedScores(float[] x, int n, double[] scores, Workspace workspace) {
    Whitener fast = whitener();
    if (fast != null && fast.nearest(x, n, scores, workspace)) {
      return;
    }
    double[] z = workspace.wide(d);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        z[k] = x[i * d + k] - centre[k];
      }
      scores[i] = nearest(z);
    }
  }

  /** Two threads may both make one; they are alike. */
  private Whitener whitener() {
    Whitener made = whitener;
    if (made == null && singlePrecision) {
      made = Whitener.of(centre, lower, covariance, whitenedMeans, classes, d);
      whitener = made;
      singlePrecision = made != null;
    }
    return made;
  }

  /**
   * The model as bytes, for {@link #fromBytes}: 8 d (c + (d + 1) / 2) and 22 more.
   *
   * @throws IllegalStateException if that is more than an array can hold
   */
  public byte[] toBytes() {
    long triangle = (long) d * (d + 1) / 2;
    ModelWriter writer =
        new ModelWriter(ModelKind.MAHALANOBIS, VERSION, 8 + 8 * ((long) classes * d + triangle));
    writer.put(d).put(classes).put(means);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        writer.put(covariance[i * d + j]);
      }
    }
    return writer.finish();
  }

  /**
   * The model that {@link #toBytes} wrote; it gives the same scores to the last digit.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if the bytes are cut short, damaged, of something else, of a
   *     later format, or make no model
   */
  public static Mahalanobis fromBytes(byte[] bytes) {
    ModelReader reader = new ModelReader(bytes, ModelKind.MAHALANOBIS, VERSION);
    int d = reader.count("d", 1, 46_340);
    int classes = reader.count("classes", 1, Integer.MAX_VALUE);
    double[] means = reader.doubles("means", (long) classes * d);
    double[] triangle = reader.doubles("covariance", (long) d * (d + 1) / 2);
    reader.finish();
    double[] covariance = new double[d * d];
    int next = 0;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        covariance[i * d + j] = triangle[next];
        covariance[j * d + i] = triangle[next++];
      }
    }
    Checks.matrix(means, classes, d, "means");
    Checks.matrix(covariance, d, d, "covariance");
    return new Mahalanobis(means, classes, d, covariance);
  }

  /** Number of dimensions. */
  public int dimension() {
    return d;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** The class means, [classes x d] row-major; a copy. */
  public double[] means() {
    return means.clone();
  }

  /** The covariance with shrinkage and ridge, [d x d] row-major; a copy. */
  public double[] covariance() {
    return covariance.clone();
  }

  /** Natural logarithm of the determinant of the covariance. */
  public double logDeterminant() {
    double sum = 0;
    for (int k = 0; k < d; k++) {
      sum += Math.log(lower[k * d + k]);
    }
    return 2 * sum;
  }

  private double nearest(double[] centred) {
    whiten(centred);
    double nearest = Double.POSITIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      nearest = Math.min(nearest, squaredDistance(centred, c));
    }
    return nearest;
  }

  private double squaredDistance(double[] z, int c) {
    double sum = 0;
    for (int k = 0; k < d; k++) {
      double difference = z[k] - whitenedMeans[c * d + k];
      sum += difference * difference;
    }
    return sum;
  }

  /** z := L^-1 z, by forward substitution. */
  private void whiten(double[] z) {
    for (int i = 0; i < d; i++) {
      int row = i * d;
      // four sums, so that no addition waits for the one before
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int k = 0;
      for (; k <= i - 4; k += 4) {
        s0 += lower[row + k] * z[k];
        s1 += lower[row + k + 1] * z[k + 1];
        s2 += lower[row + k + 2] * z[k + 2];
        s3 += lower[row + k + 3] * z[k + 3];
      }
      for (; k < i; k++) {
        s0 += lower[row + k] * z[k];
      }
      z[i] = (z[i] - ((s0 + s1) + (s2 + s3))) / lower[row + i];
    }
  }

  /** Lower triangle; rejects a matrix that is singular to the last digits. */
  private static double[] cholesky(double[] covariance, int d) {
    DMatrixRMaj matrix = new DMatrixRMaj(d, d, true, covariance.clone());
    CholeskyDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.chol(d, true);
    boolean positive = decomposition.decompose(matrix);
    double[] lower = positive ? decomposition.getT(null).getData() : new double[d * d];
    for (int k = 0; k < d; k++) {
      // the share of the variance of dimension k that the dimensions before it do not explain
      double unexplained = lower[k * d + k] * lower[k * d + k] / covariance[k * d + k];
      if (!(unexplained > 4 * d * Math.ulp(1.0))) {
        throw rejected(
            "covariance",
            "singular in dimension " + k,
            "positive definite: add shrinkage, a ridge, or more vectors");
      }
    }
    return lower;
  }
}
