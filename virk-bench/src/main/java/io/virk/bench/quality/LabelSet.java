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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/**
 * CIFAR-10 with its labels as a ResNet-20 sees it, clean and under every cause of the catalogue.
 * The first {@value #BASELINE} images are the labelled baseline, the next {@value #TESTED} are what
 * is watched. What the model makes of images is kept in the folder for temporary files, under a
 * name by which what another version of a cause, or another model, gives is not taken for it.
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
      byte[] bytes = Files.readAllBytes(model);
      try (Embedder embedder = OnnxEmbedder.builder(model).transform(transform).build()) {
        Kept outputs = new Kept(embedder, bytes, kept);
        baseline = outputs.of("baseline", frames(set, 0, BASELINE), (run, from) -> run);
        List<Frame> tested = frames(set, BASELINE, TESTED);
        changes.add(new Changed("clean", 0, outputs.of("clean", tested, (run, from) -> run)));
        for (Cause cause : Causes.all().subList(0, Math.min(most, Causes.all().size()))) {
          if (OTHER_PICTURES.contains(cause.name())) {
            continue;
          }
          for (int severity : SEVERITIES) {
            Outputs of =
                outputs.of(
                    cause.name() + "-" + severity,
                    tested,
                    (run, from) -> cause.apply(run, severity, 77L + from));
            changes.add(new Changed(cause.name(), severity, of));
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

  /** Changes a run of images. */
  private interface Change {
    /** Those from a place on. */
    List<Frame> of(List<Frame> run, int from);
  }

  /**
   * What the model makes of images, of this run or of an earlier one.
   *
   * @param model its file
   */
  private record Kept(Embedder embedder, byte[] model, Path folder) {
    Outputs of(String name, List<Frame> frames, Change change) throws IOException {
      List<Frame> first = change.of(frames.subList(0, Math.min(RUN, frames.size())), 0);
      Path file = folder.resolve(key(name, model, first));
      if (!Files.exists(file)) {
        List<Frame> changed = new ArrayList<>(first);
        for (int from = RUN; from < frames.size(); from += RUN) {
          changed.addAll(
              change.of(frames.subList(from, Math.min(frames.size(), from + RUN)), from));
        }
        Path part = Files.createTempFile(folder, "part", "");
        Files.write(part, outputs(embedder, changed));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return read(Files.readAllBytes(file));
    }
  }

  /** Another one if the model, a cause, or what it happens to is another. */
  static String key(String name, byte[] model, List<Frame> first) {
    CRC32C checksum = new CRC32C();
    checksum.update(model);
    first.forEach(frame -> checksum.update(frame.pixels()));
    return String.format(
        Locale.ROOT,
        "%s-%08x",
        name.replaceAll("[^a-zA-Z0-9-]", "_").toLowerCase(Locale.ROOT),
        checksum.getValue());
  }

  private static int[] labels(Path data) throws IOException {
    Path file = data.resolve("images/cifar10-test-3000-labels.idx1-ubyte.gz");
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      byte[] bytes = in.readAllBytes();
      return IntStream.range(8, bytes.length).map(i -> bytes[i]).toArray();
    }
  }

  private static byte[] outputs(Embedder embedder, List<Frame> frames) {
    ByteBuffer buffer = ByteBuffer.allocate(frames.size() * (CLASSES + EMBEDDING) * Float.BYTES);
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
    return buffer.array();
  }

  private static Outputs read(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int n = buffer.remaining() / Float.BYTES / (CLASSES + EMBEDDING);
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
