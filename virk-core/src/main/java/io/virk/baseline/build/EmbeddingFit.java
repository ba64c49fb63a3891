package io.virk.baseline.build;

import io.virk.baseline.content.EmbeddingModel;
import io.virk.stats.Covariance;
import io.virk.stats.ood.Mahalanobis;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Fits the model of the embeddings to those observations that play no other part. */
final class EmbeddingFit {
  /**
   * Embeddings of a class that its mean takes at least. The error of a mean of n makes the squared
   * distances of further embeddings from it 1 / n longer: with so many, a sixteenth.
   */
  static final int MINIMUM_OF_CLASS = 16;

  private static final int[] NONE = {};

  private EmbeddingFit() {}

  /**
   * Fits the model: with the means of classes if every row has one, there are two or more, and each
   * has {@link #MINIMUM_OF_CLASS} rows; otherwise with one mean.
   *
   * @param store of the observations. Not modified.
   * @param rows those that fit models and have embeddings. Not modified.
   * @param progress told of every row that was fitted
   * @return null if there are fewer than two rows, or all embeddings are the same
   */
  static EmbeddingModel of(ObservationStore store, int[] rows, IntConsumer progress) {
    SortedMap<Integer, Integer> sizes = new TreeMap<>();
    for (int row : rows) {
      sizes.merge(store.classOf(row), 1, Integer::sum);
    }
    boolean enough =
        sizes.size() > 1
            && sizes.firstKey() >= 0
            && sizes.values().stream().allMatch(n -> n >= MINIMUM_OF_CLASS);
    if (enough) {
      int[] classes = sizes.keySet().stream().mapToInt(c -> c).toArray();
      int[] means =
          IntStream.of(rows).map(r -> Arrays.binarySearch(classes, store.classOf(r))).toArray();
      EmbeddingModel model = fit(store, rows, means, classes, progress);
      if (model != null) { // not where the embeddings of a class are all the same
        return model;
      }
    }
    return rows.length < 2 ? null : fit(store, rows, new int[rows.length], NONE, progress);
  }

  /** Of which class each row is, by its index. */
  private static EmbeddingModel fit(
      ObservationStore store, int[] rows, int[] of, int[] classes, IntConsumer progress) {
    int d = store.dimension();
    int k = Math.max(1, classes.length);
    float[] x = new float[d];
    int[] counts = new int[k];
    double[] first = new double[k * d];
    double[] means = new double[k * d]; // about the first: exact for equal vectors
    for (int i = 0; i < rows.length; i++) {
      store.embedding(rows[i], x);
      boolean isFirst = counts[of[i]]++ == 0;
      for (int j = 0, at = of[i] * d; j < d; j++, at++) {
        first[at] = isFirst ? x[j] : first[at];
        means[at] += x[j] - first[at];
      }
    }
    for (int at = 0; at < means.length; at++) {
      means[at] = first[at] + means[at] / counts[at / d];
    }
    Covariance within = new Covariance(d);
    double[] deviation = new double[d];
    for (int i = 0; i < rows.length; i++) {
      store.embedding(rows[i], x);
      for (int j = 0; j < d; j++) {
        deviation[j] = x[j] - means[of[i] * d + j];
      }
      within.accept(deviation);
      progress.accept(i);
    }
    double[] shrunk = within.shrunk(within.oas());
    if (!(shrunk[0] > 0)) {
      return null;
    }
    EmbeddingModel model = new EmbeddingModel(Mahalanobis.of(means, k, d, shrunk), classes, counts);
    return model.ofFloats() ? model : null;
  }
}
