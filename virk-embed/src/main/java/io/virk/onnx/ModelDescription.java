package io.virk.onnx;

import io.virk.internal.Settings;
import io.virk.internal.Text;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a model has, and what of it is likely of use, in words. */
final class ModelDescription {
  private static final int SIDE_IF_OPEN = 224;

  private final ModelSource source;
  private final ModelGraph graph;
  private final GraphSearch search;
  private final List<String> candidates;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, long[]> shapes = new LinkedHashMap<>(); // of one frame's run
  private List<TensorPort> inputs = List.of();
  private List<TensorPort> outputs = List.of();
  private Optional<ModelInput> image = Optional.empty();

  private ModelDescription(ModelSource source, ModelGraph graph) {
    this.source = source;
    this.graph = graph;
    this.search = new GraphSearch(graph);
    this.candidates =
        search.features(graph.outputs().stream().filter(name -> !isEmbedding(name)).toList());
  }

  static String of(Path file) {
    ModelSource source = ModelSource.of(file);
    Settings problems = new Settings();
    ByteBuffer bytes = source.read(problems);
    ModelDescription description = null;
    if (bytes != null) {
      try {
        description = new ModelDescription(source, ModelGraph.read(bytes));
        description.tryOut(bytes);
      } catch (ModelException e) {
        problems.wrong(
            "model",
            file,
            "an ONNX model that ONNX Runtime can load; it says: " + e.getMessage(),
            e.getCause());
      }
    }
    problems.throwIfAny("the model cannot be described");
    return description.write(bytes);
  }

  static byte[] withOutputs(Path file, List<String> tensors) {
    Settings problems = new Settings();
    ByteBuffer bytes = ModelSource.of(file).read(problems);
    Set<String> added = new LinkedHashSet<>(tensors);
    if (bytes != null) {
      try {
        ModelGraph graph = ModelGraph.read(bytes);
        for (String tensor : tensors) {
          if (!graph.computes(tensor)) {
            problems.wrong("tensors", tensor, "a tensor that the model computes");
          }
        }
        added.removeAll(graph.outputs());
      } catch (ModelException e) {
        problems.wrong("model", file, "an ONNX model; " + e.getMessage());
      }
    }
    problems.throwIfAny("no output can be added");
    return ModelGraph.withOutputs(bytes, added);
  }

  /** Runs the model with its likely features as outputs, to see their true shapes. */
  private void tryOut(ByteBuffer bytes) throws ModelException {
    EmbedderSettings settings =
        new EmbedderSettings(
            source, null, null, 0, 0, null, null, false, false, null, 0, 1, Device.cpu(), null);
    try (ModelSession session =
        new ModelSession(SessionOpener.open(settings, bytes, graph, candidates))) {
      inputs = session.inputs();
      outputs = session.outputs();
      image = image(inputs);
      if (image.isPresent()) {
        ModelInput input = image.get();
        Set<String> names = new LinkedHashSet<>(candidates);
        names.addAll(graph.outputs());
        outputs.stream()
            .filter(port -> port.element() == null)
            .forEach(p -> names.remove(p.name()));
        int batch = Math.max(1, input.fixedBatch());
        try {
          shapes.putAll(session.tryOut(input, batch, names));
        } catch (ModelException e) {
          line("It does not run on zeros of " + input.shape().describe() + ": " + e.getMessage());
        }
      }
    }
  }

  private static Optional<ModelInput> image(List<TensorPort> inputs) {
    for (int side : new int[] {0, SIDE_IF_OPEN}) {
      Optional<ModelInput> read = ModelInput.read(inputs, null, side, side, 3, new Settings());
      if (read.isPresent()) {
        return read;
      }
    }
    return Optional.empty();
  }

  private String write(ByteBuffer bytes) {
    String trouble = text.toString();
    text.setLength(0);
    line(source.name() + ": " + bytes.limit() + " bytes, " + graph.describe());
    line("SHA-256 " + ModelSource.sha256(bytes));
    for (TensorPort input : inputs) {
      line("input   " + input.describe());
    }
    for (TensorPort output : outputs) {
      if (!candidates.contains(output.name())) {
        line("output  " + output.describe() + remark(output.name()));
      }
    }
    for (String candidate : candidates) {
      line("inner   " + candidate + shape(candidate) + ": read by the last layer with weights");
    }
    text.append(trouble);
    if (image.isEmpty()) {
      line("Its input is no image of 1 or 3 channels: it is no model for an OnnxEmbedder.");
      return Text.clean(text.toString(), Integer.MAX_VALUE);
    }
    String embedding = embedding();
    line("embedding, likely: " + (embedding == null ? "none found" : embedding + shape(embedding)));
    line("logits, likely: " + logits(embedding));
    line("preprocessing, a guess: " + Preprocessing.guess(image.get(), firstOperator(), boxes()));
    line(
        "OnnxEmbedder.builder(Path.of(\"" + source.name() + "\"))" + calls(embedding) + ".build()");
    return text.toString();
  }

  private void line(String words) {
    text.append(Text.clean(words, Integer.MAX_VALUE)).append('\n');
  }

  private String shape(String tensor) {
    long[] shape = shapes.get(tensor);
    return shape == null ? "" : " " + OpenedModel.describe(shape);
  }

  private String remark(String output) {
    long[] shape = shapes.get(output);
    if (shape != null && ModelOutputs.isBoxes(output, shape)) {
      return ": boxes of a detector, by its shape";
    }
    String before = search.beforeProbabilities(output);
    return before == null ? "" : ": probabilities, made of " + before;
  }

  private boolean boxes() {
    return shapes.entrySet().stream()
        .anyMatch(entry -> ModelOutputs.isBoxes(entry.getKey(), entry.getValue()));
  }

  private String firstOperator() {
    return search.firstOperator(image.get().name());
  }

  private static boolean isEmbedding(String name) {
    return name.toLowerCase(Locale.ROOT).contains("embed");
  }

  /** An output that is called so, else what the last layer reads. */
  private String embedding() {
    List<String> names = new ArrayList<>();
    outputs.stream()
        .map(TensorPort::name)
        .filter(ModelDescription::isEmbedding)
        .forEach(names::add);
    names.addAll(candidates);
    return names.isEmpty() ? null : names.get(0);
  }

  private String logits(String embedding) {
    for (TensorPort output : outputs) {
      String before = search.beforeProbabilities(output.name());
      if (before != null && graph.outputs().contains(output.name())) {
        return before + ", of which " + output.name() + " makes probabilities";
      }
    }
    for (TensorPort output : outputs) {
      if (!candidates.contains(output.name())
          && !output.name().equals(embedding)
          && ModelOutputs.isLogits(output)) {
        return output.name();
      }
    }
    return "none found";
  }

  private String calls(String embedding) {
    StringBuilder calls = new StringBuilder();
    InputShape shape = image.get().shape();
    TensorPort port = inputs.get(0);
    boolean planar = shape.layout() == TensorLayout.NCHW;
    if (port.dim(planar ? 2 : 1) == 0 || port.dim(planar ? 3 : 2) == 0) {
      calls.append(".inputSize(").append(shape.width() + ", " + shape.height()).append(')');
    }
    calls.append(".transform(...)");
    if (embedding != null && !embedding.equals("embedding")) {
      calls.append(".embeddingOutput(\"").append(embedding).append("\")");
    }
    long[] dims = embedding == null ? null : shapes.get(embedding);
    if (dims != null
        && dims.length == 4
        && OpenedModel.valuesOfFrame(dims) > dims[planar ? 1 : 3]) {
      calls.append(".pooling(Pooling.GLOBAL_AVERAGE)");
    }
    return calls.toString();
  }
}
