package io.virk.stats.twosample;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Classifier two-sample test on vectors: if a classifier tells the samples apart on vectors it has
 * not seen, they differ. The classifier is Fisher's linear discriminant with shrinkage; it is
 * fitted on all folds but one, and the held-out fold gives an AUC and its rank p-value ({@link
 * MannWhitney}, for y above x), exact for folds of up to about 100 vectors.
 *
 * <p>Given the other folds, the scores of a fold are exchangeable if the samples are equal, so that
 * the p-value of each fold is valid by itself. The folds depend on each other; twice the mean of
 * their p-values is valid under any dependence. Sees differences of mean, as most drifts of
 * embeddings are; blind to differences of spread alone, for which MMD is made. Works with fewer
 * vectors than dimensions; constant and equal samples give AUC 0.5 and p = 1.
 *
 * <p>Cost: a fit is min(n, d) n d multiplications and a Cholesky factorisation of size min(n, d),
 * once per fold. Memory: 8 n d + 16 min(n, d)^2 bytes.
 *
 * <p>Source: D. Lopez-Paz and M. Oquab, <i>Revisiting classifier two-sample tests</i>, ICLR (2017),
 * arXiv:1610.06545; I. Kim et al., <i>Classification accuracy as a proxy for two-sample
 * testing</i>, Ann. Statist. 49 (2021), doi:10.1214/20-AOS1962; the mean of p-values: V. Vovk and
 * R. Wang, <i>Combining p-values via averaging</i>, Biometrika 107 (2020),
 * doi:10.1093/biomet/asaa027.
 */
public final class ClassifierTwoSample {
  private ClassifierTwoSample() {}

  /**
   * What the test found.
   *
   * @param auc mean over the folds: 0.5 where the classifier cannot tell, 1 where it always can
   * @param pValue twice the mean of the p-values of the folds, at most 1
   * @param folds one result for each, in which x and y are the held-out scores
   */
  public record Result(double auc, double pValue, List<MannWhitney.Result> folds) {
    public Result {
      folds = List.copyOf(folds);
    }
  }

  /**
   * The test with two folds.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 2 or more
   * @param d 1 or more
   * @param seed of the partition into folds
   */
  public static Result test(float[] x, int n, float[] y, int m, int d, long seed) {
    return test(x, n, y, m, d, 2, seed);
  }

  /**
   * The test.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n at least as many as folds
   * @param y [m x d] row-major, finite. Not modified.
   * @param m at least as many as folds
   * @param d 1 or more
   * @param folds 2 or more
   * @param seed of the partition into folds
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static Result test(float[] x, int n, float[] y, int m, int d, int folds, long seed) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    if (folds < 2 || folds > Math.min(n, m)) {
      throw rejected("folds", folds, "2 to " + Math.min(n, m) + ", the smaller sample");
    }
    float[] pooled = new float[Math.addExact(x.length, y.length)];
    System.arraycopy(x, 0, pooled, 0, x.length);
    System.arraycopy(y, 0, pooled, x.length, y.length);
    SplittableRandom random = new SplittableRandom(seed);
    int[] xOrder = shuffled(0, n, random);
    int[] yOrder = shuffled(n, m, random);
    MannWhitney.Result[] results = new MannWhitney.Result[folds];
    double auc = 0;
    double p = 0;
    for (int fold = 0; fold < folds; fold++) {
      FisherDiscriminant fitted =
          FisherDiscriminant.fit(
              pooled, d, part(xOrder, fold, folds, false), part(yOrder, fold, folds, false));
      results[fold] =
          MannWhitney.test(
              scores(fitted, pooled, d, part(xOrder, fold, folds, true)),
              scores(fitted, pooled, d, part(yOrder, fold, folds, true)));
      auc += results[fold].auc() / folds;
      p += results[fold].pValueGreater() / folds;
    }
    return new Result(auc, Math.min(1, 2 * p), List.of(results));
  }

  private static int[] shuffled(int first, int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = first + i;
    }
    return order;
  }

  /** Every folds-th of the order from {@code fold} on, or all others. */
  private static int[] part(int[] order, int fold, int folds, boolean held) {
    int[] part = new int[order.length];
    int size = 0;
    for (int i = 0; i < order.length; i++) {
      if ((i % folds == fold) == held) {
        part[size++] = order[i];
      }
    }
    return Arrays.copyOf(part, size);
  }

  private static double[] scores(FisherDiscriminant fitted, float[] rows, int d, int[] of) {
    double[] scores = new double[of.length];
    for (int i = 0; i < of.length; i++) {
      scores[i] = fitted.score(rows, of[i] * d);
    }
    return scores;
  }
}
