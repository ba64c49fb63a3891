package io.virk.signal.internal;

import io.virk.internal.Text;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalValues;
import io.virk.stats.kernel.RandomFourierFeatures;
import io.virk.stats.ood.Mahalanobis;
import java.util.ArrayList;
import java.util.List;

/**
 * Derives all signals of an observation, one source after the other. Input that no statistic can
 * use is left out of the signals and reported, so that it can be counted and never reaches a
 * window. Keeps scratch memory; not thread-safe.
 */
public final class SignalExtractor {
  private final ObservedValues values;
  private final List<SignalSource.Reader> readers = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final String sliceKey;
  private final String contextKey;

  /**
   * Makes an extractor.
   *
   * @param schema whose columns are filled
   * @param sources what fills them; signals that the schema does not have are passed over
   * @param features of embeddings, for {@link SignalValues#features}; null for none
   * @param sliceKey the tag by which observations are sliced; null for none
   * @param contextKey the tag that is declared as the context; null for none
   */
  public SignalExtractor(
      SignalSchema schema,
      List<SignalSource> sources,
      RandomFourierFeatures features,
      String sliceKey,
      String contextKey) {
    this.values = new ObservedValues(schema, features);
    for (SignalSource source : sources) {
      names.add(source.name());
      readers.add(source.reader());
    }
    this.sliceKey = sliceKey;
    this.contextKey = contextKey;
  }

  /**
   * Computes what is cheaper for many observations at once; {@link #extract} then finds that of its
   * observation. Optional.
   *
   * @param batch observations that will be extracted next. Not modified, not kept beyond the next
   *     call.
   */
  public void prepare(List<? extends Observation> batch) {
    Throwable failed = null;
    for (int i = 0; i < readers.size(); i++) {
      try {
        readers.get(i).prepare(batch);
      } catch (Throwable e) { // of one source, which must not cost the others their batch
        failed = e;
      }
    }
    if (failed instanceof Error error) {
      throw error;
    } else if (failed instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /**
   * Derives the signals of one observation.
   *
   * @param observation what was captured. Not modified.
   * @return its signals, valid until the next call
   */
  public SignalValues extract(Observation observation) {
    values.reset(observation);
    if (observation instanceof StoredObservation stored) {
      stored.into(values);
      return values;
    }
    values.slice(sliceKey == null ? null : Text.written(observation.tag(sliceKey)));
    values.context(contextKey == null ? null : Text.written(observation.tag(contextKey)));
    for (int i = 0; i < readers.size(); i++) {
      try {
        readers.get(i).read(observation, values);
      } catch (Throwable e) { // of a host's own source; the other signals are none the worse
        values.flawed(
            new FlawFound(
                Flaw.SOURCE_FAILED,
                names.get(i) + " threw " + e.getClass().getName() + ": " + Text.message(e),
                "signals, or none",
                observation.sequence()));
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
    return values.flaws();
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
}
