package io.virk.bench.quality;

import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * CIFAR-10 with its labels as a ResNet-20 sees it, clean and under every cause of the catalogue.
 * The first {@value #BASELINE} images are the labelled baseline, the next {@value #TESTED} are what
 * is watched. What the model makes of changed images is kept in the folder for temporary files.
 */
final class LabelSet {
  static final int CLASSES = 10;
  static final int BASELINE = 1500;
  static final int TESTED = 800;
  static final int[] SEVERITIES = {1, 3, 5};
  private static final int EMBEDDING = 64;
  private static final int BATCH = 50;

  /** Images that share a seed of the cause: dirt lies elsewhere in the next. */
  private static final int RUN = 100;

  /** After these a picture is no longer the one that was labelled. */
  private static final Set<String> OTHER_PICTURES = Set.of("frozen stream", "dropped frames");

  private final int[] labels;
  private final Outputs baseline;
  private final List<Changed> changes = new ArrayList<>();

  /**
   * What the model makes of some images.
   *
   * @param n images
   * @param logits [n x classes]
   * @param embeddings [n x 64]
   */
  record Outputs(int n, float[] logits, float[] embeddings) {
    int predicted(int i) {
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = logits[i * CLASSES + c] > logits[i * CLASSES + best] ? c : best;
      }
      return best;
    }

    double[] probabilities(int i, double temperature) {
      double[] p = new double[CLASSES];
      double most = logits[i * CLASSES + predicted(i)];
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        p[c] = Math.exp((logits[i * CLASSES + c] - most) / temperature);
        sum += p[c];
      }
      for (int c = 0; c < CLASSES; c++) {
        p[c] /= sum;
      }
      return p;
    }

    double confidence(int i) {
      return probabilities(i, 1)[predicted(i)];
    }
  }

  /**
   * The tested images under a cause.
   *
   * @param cause "clean" for none
   * @param severity 0 for none
   * @param outputs of the model
   */
  record Changed(String cause, int severity, Outputs outputs) {}

  /**
   * Has the model look at all images, but for what is kept of earlier runs.
   *
   * @param data folder of the data
   * @param most of the causes that are looked at
   */
  LabelSet(Path data, int most) {
    try {
      labels = labels(data);
      RealSet set = RealSet.cifar(data);
      Path model = data.resolve("models/cifar10-resnet20-emb.onnx");
      ImageTransform transform = ImageTransform.imageNet();
      Path kept = Path.of(System.getProperty("java.io.tmpdir")).resolve("virk-label-outputs");
      Files.createDirectories(kept);
      try (Embedder embedder = OnnxEmbedder.builder(model).transform(transform).build()) {
        baseline = outputs(embedder, kept.resolve("baseline"), frames(set, 0, BASELINE));
        List<Frame> tested = frames(set, BASELINE, TESTED);
        changes.add(new Changed("clean", 0, outputs(embedder, kept.resolve("clean"), tested)));
        for (Cause cause : Causes.all().subList(0, Math.min(most, Causes.all().size()))) {
          if (OTHER_PICTURES.contains(cause.name())) {
            continue;
          }
          for (int severity : SEVERITIES) {
            String name = cause.name().replaceAll("[^a-zA-Z0-9]", "_") + "-" + severity;
            Path file = kept.resolve(name.toLowerCase(Locale.ROOT));
            List<Frame> frames = Files.exists(file) ? List.of() : changed(tested, cause, severity);
            changes.add(new Changed(cause.name(), severity, outputs(embedder, file, frames)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Frame> frames(RealSet set, int from, int n) {
    return IntStream.range(from, from + n).mapToObj(set::frame).toList();
  }

  private static List<Frame> changed(List<Frame> frames, Cause cause, int severity) {
    List<Frame> changed = new ArrayList<>();
    for (int from = 0; from < frames.size(); from += RUN) {
      List<Frame> run = frames.subList(from, Math.min(frames.size(), from + RUN));
      changed.addAll(cause.apply(run, severity, 77L + from));
    }
    return changed;
  }

  private static int[] labels(Path data) throws IOException {
    Path file = data.resolve("images/cifar10-test-3000-labels.idx1-ubyte.gz");
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      byte[] bytes = in.readAllBytes();
      return IntStream.range(8, bytes.length).map(i -> bytes[i]).toArray();
    }
  }

  private static Outputs outputs(Embedder embedder, Path file, List<Frame> frames)
      throws IOException {
    int row = CLASSES + EMBEDDING;
    if (!Files.exists(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(frames.size() * row * Float.BYTES);
      for (int from = 0; from < frames.size(); from += BATCH) {
        int to = Math.min(frames.size(), from + BATCH);
        Embeddings seen = Embeddings.of(embedder, frames.subList(from, to));
        for (int i = 0; i < to - from; i++) {
          for (int c = 0; c < CLASSES; c++) {
            buffer.putFloat(seen.logits()[i * CLASSES + c]);
          }
          for (int j = 0; j < EMBEDDING; j++) {
            buffer.putFloat(seen.embeddings()[i * EMBEDDING + j]);
          }
        }
      }
      Files.write(file, buffer.array());
    }
    ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file));
    int n = buffer.remaining() / Float.BYTES / row;
    float[] logits = new float[n * CLASSES];
    float[] embeddings = new float[n * EMBEDDING];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < CLASSES; c++) {
        logits[i * CLASSES + c] = buffer.getFloat();
      }
      for (int j = 0; j < EMBEDDING; j++) {
        embeddings[i * EMBEDDING + j] = buffer.getFloat();
      }
    }
    return new Outputs(n, logits, embeddings);
  }

  Outputs baseline() {
    return baseline;
  }

  int[] baselineLabels() {
    return Arrays.copyOf(labels, BASELINE);
  }

  /** Of the tested images, whatever happened to them. */
  int[] testedLabels() {
    return Arrays.copyOfRange(labels, BASELINE, BASELINE + TESTED);
  }

  /** Clean first. */
  List<Changed> changes() {
    return changes;
  }

  Outputs clean() {
    return changes.get(0).outputs();
  }
}
