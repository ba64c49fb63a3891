package io.virk.stats.ood;

import io.virk.stats.internal.Checks;
import io.virk.stats.ood.CovarianceOptions.Divisor;

/**
 * Relative Mahalanobis distance: that to the nearest class mean under the covariance within
 * classes, less that to the mean of all under the covariance of all; larger = more out of
 * distribution. What is far in directions that all data vary in counts less. The covariance of all
 * is divided by N, whatever the divisor of the other.
 *
 * <p>A difference of squared distances, without unit, of either sign. Immutable and thread-safe.
 * Memory and cost: twice those of {@link Mahalanobis}.
 *
 * <p>Source: J. Ren et al., <i>A simple fix to Mahalanobis distance for improving near-OOD
 * detection</i>, arXiv:2106.09022 (2021) (there negated).
 */
public final class RelativeMahalanobis {
  private static final byte VERSION = 1;

  private final Mahalanobis tied;
  private final Mahalanobis background;

  private RelativeMahalanobis(Mahalanobis tied, Mahalanobis background) {
    this.tied = tied;
    this.background = background;
  }

  /**
   * Fits both covariances.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   * @param labels n of them, each 0 to classes - 1, every class at least once. Not modified.
   * @param classes 1 or more
   * @param options of both covariances, but for the divisor of that of all, which is N
   * @throws IllegalArgumentException if an argument is not as said above, or if a covariance is
   *     singular
   */
  public static RelativeMahalanobis fit(
      double[] x, int n, int d, int[] labels, int classes, CovarianceOptions options) {
    Mahalanobis tied = Mahalanobis.fit(x, n, d, labels, classes, options);
    Mahalanobis background =
        Mahalanobis.fit(x, n, d, new int[n], 1, options.withDivisor(Divisor.N));
    return new RelativeMahalanobis(tied, background);
  }

  /**
   * Fits both covariances.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   * @param labels n of them, each 0 to classes - 1, every class at least once. Not modified.
   * @param classes 1 or more
   * @param options of both covariances, but for the divisor of that of all, which is N
   * @throws IllegalArgumentException if an argument is not as said above, or if a covariance is
   *     singular
   */
  public static RelativeMahalanobis fit(
      float[] x, int n, int d, int[] labels, int classes, CovarianceOptions options) {
    return fit(BatchChecks.widen(x, n, d, "x"), n, d, labels, classes, options);
  }

  /**
   * The relative distance.
   *
   * @param x d numbers, finite. Not modified.
   */
  public double score(float[] x) {
    return tied.score(x) - background.score(x);
  }

  /**
   * The relative distance.
   *
   * @param x d numbers, finite. Not modified.
   */
  public double score(double[] x) {
    return tied.score(x) - background.score(x);
  }

  /**
   * The relative distances of n observations; see {@link Mahalanobis} for their accuracy.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   */
  public double[] scores(float[] x, int n) {
    double[] scores = new double[Math.max(0, n)];
    scores(x, n, scores, new Workspace());
    return scores;
  }

  /**
   * The relative distances of n observations, without allocation.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param scores the first n are written. Modified.
   * @param workspace of this thread
   */
  public void scores(float[] x, int n, double[] scores, Workspace workspace) {
    tied.scores(x, n, scores, workspace);
    double[] others = workspace.partial(n);
    background.scores(x, n, others, workspace);
    for (int i = 0; i < n; i++) {
      scores[i] -= others[i];
    }
  }

  /** The distance to the nearest class mean. */
  public Mahalanobis tied() {
    return tied;
  }

  /** The distance to the mean of all. */
  public Mahalanobis background() {
    return background;
  }

  /** The model as bytes, for {@link #fromBytes}: those of both its parts and 22 more. */
  public byte[] toBytes() {
    byte[] first = tied.toBytes();
    byte[] second = background.toBytes();
    return new ModelWriter(ModelKind.RELATIVE, VERSION, 8L + first.length + second.length)
        .put(first)
        .put(second)
        .finish();
  }

  /**
   * The model that {@link #toBytes} wrote; it gives the same scores to the last digit.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if the bytes are cut short, damaged, of something else, of a
   *     later format, or make no model
   */
  public static RelativeMahalanobis fromBytes(byte[] bytes) {
    ModelReader reader = new ModelReader(bytes, ModelKind.RELATIVE, VERSION);
    Mahalanobis tied = Mahalanobis.fromBytes(reader.model("tied"));
    Mahalanobis background = Mahalanobis.fromBytes(reader.model("background"));
    reader.finish();
    if (background.classes() != 1 || background.dimension() != tied.dimension()) {
      throw Checks.rejected(
          "background",
          background.classes() + " classes of dimension " + background.dimension(),
          "1 class of dimension " + tied.dimension());
    }
    return new RelativeMahalanobis(tied, background);
  }
}
