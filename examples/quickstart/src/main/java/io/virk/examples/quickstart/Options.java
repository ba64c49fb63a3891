package io.virk.examples.quickstart;

import io.virk.onnx.ImageTransform;
import io.virk.onnx.ResizePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the command line asks for.
 *
 * @param images the user's own images: a folder, a zip file, or an IDX file; empty for the conveyor
 * @param model the user's own model; empty for the bundled one
 * @param transform name of the model's input preparation
 * @param embedding name of the model's output that is the embedding; empty for "embedding"
 * @param logits name of the model's output that is the logits; empty for "logits", if there is one
 * @param frames length of the stream
 * @param sample share of the stream that VIRK observes
 * @param shuffle whether the user's images are put into random order first
 * @param seed of everything random
 * @param output where the baseline and the incidents go
 */
record Options(
    Optional<Path> images,
    Optional<Path> model,
    String transform,
    Optional<String> embedding,
    Optional<String> logits,
    int frames,
    double sample,
    boolean shuffle,
    long seed,
    Path output) {
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

  static final String HELP =
      String.format(
          Locale.ROOT,
          """
      usage: quickstart [options]

        --images PATH      your images instead of the conveyor belt: a folder, a .zip of images, or an
                           .idx4-ubyte(.gz) file; every other run of 25 makes the baseline, the rest the
                           stream
        --model FILE       your ONNX model instead of the bundled one
        --embedding NAME   its output that is the embedding; default "embedding"
        --logits NAME      its output that is the logits; default "logits" if it has one
        --transform NAME   its input preparation: %s; default imagenet
        --frames N         length of the stream; default 12000, with --images 4000
        --sample SHARE     share of the stream that VIRK observes; default 0.2, with --images 0.5
        --shuffle          put your images into random order first
        --seed N           of everything random; default 7
        --output DIR       where the baseline and the incidents go; default virk-quickstart
        --help             this text
      """,
          String.join(", ", TRANSFORMS.keySet()));

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException with all its problems
   */
  static Options parse(String... arguments) {
    List<String> problems = new ArrayList<>();
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (name.equals("--shuffle")) {
        values.put(name, "true");
      } else if (!List.of(
              "--images",
              "--model",
              "--transform",
              "--embedding",
              "--logits",
              "--frames",
              "--sample",
              "--seed",
              "--output")
          .contains(name)) {
        problems.add("unknown option " + name);
      } else if (i + 1 == arguments.length) {
        problems.add(name + " needs a value");
      } else {
        values.put(name, arguments[++i]);
      }
    }
    Optional<Path> images = Optional.ofNullable(values.get("--images")).map(Path::of);
    images
        .filter(p -> !Files.exists(p))
        .ifPresent(p -> problems.add("--images: " + p + " (expected: an existing folder or file)"));
    Optional<Path> model = Optional.ofNullable(values.get("--model")).map(Path::of);
    model
        .filter(p -> !Files.isRegularFile(p))
        .ifPresent(p -> problems.add("--model: " + p + " (expected: an existing ONNX file)"));
    String transform = values.getOrDefault("--transform", model.isEmpty() ? "unit" : "imagenet");
    if (!TRANSFORMS.containsKey(transform)) {
      problems.add("--transform: " + transform + " (expected: one of " + TRANSFORMS.keySet() + ")");
    }
    double frames = number(values, "--frames", images.isPresent() ? 4000 : 12_000, problems);
    if (!(frames >= 100 && frames <= 100_000_000)) {
      problems.add("--frames: " + frames + " (expected: 100 .. 100000000)");
    }
    double sample = number(values, "--sample", images.isPresent() ? 0.5 : 0.2, problems);
    if (!(sample > 0 && sample <= 1)) {
      problems.add("--sample: " + sample + " (expected: in (0, 1])");
    }
    double seed = number(values, "--seed", 7, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new Options(
        images,
        model,
        transform,
        Optional.ofNullable(values.get("--embedding")),
        Optional.ofNullable(values.get("--logits")),
        (int) frames,
        sample,
        values.containsKey("--shuffle"),
        (long) seed,
        Path.of(values.getOrDefault("--output", "virk-quickstart")));
  }

  private static double number(
      Map<String, String> values, String name, double otherwise, List<String> problems) {
    String text = values.get(name);
    try {
      return text == null ? otherwise : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      problems.add(name + ": " + text + " (expected: a number)");
      return otherwise;
    }
  }
}
