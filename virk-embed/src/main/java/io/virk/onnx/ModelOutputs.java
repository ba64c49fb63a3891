package io.virk.onnx;

import io.virk.internal.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which of a model's tensors are the embedding and the logits. */
final class ModelOutputs {
  private static final String EMBEDDING = "embedding";
  private static final String LOGITS = "logits";

  /** Parts of names of outputs that look like logits by their shape and are none. */
  private static final List<String> NO_LOGITS =
      List.of("embed", "feature", "pool", "hidden", "prob", "softmax", "sigmoid", "box", "mask");

  private final EmbedderSettings settings;
  private final ModelGraph graph;
  private final GraphSearch search;
  private final Settings problems;

  ModelOutputs(EmbedderSettings settings, ModelGraph graph, Settings problems) {
    this.settings = settings;
    this.graph = graph;
    this.search = new GraphSearch(graph);
    this.problems = problems;
  }

  /** The tensors that were asked for and are no outputs yet, but inner ones. */
  Set<String> added() {
    Set<String> added = new LinkedHashSet<>();
    for (String name : asked()) {
      if (settings.source().session() == null
          && !graph.outputs().contains(name)
          && graph.computes(name)) {
        added.add(name);
      }
    }
    return added;
  }

  private List<String> asked() {
    List<String> names = new ArrayList<>();
    names.add(settings.embeddingOutput() == null ? EMBEDDING : settings.embeddingOutput());
    if (settings.logitsOutput() != null) {
      names.add(settings.logitsOutput());
    }
    return names;
  }

  /** The name of the embedding's output; null and a problem if there is none. */
  String embedding(List<TensorPort> outputs) {
    return named("embeddingOutput", settings.embeddingOutput(), EMBEDDING, outputs);
  }

  /**
   * The name of the logits' output; null if there is none, and a problem if it was asked for.
   *
   * @param embedding the name of the embedding's output, or null
   */
  String logits(List<TensorPort> outputs, String embedding) {
    boolean named = settings.logitsOutput() != null || find(outputs, LOGITS) != null;
    String name =
        named
            ? named("logitsOutput", settings.logitsOutput(), LOGITS, outputs)
            : likely(outputs, embedding);
    String before = name == null ? null : search.beforeProbabilities(name);
    if (before != null && !before.equals(name) && settings.logitsOutput() != null) {
      problems.wrong(
          "logitsOutput",
          name + ", which holds probabilities",
          "what they are made of: " + before + ", an inner tensor that becomes an output");
    }
    return name;
  }

  /** The one output that has the shape of logits, and no name or operator that says otherwise. */
  private String likely(List<TensorPort> outputs, String embedding) {
    List<String> found = new ArrayList<>();
    for (TensorPort output : outputs) {
      if (!output.name().equals(embedding)
          && isLogits(output)
          && search.beforeProbabilities(output.name()) == null) {
        found.add(output.name());
      }
    }
    return found.size() == 1 ? found.get(0) : null;
  }

  /** {@code [n x classes]}, or with dimensions of 1 behind. */
  static boolean isLogits(TensorPort output) {
    String name = output.name().toLowerCase(Locale.ROOT);
    if (output.element() == null || output.dims().size() < 2 || output.dim(1) < 2) {
      return false;
    }
    for (int i = 2; i < output.dims().size(); i++) {
      if (output.dim(i) != 1) {
        return false;
      }
    }
    return NO_LOGITS.stream().noneMatch(name::contains);
  }

  private static TensorPort find(List<TensorPort> outputs, String name) {
    return outputs.stream().filter(port -> port.name().equals(name)).findFirst().orElse(null);
  }

  private String named(String setting, String asked, String standard, List<TensorPort> outputs) {
    String name = asked != null ? asked : standard;
    TensorPort output = find(outputs, name);
    if (output == null) {
      problems.wrong(
          setting,
          asked != null ? asked : "not set, and no output is called " + name,
          "one of the model's outputs: " + TensorPort.describe(outputs) + inner(name));
      return null;
    }
    if (output.element() == null) {
      problems.wrong(setting, output.describe(), "a tensor of " + ElementType.ALL);
    }
    return name;
  }

  /** What else could be named, in words. */
  private String inner(String name) {
    if (settings.source().session() != null) {
      return graph.computes(name)
          ? "; to a session that is open no inner tensor can be added: open it from"
              + " OnnxEmbedder.modelWithOutputs(file, \""
              + name
              + "\")"
          : "";
    }
    List<String> features = search.features(graph.outputs());
    return features.isEmpty()
        ? ""
        : "; or an inner tensor, which becomes an output: likely " + String.join(", ", features);
  }

  /**
   * Refuses a detector's boxes, unless they were asked for.
   *
   * @param shape the true shape of the embedding's output, batch first. Not modified.
   */
  void checkBoxes(String name, long[] shape) {
    if (settings.boxes() || !isBoxes(name, shape)) {
      return;
    }
    List<String> features = search.features(graph.outputs());
    problems.wrong(
        "embeddingOutput",
        name + ", which looks like the boxes of a detector",
        "an output or inner tensor of features"
            + (features.isEmpty() ? "" : ": likely " + String.join(", ", features))
            + "; or acceptBoxes()");
  }

  /**
   * Whether a tensor looks like a detector's: many boxes of few numbers, in either order, or more
   * than four dimensions. The tokens of a transformer are fewer than their numbers.
   */
  static boolean isBoxes(String name, long[] shape) {
    String words = name.toLowerCase(Locale.ROOT);
    if (shape.length != 3) {
      return shape.length == 5 || words.contains("boxes") || words.contains("bbox");
    }
    long few = Math.min(shape[1], shape[2]);
    long many = Math.max(shape[1], shape[2]);
    boolean boxesFirst = shape[1] == many;
    return few >= 4 && few <= 7 && many >= 10
        || few >= 4 && boxesFirst && many >= 100 && many / few >= 8
        || few >= 4 && many >= 1000 && many / few >= 16;
  }
}
