package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import io.virk.stats.internal.ProductKernels;
import io.virk.stats.internal.ProductPanels;

/**
 * Virtual-logit matching (ViM): alpha times the length of the part of a feature vector that lies
 * outside the principal subspace of the training features, less ln(sum of exp(logits)); larger =
 * more out of distribution. The origin is o = -pinv(W) b, the point the last layer W x + b maps
 * nearest to 0; alpha makes the mean length equal to the mean largest logit on the training data.
 *
 * <p>In the unit of the logits. Immutable and thread-safe. Memory: 16 d (k + c) bytes, and about
 * half as much again for the batch form. Cost of a score: d (2 k + c) multiplications; one
 * observation in double, batches in single precision as matrix products. Fitting takes n d min(n,
 * d) multiplications and min(n, d)^3 of an eigenvalue decomposition: minutes for both above 2,000.
 *
 * <p>Source: H. Wang, Z. Li, L. Feng and W. Zhang, <i>ViM: out-of-distribution with virtual-logit
 * matching</i>, CVPR (2022), doi:10.1109/CVPR52688.2022.00487.
 */
public final class VirtualLogit {
  private static final byte VERSION = 1;
  private static final int BLOCK = 64;

  private final ProductKernels kernels = ProductKernels.inUse();
  private final Kernels pairs = Kernels.inUse();
  private final int d;
  private final int principal;
  private final int classes;

  /** [principal x d] row-major: an orthonormal basis of the principal subspace. */
  private final double[] basis;

  /** [classes x d] row-major. */
  private final double[] weights;

  private final double[] bias;
  private final double[] origin;
  private final double alpha;

  private final ProductPanels packedBasis;
  private final ProductPanels packedTranspose;
  private final ProductPanels packedWeights;
  private final float[] originHigh;
  private final float[] originLow;

  /** W o + b: the logits at the origin. */
  private final double[] originLogits;

  private VirtualLogit(
      double[] basis, double[] weights, double[] bias, double[] origin, double alpha) {
    this.d = origin.length;
    this.principal = basis.length / d;
    this.classes = bias.length;
    this.basis = basis;
    this.weights = weights;
    this.bias = bias;
    this.origin = origin;
    this.alpha = alpha;
    float[] narrow = new float[basis.length];
    float[] transpose = new float[basis.length];
    for (int j = 0; j < principal; j++) {
      for (int k = 0; k < d; k++) {
        narrow[j * d + k] = (float) basis[j * d + k];
        transpose[k * principal + j] = narrow[j * d + k];
      }
    }
    packedBasis = kernels.pack(narrow, 0, principal, d);
    packedTranspose = kernels.pack(transpose, 0, d, principal);
    float[] narrowWeights = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      narrowWeights[i] = (float) weights[i];
    }
    packedWeights = kernels.pack(narrowWeights, 0, classes, d);
    originHigh = new float[d];
    originLow = new float[d];
    for (int k = 0; k < d; k++) {
      originHigh[k] = (float) origin[k];
      originLow[k] = (float) (origin[k] - originHigh[k]);
    }
    originLogits = logits(origin);
  }

  /**
   * Fits the principal subspace, the origin and alpha.
   *
   * @param x training features, [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 2 or more
   * @param weights of the last layer, [classes x d] row-major, finite. Not modified.
   * @param bias of the last layer, one per class, finite. Not modified.
   * @param principal dimension of the principal subspace, 1 to d - 1 and at most n; the paper takes
   *     1,000 for d = 2,048, 512 for d = 768 and d / 2 below
   * @throws IllegalArgumentException if an argument is not as said above, or if all features lie in
   *     the principal subspace, so that no alpha makes the residuals as large as the logits
   */
  public static VirtualLogit fit(
      double[] x, int n, int d, double[] weights, double[] bias, int principal) {
    Checks.matrix(x, n, d, "x");
    Checks.allFinite(bias, "bias");
    Checks.matrix(weights, bias.length, d, "weights");
    Checks.atLeast(principal, 1, "principal");
    if (principal >= d || principal > n) {
      throw rejected("principal", principal, "below d " + d + " and at most n " + n);
    }
    double[] origin = PrincipalSubspace.origin(weights, bias, d);
    double[] centred = new double[x.length];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        centred[i * d + k] = x[i * d + k] - origin[k];
      }
    }
    double[] basis = PrincipalSubspace.basis(centred, n, d, principal);
    double residuals = 0;
    double lengths = 0;
    double logits = 0;
    double[] row = new double[d];
    for (int i = 0; i < n; i++) {
      System.arraycopy(centred, i * d, row, 0, d);
      residuals += residual(row, basis);
      System.arraycopy(centred, i * d, row, 0, d);
      lengths += Math.sqrt(dot(row, 0, row, d));
      System.arraycopy(x, i * d, row, 0, d);
      double max = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < bias.length; c++) {
        max = Math.max(max, bias[c] + dot(weights, c * d, row, d));
      }
      logits += max;
    }
    if (!(residuals > 1e-10 * lengths)) {
      throw rejected(
          "mean residual",
          residuals / n,
          "> 0: some features outside the principal subspace; a smaller principal, or more vectors");
    }
    return new VirtualLogit(basis, weights.clone(), bias.clone(), origin, logits / residuals);
  }

  /**
   * Fits the principal subspace, the origin and alpha.
   *
   * @param x training features, [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param d 2 or more
   * @param weights of the last layer, [classes x d] row-major, finite. Not modified.
   * @param bias of the last layer, one per class, finite. Not modified.
   * @param principal dimension of the principal subspace, 1 to d - 1 and at most n
   * @throws IllegalArgumentException as the form for double
   */
  public static VirtualLogit fit(
      float[] x, int n, int d, float[] weights, float[] bias, int principal) {
    double[] wide = BatchChecks.widen(x, n, d, "x");
    Checks.allFinite(bias, "bias");
    double[] wideWeights = BatchChecks.widen(weights, bias.length, d, "weights");
    return fit(wide, n, d, wideWeights, Softmax.widen(bias), principal);
  }

  /**
   * The score of one observation.
   *
   * @param x its features: d numbers, finite. Not modified.
   */
  public double score(float[] x) {
    return score(BatchChecks.widen(x, 1, d, "x"));
  }

  /**
   * The score of one observation.
   *
   * @param x its features: d numbers, finite. Not modified.
   */
  public double score(double[] x) {
    return alpha * residualLength(x) + Energy.of(logits(x), 1);
  }

  /**
   * The length of the part outside the principal subspace.
   *
   * @param x the features: d numbers, finite. Not modified.
   * @return 0 or more, in the unit of the features
   */
  public double residualLength(double[] x) {
    Checks.matrix(x, 1, d, "x");
    double[] row = new double[d];
    for (int k = 0; k < d; k++) {
      row[k] = x[k] - origin[k];
    }
    return residual(row, basis);
  }

  /**
   * The probability that softmax gives to the virtual logit beside the real ones.
   *
   * @param x the features: d numbers, finite. Not modified.
   * @return 0 to 1
   */
  public double virtualProbability(double[] x) {
    double score = score(x);
    return score > 0 ? 1 / (1 + Math.exp(-score)) : Math.exp(score) / (1 + Math.exp(score));
  }

  /**
   * The scores of n observations, within about 1e-4 of the form for one.
   *
   * @param x their features, [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   */
  public double[] scores(float[] x, int n) {
    double[] scores = new double[Math.max(0, n)];
    scores(x, n, scores, new Workspace());
    return scores;
  }

  /**
   * The scores of n observations, without allocation.
   *
   * @param x their features, [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param scores the first n are written. Modified.
   * @param workspace of this thread
   * @throws IllegalArgumentException also if a vector is so far out that single precision overflows
   */
  public void scores(float[] x, int n, double[] scores, Workspace workspace) {
    BatchChecks.batch(x, n, d, scores, workspace);
    int zStride = packedBasis.paddedCount();
    int backStride = packedTranspose.paddedCount();
    int logitStride = packedWeights.paddedCount();
    float[] rows = workspace.rows(BLOCK * d);
    float[] row = workspace.row(d);
    float[] z = workspace.whitened(BLOCK * zStride);
    float[] products = workspace.products(BLOCK * Math.max(backStride, logitStride));
    for (int block = 0; block < n; block += BLOCK) {
      int size = Math.min(BLOCK, n - block);
      for (int r = 0; r < size; r++) {
        System.arraycopy(x, (block + r) * d, row, 0, d);
        for (int k = 0; k < d; k++) {
          row[k] = row[k] - originHigh[k] - originLow[k];
        }
        System.arraycopy(row, 0, rows, r * d, d);
      }
      multiply(rows, d, size, packedBasis, z, zStride, workspace);
      multiply(z, zStride, size, packedTranspose, products, backStride, workspace);
      for (int r = 0; r < size; r++) {
        double squares = pairs.squaredDistance(rows, r * d, products, r * backStride, d);
        scores[block + r] = alpha * Math.sqrt(squares);
      }
      multiply(rows, d, size, packedWeights, products, logitStride, workspace);
      for (int r = 0; r < size; r++) {
        double score = scores[block + r] - logSum(products, r * logitStride);
        if (!(Math.abs(score) <= Double.MAX_VALUE)) {
          throw rejected("x, row " + (block + r), "too far from the origin", "below 1e18");
        }
        scores[block + r] = score;
      }
    }
  }

  private void multiply(
      float[] a,
      int stride,
      int rows,
      ProductPanels b,
      float[] out,
      int outStride,
      Workspace workspace) {
    float[][] lanes = workspace.lanes(b.width());
    for (int p = 0; p < b.panels(); p++) {
      kernels.products(a, 0, stride, rows, b, p, out, p * b.width(), outStride, lanes);
    }
  }

  private double logSum(float[] products, int from) {
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      max = Math.max(max, products[from + c] + originLogits[c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(products[from + c] + originLogits[c] - max);
    }
    return max + Math.log(sum);
  }

  private double[] logits(double[] x) {
    double[] logits = new double[classes];
    for (int c = 0; c < classes; c++) {
      logits[c] = bias[c] + dot(weights, c * d, x, d);
    }
    return logits;
  }

  /** Length of what the basis does not span. {@code row} is modified. */
  private static double residual(double[] row, double[] basis) {
    int d = row.length;
    for (int j = 0; j < basis.length; j += d) {
      double along = dot(basis, j, row, d);
      for (int k = 0; k < d; k++) {
        row[k] -= along * basis[j + k];
      }
    }
    return Math.sqrt(dot(row, 0, row, d));
  }

  private static double dot(double[] a, int from, double[] b, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k <= length - 4; k += 4) {
      s0 += a[from + k] * b[k];
      s1 += a[from + k + 1] * b[k + 1];
      s2 += a[from + k + 2] * b[k + 2];
      s3 += a[from + k + 3] * b[k + 3];
    }
    for (; k < length; k++) {
      s0 += a[from + k] * b[k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** What makes residuals as large as logits. */
  public double alpha() {
    return alpha;
  }

  /** The origin, d numbers; a copy. */
  public double[] origin() {
    return origin.clone();
  }

  /** Dimension of the principal subspace. */
  public int principal() {
    return principal;
  }

  /** Number of dimensions. */
  public int dimension() {
    return d;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /**
   * The model as bytes, for {@link #fromBytes}: 8 (d (k + c + 1) + c) and 34 more.
   *
   * @throws IllegalStateException if that is more than an array can hold
   */
  public byte[] toBytes() {
    long numbers = 1L + basis.length + weights.length + bias.length + origin.length;
    return new ModelWriter(ModelKind.VIRTUAL_LOGIT, VERSION, 12 + 8 * numbers)
        .put(d)
        .put(principal)
        .put(classes)
        .put(alpha)
        .put(origin)
        .put(bias)
        .put(weights)
        .put(basis)
        .finish();
  }

  /**
   * The model that {@link #toBytes} wrote; it gives the same scores to the last digit.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if the bytes are cut short, damaged, of something else, of a
   *     later format, or make no model
   */
  public static VirtualLogit fromBytes(byte[] bytes) {
    ModelReader reader = new ModelReader(bytes, ModelKind.VIRTUAL_LOGIT, VERSION);
    int d = reader.count("d", 2, Integer.MAX_VALUE);
    int principal = reader.count("principal", 1, d - 1);
    int classes = reader.count("classes", 1, Integer.MAX_VALUE);
    double alpha = Checks.finite(reader.number("alpha"), "alpha");
    double[] origin = Checks.allFinite(reader.doubles("origin", d), "origin");
    double[] bias = Checks.allFinite(reader.doubles("bias", classes), "bias");
    double[] weights = Checks.allFinite(reader.doubles("weights", (long) classes * d), "weights");
    double[] basis = Checks.allFinite(reader.doubles("basis", (long) principal * d), "basis");
    reader.finish();
    double[] row = new double[d];
    for (int j = 0; j < principal; j++) {
      System.arraycopy(basis, j * d, row, 0, d);
      double length = dot(basis, j * d, row, d);
      if (!(Math.abs(length - 1) <= 1e-6)) {
        throw rejected("squared length of basis vector " + j, length, "1");
      }
    }
    return new VirtualLogit(basis, weights, bias, origin, alpha);
  }
}
