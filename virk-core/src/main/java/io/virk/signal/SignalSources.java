package io.virk.signal;

import io.virk.stats.ood.Mahalanobis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sources that VIRK brings, made by name. */
public final class SignalSources {
  /** Scalar signals of the pixels, and a vector of tiles. */
  public static final String IMAGE = "image";

  /** Confidence and energy of the logits, and the predicted class. */
  public static final String LOGITS = "logits";

  /** The embedding, and its distance from those of the baseline. */
  public static final String EMBEDDING = "embedding";

  /** Labels of an image that may have several. */
  public static final String SCORES = "scores";

  /** The boxes of a detector of objects. */
  public static final String DETECTIONS = "detections";

  /** The mask of a segmentation. */
  public static final String MASK = "mask";

  /** What the host measures and hands over by name. */
  public static final String HOST = "host";

  private SignalSources() {}

  /**
   * Brightness, contrast, channels, sharpness and noise of the image, which are tested; {@link
   * ImageSignals} and {@link VectorSignal#TILES}, which help to say why.
   *
   * @return the source {@value #IMAGE}
   */
  public static SignalSource image() {
    return ImageSource.INSTANCE;
  }

  /**
   * The scalar signals of the source {@value #IMAGE}: those on which physical causes show.
   *
   * @return in order
   */
  public static List<ScalarSignal> imageSignals() {
    return ImageSource.INSTANCE.scalars();
  }

  /**
   * The predicted class, and confidence and energy where there are logits.
   *
   * @param length number of classes, &ge; 0; 0 if logits are not monitored
   * @return the source {@value #LOGITS}
   */
  public static SignalSource logits(int length) {
    return new LogitsSource(length, 0);
  }

  /**
   * As {@link #logits(int)}, with what is made of probabilities, if they are declared.
   *
   * @param length number of classes of the logits, &ge; 0; 0 if they are not monitored
   * @param outputs what is declared
   * @return the source {@value #LOGITS}
   */
  public static SignalSource logits(int length, List<Output> outputs) {
    return new LogitsSource(
        length,
        outputs.stream()
            .filter(Output.Probabilities.class::isInstance)
            .mapToInt(Output::classes)
            .sum());
  }

  /**
   * The sources of outputs that have one of their own.
   *
   * @param outputs what is declared
   * @return {@value #SCORES}, {@value #DETECTIONS} and {@value #MASK}, as far as they are declared
   */
  public static List<SignalSource> outputs(List<Output> outputs) {
    List<SignalSource> sources = new ArrayList<>();
    for (Output output : outputs) {
      if (output instanceof Output.Scores scores) {
        sources.add(new ScoresSource(scores));
      } else if (output instanceof Output.Boxes boxes) {
        sources.add(new DetectionsSource(boxes));
      } else if (output instanceof Output.Mask mask) {
        sources.add(new MaskSource(mask));
      }
    }
    return sources;
  }

  /**
   * The embedding, and its Mahalanobis distance where there is a model.
   *
   * @param length d, &ge; 0; 0 if embeddings are not monitored
   * @param model of the baseline's embeddings; null to leave the distance out
   * @return the source {@value #EMBEDDING}
   */
  public static SignalSource embedding(int length, Mahalanobis model) {
    return new EmbeddingSource(length, model);
  }

  /**
   * What the host measures.
   *
   * @param signals each with the source {@value #HOST}, scalar or categorical
   * @return the source {@value #HOST}
   * @throws IllegalArgumentException if a signal names another source, or is a vector
   */
  public static SignalSource host(List<? extends Signal> signals) {
    return new HostSource(signals);
  }

  /**
   * All sources that are needed for a schema: VIRK's that it names, and of others those that it
   * names.
   *
   * @param schema of a baseline
   * @param logitsLength number of classes; 0 if logits are not monitored
   * @param outputs what is declared beside logits and embedding
   * @param model of the baseline's embeddings, or null
   * @param own sources that are not VIRK's
   * @return sources, VIRK's first
   */
  public static List<SignalSource> of(
      SignalSchema schema,
      int logitsLength,
      List<Output> outputs,
      Mahalanobis model,
      List<SignalSource> own) {
    Map<String, SignalSource> known = new LinkedHashMap<>();
    known.put(IMAGE, image());
    known.put(LOGITS, logits(logitsLength, outputs));
    known.put(EMBEDDING, embedding(schema.embeddingLength(), model));
    outputs(outputs).forEach(source -> known.put(source.name(), source));
    known.put(HOST, host(schema.of(HOST)));
    own.forEach(source -> known.putIfAbsent(source.name(), source));
    List<SignalSource> needed = new ArrayList<>(known.values());
    needed.removeIf(
        source ->
            !source.name().equals(HOST) // it also notices what nobody declared
                && schema.signals().stream().noneMatch(s -> s.source().equals(source.name())));
    return needed;
  }

  /**
   * The names of VIRK's sources.
   *
   * @return names that no other source may have
   */
  public static Set<String> names() {
    return Set.of(IMAGE, LOGITS, EMBEDDING, SCORES, DETECTIONS, MASK, HOST);
  }

  /**
   * Checks sources of a host's own.
   *
   * @param own the sources
   * @throws IllegalArgumentException if two have one name, one has that of one of VIRK's, or brings
   *     a signal that names another source
   */
  public static void check(List<SignalSource> own) {
    List<String> seen = new ArrayList<>(names());
    for (SignalSource source : own) {
      String name = source.name();
      SignalNames.checkName("source", name);
      if (seen.contains(name)) {
        throw new IllegalArgumentException(
            "source: " + name + " (expected: a name of its own, none of " + seen + ")");
      }
      seen.add(name);
      checkSignals(source);
    }
  }

  static void checkSignals(SignalSource source) {
    for (Signal signal : source.signals()) {
      if (!signal.source().equals(source.name())) {
        throw new IllegalArgumentException(
            "signal "
                + signal.name()
                + ": of the source "
                + signal.source()
                + " (expected: "
                + source.name()
                + ", which brings it)");
      }
    }
  }
}
