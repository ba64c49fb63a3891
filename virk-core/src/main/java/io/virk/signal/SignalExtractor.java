package io.virk.signal;

import io.virk.image.ImageAnalyzer;
import io.virk.stats.kernel.RandomFourierFeatures;
import io.virk.stats.ood.Energy;
import io.virk.stats.ood.Mahalanobis;
import io.virk.stats.ood.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * Derives all signals of an observation. Input that no statistic can use (another length than
 * expected, NaN or infinity) is left out of the signals and reported, so that it can be counted and
 * never reaches a window. Keeps scratch memory; not thread-safe.
 */
public final class SignalExtractor {
  private final ImageAnalyzer analyzer = new ImageAnalyzer();
  private final SignalValues values;
  private final List<FlawFound> flaws = new ArrayList<>();
  private final int embeddingLength;
  private final int logitsLength;
  private final Mahalanobis mahalanobis;
  private final String sliceKey;
  private final List<Observation> prepared = new ArrayList<>();
  private final Workspace workspace = new Workspace();
  private float[] rows = {};
  private double[] distances = {};
  private final String contextKey;

  /**
   * Makes an extractor.
   *
   * @param embeddingLength d, &ge; 0; 0 if embeddings are not monitored
   * @param logitsLength number of classes, &ge; 0; 0 if logits are not monitored
   * @param mahalanobis the model of the baseline's embeddings; null to leave that signal out
   * @param sliceKey the tag by which observations are sliced; null for none
   * @param contextKey the tag that is declared as the context; null for none
   */
  public SignalExtractor(
      int embeddingLength,
      int logitsLength,
      Mahalanobis mahalanobis,
      String sliceKey,
      String contextKey) {
    this(embeddingLength, logitsLength, mahalanobis, null, sliceKey, contextKey);
  }

  /**
   * Makes an extractor whose values have random features.
   *
   * @param embeddingLength d, &ge; 0; 0 if embeddings are not monitored
   * @param logitsLength number of classes, &ge; 0; 0 if logits are not monitored
   * @param mahalanobis the model of the baseline's embeddings; null to leave that signal out
   * @param features of embeddings of that length, for {@link SignalValues#features()}; null for
   *     none
   * @param sliceKey the tag by which observations are sliced; null for none
   * @param contextKey the tag that is declared as the context; null for none
   */
  public SignalExtractor(
      int embeddingLength,
      int logitsLength,
      Mahalanobis mahalanobis,
      RandomFourierFeatures features,
      String sliceKey,
      String contextKey) {
    this.values = new SignalValues(features);
    this.embeddingLength = embeddingLength;
    this.logitsLength = logitsLength;
    this.mahalanobis = mahalanobis;
    this.sliceKey = sliceKey;
    this.contextKey = contextKey;
  }

  /**
   * Computes the distances of many embeddings at once, which takes a tenth of the time that it
   * takes one by one; {@link #extract} then finds those of its observation. Optional.
   *
   * @param batch observations that will be extracted next. Not modified, not kept beyond the next
   *     call.
   */
  public void prepare(List<? extends Observation> batch) {
    prepared.clear();
    if (mahalanobis == null || batch.size() < 2) {
      return;
    }
    for (Observation observation : batch) {
      float[] embedding = observation.embedding();
      if (embedding != null && embedding.length == embeddingLength && finite(embedding)) {
        prepared.add(observation);
      }
    }
    int n = prepared.size();
    if (rows.length != n * embeddingLength) { // a busy monitor has full batches, all of one size
      rows = new float[n * embeddingLength];
      distances = new double[n];
    }
    for (int i = 0; i < n; i++) {
      float[] embedding = prepared.get(i).embedding();
      System.arraycopy(embedding, 0, rows, i * embeddingLength, embeddingLength);
    }
    if (n > 0) {
      mahalanobis.scores(rows, prepared.size(), distances, workspace);
    }
  }

  private double distance(Observation observation, float[] embedding) {
    for (int i = 0; i < prepared.size(); i++) {
      if (prepared.get(i) == observation) {
        return Math.sqrt(distances[i]);
      }
    }
    return mahalanobisDistance(mahalanobis, embedding);
  }

  /**
   * Derives the signals of one observation.
   *
   * @param observation what was captured. Not modified.
   * @return its signals, valid until the next call
   */
  public SignalValues extract(Observation observation) {
    flaws.clear();
    values.reset(observation);
    values.slice(sliceKey == null ? null : observation.tag(sliceKey));
    values.context(contextKey == null ? null : observation.tag(contextKey));
    if (observation.frame() != null) {
      values.set(analyzer.analyze(observation.frame()));
    }
    values.predictedClass(observation.predictedClass());
    float[] logits = observation.logits();
    if (logits != null && logitsLength > 0) {
      if (logits.length != logitsLength) {
        flaws.add(
            FlawFound.length(
                Flaw.LOGITS_LENGTH,
                observation.givenLogitsLength(),
                logitsLength,
                observation.sequence()));
        values.predictedClass(Observation.NO_CLASS);
      } else if (!finite(logits)) {
        flaws.add(
            FlawFound.value(
                Flaw.LOGITS_NOT_FINITE, logits, "finite values", observation.sequence()));
        values.predictedClass(Observation.NO_CLASS);
      } else {
        double energy = Energy.of(logits, 1);
        values.set(ScalarSignal.ENERGY, energy);
        values.set(ScalarSignal.CONFIDENCE, Math.exp(max(logits) + energy));
      }
    }
    float[] embedding = observation.embedding();
    if (embedding != null && embeddingLength > 0) {
      if (embedding.length != embeddingLength) {
        flaws.add(
            FlawFound.length(
                Flaw.EMBEDDING_LENGTH,
                observation.givenEmbeddingLength(),
                embeddingLength,
                observation.sequence()));
      } else if (!finite(embedding)) {
        flaws.add(
            FlawFound.value(
                Flaw.EMBEDDING_NOT_FINITE, embedding, "finite values", observation.sequence()));
      } else {
        values.embedding(embedding);
        if (mahalanobis != null) {
          values.set(ScalarSignal.MAHALANOBIS, distance(observation, embedding));
        }
      }
    }
    return values;
  }

  /**
   * What was wrong with the last observation.
   *
   * @return usually nothing; valid until the next call
   */
  public List<FlawFound> flaws() {
    return flaws;
  }

  /**
   * The signal {@link ScalarSignal#MAHALANOBIS} of one embedding.
   *
   * @param model the model of the baseline's embeddings
   * @param embedding d values. Not modified.
   * @return the distance, &ge; 0
   */
  public static double mahalanobisDistance(Mahalanobis model, float[] embedding) {
    return Math.sqrt(model.score(embedding));
  }

  private static boolean finite(float[] values) {
    float zero = 0;
    for (float v : values) {
      zero += v * 0f;
    }
    return zero == 0;
  }

  private static double max(float[] values) {
    float max = values[0];
    for (float v : values) {
      max = Math.max(max, v);
    }
    return max;
  }
}
