package io.virk.baseline.build;

import io.virk.baseline.facts.BaselineProgress.Phase;
import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes observations in: reduces their images, embeds in batches what has no embedding, derives the
 * signals. Not thread-safe.
 */
public final class BaselineIntake {
  private static final int BATCH = 16;

  private final BaselineSettings settings;
  private final ReferenceCollector collector = new ReferenceCollector();
  private final ContentDigest digest = new ContentDigest();
  private final Map<String, Long> flaws = new TreeMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private final IntakeSignals signals;
  private long seen;
  private long embeddedReduced;
  private long untagged;
  private Optional<String> imagesOf; // what images are; null until the first one

  /** An observation with memory of its own, waiting for its batch. */
  private record Pending(Observation observation, long digest) {}

  public BaselineIntake(BaselineSettings settings) {
    this.settings = settings;
    this.signals = new IntakeSignals(settings);
    this.imagesOf = settings.tensorText().isPresent() ? settings.tensorText() : null;
  }

  public void add(Observation observation, long total) {
    if (observation.frame() != null) {
      checkImage(observation);
    }
    checkOutputs(observation);
    seen++;
    if (settings.sliceKey() != null && observation.tag(settings.sliceKey()) == null) {
      untagged++;
    }
    settings.ticker().tick(Phase.READING, seen, total);
    Frame frame =
        observation.frame() == null ? null : settings.capturePolicy().reduce(observation.frame());
    if (frame != null
        && settings.embedder().isPresent()
        && observation.embedding() == null
        && frame.width() < observation.frame().width()) {
      embeddedReduced++;
    }
    float[] embedding = observation.embedding();
    Observation kept =
        rebuilt(
            observation,
            frame,
            embedding == null ? null : embedding.clone(),
            observation.logits() == null ? null : observation.logits().clone());
    pending.add(new Pending(kept, digest.of(kept)));
    if (pending.size() >= BATCH) {
      flush();
    }
  }

  /** What nobody declared would be left out, and nobody would know. */
  private void checkOutputs(Observation observation) {
    checkOutput(observation, observation.probabilities(), Output.Probabilities.class);
    checkOutput(observation, observation.scores(), Output.Scores.class);
    checkOutput(observation, observation.detections(), Output.Boxes.class);
    checkOutput(observation, observation.mask(), Output.Mask.class);
  }

  private void checkOutput(Observation observation, Object given, Class<? extends Output> kind) {
    if (given != null && settings.outputs().stream().noneMatch(kind::isInstance)) {
      throw new IllegalArgumentException(
          "observation "
              + observation.sequence()
              + ": has an output of "
              + kind.getSimpleName().toLowerCase(Locale.ROOT)
              + " (expected: none but what the builder was told of by output(..): "
              + settings.outputs().stream().map(Output::name).toList()
              + ")");
    }
  }

  /** All images are of one kind: their sharpness and noise could not be compared otherwise. */
  private void checkImage(Observation observation) {
    Optional<String> of = Optional.ofNullable(observation.tensorFormat()).map(Object::toString);
    if (imagesOf == null) {
      imagesOf = of;
    } else if (!imagesOf.equals(of)) {
      throw new IllegalArgumentException(
          "observation "
              + observation.sequence()
              + ": its image is of "
              + of.map(f -> "the tensor " + f).orElse("pixels")
              + " (expected: "
              + imagesOf.map(f -> "the tensor " + f).orElse("pixels")
              + ", as those before or as the setting says)");
    }
  }

  private Observation rebuilt(Observation from, Frame frame, float[] embedding, float[] logits) {
    Observation.Builder kept =
        Observation.builder().sequence(from.sequence()).epochMillis(from.epochMillis());
    if (frame != null) {
      kept.image(frame);
    }
    if (embedding != null) {
      kept.embedding(embedding);
    }
    if (logits != null) {
      kept.logits(logits);
    }
    if (from.predictedClass() != Observation.NO_CLASS) {
      kept.predictedClass(from.predictedClass());
    }
    if (from.label() != Observation.NO_CLASS) {
      kept.label(from.label());
    }
    for (String key : settings.tags()) {
      if (from.tag(key) != null) {
        kept.tag(key, from.tag(key));
      }
    }
    kept.signalsOf(from, signals.ofHost()).outputsOf(from);
    if (from.source() != null) {
      kept.source(from.source());
    }
    return kept.build();
  }

  public void flush() {
    List<Pending> batch = embedMissing(List.copyOf(pending));
    for (Pending p : batch) {
      Observation observation = p.observation();
      collector.add(
          signals.extract(observation), observation.frame(), observation.source(), p.digest());
      for (FlawFound found : signals.flaws()) {
        flaws.merge(found.flaw().name(), 1L, Long::sum);
      }
    }
  }

  private List<Pending> embedMissing(List<Pending> batch) {
    pending.clear();
    if (settings.embedder().isEmpty()) {
      return batch;
    }
    Embedder embedder = settings.embedder().get();
    List<Frame> frames =
        batch.stream()
            .map(Pending::observation)
            .filter(o -> o.embedding() == null && o.frame() != null)
            .map(Observation::frame)
            .toList();
    if (frames.isEmpty()) {
      return batch;
    }
    Embeddings embeddings = Embeddings.of(embedder, frames);
    int d = embedder.embeddingLength();
    int c = embedder.logitsLength();
    List<Pending> result = new ArrayList<>();
    int at = 0;
    for (Pending p : batch) {
      Observation o = p.observation();
      if (o.embedding() != null || o.frame() == null) {
        result.add(p);
        continue;
      }
      float[] logits =
          o.logits() == null && c > 0
              ? Arrays.copyOfRange(embeddings.logits(), at * c, (at + 1) * c)
              : o.logits();
      float[] embedding = Arrays.copyOfRange(embeddings.embeddings(), at * d, (at + 1) * d);
      result.add(new Pending(rebuilt(o, o.frame(), embedding, logits), p.digest()));
      at++;
    }
    return result;
  }

  public ReferenceCollector collector() {
    return collector;
  }

  public IntakeSignals signals() {
    return signals;
  }

  /** How many had no tag to slice by; 0 if nothing is sliced by. */
  public long untagged() {
    return untagged;
  }

  public long seen() {
    return seen;
  }

  public long embeddedReduced() {
    return embeddedReduced;
  }

  public Map<String, Long> flaws() {
    return flaws;
  }

  public Optional<String> tensor() {
    return imagesOf == null ? Optional.empty() : imagesOf;
  }
}
