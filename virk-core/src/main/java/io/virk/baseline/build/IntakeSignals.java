package io.virk.baseline.build;

import io.virk.embed.Embedder;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalValues;
import io.virk.signal.internal.SignalExtractor;
import java.util.ArrayList;
import java.util.List;

/**
 * Derives the signals of reference observations. How long embeddings and logits are, the first ones
 * decide, unless it is known; which signals there are, all of them do. Not thread-safe.
 */
public final class IntakeSignals {
  private final BaselineSettings settings;
  private SignalSchema schema;
  private SignalExtractor extractor;
  private int embeddingLength;
  private int logitsLength;
  private boolean images;
  private boolean classes;

  public IntakeSignals(BaselineSettings settings) {
    this.settings = settings;
    this.embeddingLength = settings.lengths().embedding();
    this.logitsLength = settings.lengths().logits();
  }

  /** The signals of an observation, valid until the next call. */
  public SignalValues extract(Observation observation) {
    if (embeddingLength < 0 && observation.embedding() != null) {
      embeddingLength =
          settings.embedder().map(Embedder::embeddingLength).orElse(observation.embedding().length);
      extractor = null;
    }
    if (logitsLength < 0 && observation.logits() != null) {
      logitsLength = observation.logits().length;
      extractor = null;
    }
    if (extractor == null) {
      List<SignalSource> sources = new ArrayList<>();
      sources.add(SignalSources.image());
      sources.add(SignalSources.logits(logitsLength(), settings.outputs()));
      sources.add(SignalSources.embedding(embeddingLength(), null));
      sources.addAll(SignalSources.outputs(settings.outputs()));
      sources.addAll(settings.sources());
      schema = SignalSchema.ofSources(sources);
      extractor =
          new SignalExtractor(schema, sources, null, settings.sliceKey(), settings.contextKey());
    }
    images |= observation.frame() != null;
    classes |= observation.predictedClass() != Observation.NO_CLASS;
    return extractor.extract(observation);
  }

  /** What was wrong with the last observation. */
  public List<FlawFound> flaws() {
    return extractor.flaws();
  }

  /** The signals of what came: of those that VIRK brings only what there was anything for. */
  public SignalSchema schema() {
    return schema == null ? SignalSchema.of(List.of()) : schema.where(this::came);
  }

  private boolean came(Signal signal) {
    return switch (signal.source()) {
      case SignalSources.IMAGE -> images;
      case SignalSources.EMBEDDING -> embeddingLength > 0;
      case SignalSources.LOGITS ->
          logitsLength > 0
              || classes && signal instanceof CategoricalSignal
              || hasProbabilities() && !signal.equals(ScalarSignal.ENERGY);
      default -> true;
    };
  }

  private boolean hasProbabilities() {
    return settings.outputs().stream().anyMatch(Output.Probabilities.class::isInstance);
  }

  /** The outputs that the host hands over beside embedding and logits. */
  public List<Output> outputs() {
    return settings.outputs();
  }

  /** The signals that the host hands over by name. */
  public List<String> ofHost() {
    return settings.sources().stream()
        .filter(source -> source.name().equals(SignalSources.HOST))
        .flatMap(source -> source.signals().stream())
        .map(Signal::name)
        .toList();
  }

  /** d; 0 if no embedding came. */
  public int embeddingLength() {
    return Math.max(0, embeddingLength);
  }

  /** Classes; 0 if no logits came. */
  public int logitsLength() {
    return Math.max(0, logitsLength);
  }
}
