package io.virk.stats.ood;

import io.virk.stats.internal.Checks;

/**
 * Mahalanobis++: {@link Mahalanobis} on vectors scaled to Euclidean length 1, which lets the shared
 * covariance fit where the lengths of features differ between classes. Larger = more out of
 * distribution. A zero vector stays at the origin.
 *
 * <p>A squared distance without unit. Immutable and thread-safe. Memory and cost: those of {@link
 * Mahalanobis}, and a copy of what is scored.
 *
 * <p>Source: M. Mueller and M. Hein, <i>Mahalanobis++: improving OOD detection via feature
 * normalization</i>, ICML (2025), arXiv:2505.18032.
 */
public final class MahalanobisPlusPlus {
  private static final byte VERSION = 1;

  private final Mahalanobis model;

  private MahalanobisPlusPlus(Mahalanobis model) {
    this.model = model;
  }

  /**
   * Fits class means and the covariance within classes of the scaled vectors.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   * @param labels n of them, each 0 to classes - 1, every class at least once. Not modified.
   * @param classes 1 or more
   * @param options of the covariance
   * @throws IllegalArgumentException if an argument is not as said above, or if the covariance is
   *     singular
   */
  public static MahalanobisPlusPlus fit(
      double[] x, int n, int d, int[] labels, int classes, CovarianceOptions options) {
    Checks.matrix(x, n, d, "x");
    double[] unit = Normalization.rows(x, n, d);
    return new MahalanobisPlusPlus(Mahalanobis.fit(unit, n, d, labels, classes, options));
  }

  /**
   * Fits class means and the covariance within classes of the scaled vectors.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   * @param labels n of them, each 0 to classes - 1, every class at least once. Not modified.
   * @param classes 1 or more
   * @param options of the covariance
   * @throws IllegalArgumentException if an argument is not as said above, or if the covariance is
   *     singular
   */
  public static MahalanobisPlusPlus fit(
      float[] x, int n, int d, int[] labels, int classes, CovarianceOptions options) {
    return fit(BatchChecks.widen(x, n, d, "x"), n, d, labels, classes, options);
  }

  /**
   * Squared distance to the nearest class mean.
   *
   * @param x d numbers, finite. Not modified.
   * @return 0 or more
   */
  public double score(float[] x) {
    return score(BatchChecks.widen(x, 1, model.dimension(), "x"));
  }

  /**
   * Squared distance to the nearest class mean.
   *
   * @param x d numbers, finite. Not modified.
   * @return 0 or more
   */
  public double score(double[] x) {
    Checks.matrix(x, 1, model.dimension(), "x");
    return model.score(Normalization.rows(x, 1, x.length));
  }

  /**
   * Squared distances to the nearest class mean; see {@link Mahalanobis} for their accuracy.
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
    int d = model.dimension();
    BatchChecks.batch(x, n, d, scores, workspace);
    float[] unit = workspace.unit(x.length);
    for (int i = 0; i < n; i++) {
      Normalization.row(x, i * d, unit, i * d, d);
    }
    model.checkedScores(unit, n, scores, workspace);
  }

  /** The distance of vectors that have length 1 already. */
  public Mahalanobis ofUnitVectors() {
    return model;
  }

  /** The model as bytes, for {@link #fromBytes}: those of the inner model and 18 more. */
  public byte[] toBytes() {
    byte[] inner = model.toBytes();
    return new ModelWriter(ModelKind.PLUS_PLUS, VERSION, 4L + inner.length).put(inner).finish();
  }

  /**
   * The model that {@link #toBytes} wrote; it gives the same scores to the last digit.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if the bytes are cut short, damaged, of something else, of a
   *     later format, or make no model
   */
  public static MahalanobisPlusPlus fromBytes(byte[] bytes) {
    ModelReader reader = new ModelReader(bytes, ModelKind.PLUS_PLUS, VERSION);
    Mahalanobis model = Mahalanobis.fromBytes(reader.model("model"));
    reader.finish();
    return new MahalanobisPlusPlus(model);
  }
}
