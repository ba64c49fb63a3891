package io.virk.tools;

import com.google.gson.JsonParser;
import io.virk.baseline.Baseline;
import io.virk.baseline.facts.StatedModel;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.incident.Incident;
import io.virk.onnx.Device;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import io.virk.onnx.OnnxEmbedderBuilder;
import io.virk.onnx.Pooling;
import io.virk.onnx.ResizePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which model embeds images, and how. */
final class ModelOptions {
  static final Map<String, Supplier<ImageTransform>> TRANSFORMS =
      new TreeMap<>(
          Map.of(
              "imagenet", ImageTransform::imageNet,
              "imagenet-stretch",
                  () -> ImageTransform.imageNet().withResize(ResizePolicy.stretch()),
              "caffe", ImageTransform::caffe,
              "unit", ImageTransform::unit,
              "signed-unit", ImageTransform::signedUnit,
              "raw", ImageTransform::raw,
              "yolox", ImageTransform::yolox));

  /** Where a model runs. */
  enum On {
    CPU,
    CUDA,
    AUTO
  }

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "ONNX model that embeds the images; 'handcrafted' for VIRK's own numbers of an image;"
              + " without it there are no embeddings.")
  String model;

  @Option(
      names = "--embedding",
      paramLabel = "NAME",
      description = "Its output, or a tensor inside it, that is the embedding; default: embedding.")
  String embedding;

  @Option(
      names = "--logits",
      paramLabel = "NAME",
      description = "Its output that is the logits; default: logits, or what looks like them.")
  String logits;

  @Option(
      names = "--transform",
      paramLabel = "NAME",
      description =
          "How images become its input: caffe, imagenet, imagenet-stretch, raw, signed-unit, unit,"
              + " yolox; default: as the baseline was built, or imagenet.")
  String transform;

  @Option(
      names = "--pooling",
      paramLabel = "NAME",
      description = "How the embedding is made of its output: ${COMPLETION-CANDIDATES}.")
  Pooling pooling;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "CPU",
      description = "Where it runs: ${COMPLETION-CANDIDATES}; default: CPU.")
  On device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that it runs on; default: 1.")
  int threads;

  /**
   * Opens the model; to be closed.
   *
   * @return empty if there is none
   * @throws IllegalArgumentException naming what is wrong
   */
  Optional<Embedder> open() {
    return open(ImageTransform.imageNet());
  }

  private Optional<Embedder> open(ImageTransform usual) {
    if (model == null) {
      if (embedding != null || logits != null || pooling != null) {
        throw new IllegalArgumentException(
            "--embedding, --logits, --pooling: without --model (expected: with the model that they"
                + " are of)");
      }
      return Optional.empty();
    }
    if (model.equals("handcrafted")) {
      return Optional.of(Embedder.handcrafted());
    }
    if (transform != null && !TRANSFORMS.containsKey(transform)) {
      throw Tool.wrong(
          "--transform", transform, "one of " + String.join(", ", TRANSFORMS.keySet()));
    }
    Path file = Path.of(model);
    if (!Files.isRegularFile(file)) {
      throw Tool.wrong("--model", model, "an ONNX file, or handcrafted");
    }
    OnnxEmbedderBuilder builder =
        OnnxEmbedder.builder(file)
            .transform(transform == null ? usual : TRANSFORMS.get(transform).get())
            .threads(threads)
            .device(
                switch (device) {
                  case CPU -> Device.cpu();
                  case CUDA -> Device.cuda(0);
                  case AUTO -> Device.auto();
                });
    if (embedding != null) {
      builder.embeddingOutput(embedding);
    }
    if (logits != null) {
      builder.logitsOutput(logits);
    }
    if (pooling != null) {
      builder.pooling(pooling);
    }
    return Optional.of(builder.build());
  }

  /**
   * Opens the model that a baseline was built with; to be closed.
   *
   * @param images whether there are images to be embedded
   * @throws IllegalArgumentException if it is not given, or there is none to be given
   */
  Optional<Embedder> openFor(Baseline baseline, boolean images) {
    Optional<EmbedderProvenance> built = baseline.provenance().embedder();
    if (images && built.isPresent() && model == null) {
      throw new IllegalArgumentException(
          "--model: none (expected: "
              + Console.clean(built.get().model())
              + ", which the baseline was built with)");
    }
    if (built.isEmpty() && model != null) {
      throw Tool.wrong("--model", model, "none, for the baseline was built without one");
    }
    return open(
        built
            .map(EmbedderProvenance::preprocessing)
            .flatMap(ModelOptions::transform)
            .orElseGet(ImageTransform::imageNet));
  }

  /**
   * Opens the model of an incident, if it is given; to be closed.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  Optional<Embedder> openFor(Incident incident, Baseline baseline) {
    Incident.Model model = incident.provenance().model();
    return open(
        Stream.of(
                model.embedder().map(EmbedderProvenance::preprocessing),
                model.stated().map(StatedModel::preprocessing),
                baseline.provenance().preprocessing())
            .flatMap(Optional::stream)
            .map(ModelOptions::transform)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(ImageTransform::imageNet));
  }

  /** By which images became the model's input, if a preprocessing says so. */
  static Optional<ImageTransform> transform(String preprocessing) {
    try {
      return Optional.of(
          ImageTransform.ofJson(
              JsonParser.parseString(preprocessing).getAsJsonObject().get("transform").toString()));
    } catch (RuntimeException e) { // words, or the JSON of another embedder
      return Optional.empty();
    }
  }
}
