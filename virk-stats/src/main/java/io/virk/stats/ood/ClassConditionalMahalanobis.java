package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Mahalanobis distance to the nearest class, each class c with a covariance S_c of its own: score =
 * min over c of (x - mu_c)' S_c^-1 (x - mu_c); larger = more out of distribution. Needs far more
 * data than {@link Mahalanobis}, whose covariance is shared.
 *
 * <p>A squared distance without unit. Immutable and thread-safe. Memory and cost: c times those of
 * {@link Mahalanobis} with one class.
 *
 * <p>Source: P. C. Mahalanobis, <i>On the generalised distance in statistics</i>, Proc. Natl. Inst.
 * Sci. India 2 (1936).
 */
public final class ClassConditionalMahalanobis {
  private static final byte VERSION = 1;

  private final Mahalanobis[] classes;

  private ClassConditionalMahalanobis(Mahalanobis[] classes) {
    this.classes = classes;
  }

  /**
   * Fits a mean and a covariance per class.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   * @param labels n of them, each 0 to classes - 1, every class at least once. Not modified.
   * @param classes 1 or more
   * @param options of each covariance; N is the number of vectors of the class, and N less the
   *     number of classes is N - 1, for each class is fitted alone
   * @throws IllegalArgumentException if an argument is not as said above, or if the covariance of a
   *     class is singular, as it is without ridge and shrinkage for up to d vectors
   */
  public static ClassConditionalMahalanobis fit(
      double[] x, int n, int d, int[] labels, int classes, CovarianceOptions options) {
    Checks.matrix(x, n, d, "x");
    Objects.requireNonNull(options, "options");
    BatchChecks.labels(labels, n, classes);
    int[] sizes = new int[classes];
    for (int label : labels) {
      sizes[label]++;
    }
    Mahalanobis[] fitted = new Mahalanobis[classes];
    for (int c = 0; c < classes; c++) {
      if (sizes[c] == 0) {
        throw rejected("vectors of class " + c, 0, ">= 1");
      }
      double[] own = new double[sizes[c] * d];
      int next = 0;
      for (int i = 0; i < n; i++) {
        if (labels[i] == c) {
          System.arraycopy(x, i * d, own, next, d);
          next += d;
        }
      }
      fitted[c] = Mahalanobis.fit(own, sizes[c], d, new int[sizes[c]], 1, options);
    }
    return new ClassConditionalMahalanobis(fitted);
  }

  /**
   * Fits a mean and a covariance per class.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   * @param labels n of them, each 0 to classes - 1, every class at least once. Not modified.
   * @param classes 1 or more
   * @param options of each covariance; N is the number of vectors of the class, and N less the
   *     number of classes is N - 1, for each class is fitted alone
   * @throws IllegalArgumentException if an argument is not as said above, or if the covariance of a
   *     class is singular, as it is without ridge and shrinkage for up to d vectors
   */
  public static ClassConditionalMahalanobis fit(
      float[] x, int n, int d, int[] labels, int classes, CovarianceOptions options) {
    return fit(BatchChecks.widen(x, n, d, "x"), n, d, labels, classes, options);
  }

  /**
   * Squared distance to the nearest class.
   *
   * @param x d numbers, finite. Not modified.
   * @return 0 or more
   */
  public double score(float[] x) {
    double nearest = Double.POSITIVE_INFINITY;
    for (Mahalanobis one : classes) {
      nearest = Math.min(nearest, one.score(x));
    }
    return nearest;
  }

  /**
   * Squared distance to the nearest class.
   *
   * @param x d numbers, finite. Not modified.
   * @return 0 or more
   */
  public double score(double[] x) {
    double nearest = Double.POSITIVE_INFINITY;
    for (Mahalanobis one : classes) {
      nearest = Math.min(nearest, one.score(x));
    }
    return nearest;
  }

  /**
   * Squared distances to the nearest class; see {@link Mahalanobis} for their accuracy.
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
   * Squared distances to the nearest class, without allocation.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param scores the first n are written. Modified.
   * @param workspace of this thread
   */
  public void scores(float[] x, int n, double[] scores, Workspace workspace) {
    classes[0].scores(x, n, scores, workspace);
    double[] others = workspace.partial(n);
    for (int c = 1; c < classes.length; c++) {
      classes[c].scores(x, n, others, workspace);
      for (int i = 0; i < n; i++) {
        scores[i] = Math.min(scores[i], others[i]);
      }
    }
  }

  /** The distance to one class alone. */
  public Mahalanobis ofClass(int c) {
    return classes[Objects.checkIndex(c, classes.length)];
  }

  /** Number of classes. */
  public int classes() {
    return classes.length;
  }

  /** Number of dimensions. */
  public int dimension() {
    return classes[0].dimension();
  }

  /** The model as bytes, for {@link #fromBytes}: those of all its classes and a few more. */
  public byte[] toBytes() {
    byte[][] parts = Arrays.stream(classes).map(Mahalanobis::toBytes).toArray(byte[][]::new);
    long length = 4;
    for (byte[] part : parts) {
      length += 4L + part.length;
    }
    ModelWriter writer = new ModelWriter(ModelKind.CLASS_CONDITIONAL, VERSION, length);
    writer.put(parts.length);
    for (byte[] part : parts) {
      writer.put(part);
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
  public static ClassConditionalMahalanobis fromBytes(byte[] bytes) {
    ModelReader reader = new ModelReader(bytes, ModelKind.CLASS_CONDITIONAL, VERSION);
    // a class takes more bytes than one
    Mahalanobis[] classes = new Mahalanobis[reader.count("classes", 1, bytes.length)];
    for (int c = 0; c < classes.length; c++) {
      classes[c] = Mahalanobis.fromBytes(reader.model("class " + c));
      if (classes[c].classes() != 1 || classes[c].dimension() != classes[0].dimension()) {
        throw rejected(
            "class " + c,
            classes[c].classes() + " classes of dimension " + classes[c].dimension(),
            "1 class of dimension " + classes[0].dimension());
      }
    }
    reader.finish();
    return new ClassConditionalMahalanobis(classes);
  }
}
