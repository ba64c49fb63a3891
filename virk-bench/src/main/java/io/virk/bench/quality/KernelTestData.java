package io.virk.bench.quality;

import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What kernel tests are tried on: a reference of {@value #REFERENCE} rows, clean windows, and
 * windows under shifts.
 *
 * @param name of the data
 * @param reference [{@value #REFERENCE} x d] row-major
 * @param d length of a row
 * @param clean draws windows on which nothing has changed
 * @param shifts what may have
 */
record KernelTestData(String name, float[] reference, int d, Windows clean, List<Shift> shifts) {
  static final int REFERENCE = 500;
  private static final int DIMENSION = 512;
  private static final int CLEAN_IMAGES = 1500;
  private static final int CHANGED_IMAGES = 600;
  private static final int BATCH = 50;
  private static final int[] SEVERITIES = {1, 3};

  /** Draws windows. Thread-safe. */
  @FunctionalInterface
  interface Windows {
    /** A window, [m x d] row-major. */
    float[] draw(int m, SplittableRandom random);
  }

  /**
   * A change.
   *
   * @param name of it
   * @param windows under it
   */
  record Shift(String name, Windows windows) {}

  /** One row of drawn numbers. */
  @FunctionalInterface
  private interface Row {
    void fill(float[] to, int at, SplittableRandom random);
  }

  /** Independent normal numbers, 512 a row. */
  static KernelTestData normal() {
    Windows clean = windows(KernelTestData::normalRow);
    List<Shift> shifts = new ArrayList<>();
    for (double length : new double[] {1, 1.5}) {
      float each = (float) (length / Math.sqrt(DIMENSION));
      shifts.add(
          new Shift(
              "mean, " + length + " sd, spread over all components",
              windows(
                  (to, at, random) -> {
                    normalRow(to, at, random);
                    for (int k = 0; k < DIMENSION; k++) {
                      to[at + k] += each;
                    }
                  })));
    }
    shifts.add(
        new Shift(
            "mean, 1.5 sd, of one component",
            windows(
                (to, at, random) -> {
                  normalRow(to, at, random);
                  to[at] += 1.5f;
                })));
    for (double factor : new double[] {1.02, 1.05}) {
      shifts.add(
          new Shift(
              "deviation of all components times " + factor,
              windows(
                  (to, at, random) -> {
                    normalRow(to, at, random);
                    for (int k = 0; k < DIMENSION; k++) {
                      to[at + k] *= (float) factor;
                    }
                  })));
    }
    shifts.add(
        new Shift(
            "deviation of 16 components times 2",
            windows(
                (to, at, random) -> {
                  normalRow(to, at, random);
                  for (int k = 0; k < 16; k++) {
                    to[at + k] *= 2;
                  }
                })));
    shifts.add(
        new Shift(
            "one row in ten 8 sd away",
            windows(
                (to, at, random) -> {
                  normalRow(to, at, random);
                  to[at] += random.nextInt(10) == 0 ? 8 : 0;
                })));
    float[] reference = clean.draw(REFERENCE, new SplittableRandom(1));
    return new KernelTestData("normal, d = 512", reference, DIMENSION, clean, shifts);
  }

  private static void normalRow(float[] to, int at, SplittableRandom random) {
    for (int k = 0; k < DIMENSION; k++) {
      to[at + k] = (float) random.nextGaussian();
    }
  }

  private static Windows windows(Row row) {
    return (m, random) -> {
      float[] window = new float[m * DIMENSION];
      for (int i = 0; i < m; i++) {
        row.fill(window, i * DIMENSION, random);
      }
      return window;
    };
  }

  /**
   * Embeddings of CIFAR-10 by a ResNet-20: a reference of 500 images, clean windows of 1,500
   * others, and 600 of the rest under causes of the catalogue.
   */
  static KernelTestData cifar(Path data) {
    RealSet set = RealSet.cifar(data);
    Path model = data.resolve("models/cifar10-resnet20-emb.onnx");
    try (Embedder embedder =
        OnnxEmbedder.builder(model).transform(ImageTransform.imageNet()).build()) {
      int d = embedder.embeddingLength();
      float[] reference = embeddings(embedder, frames(set, 0, REFERENCE));
      float[] clean = embeddings(embedder, frames(set, REFERENCE, CLEAN_IMAGES));
      List<Frame> rest = frames(set, REFERENCE + CLEAN_IMAGES, CHANGED_IMAGES);
      List<Shift> shifts = new ArrayList<>();
      for (String name :
          List.of(
              "under-exposure", "sensor noise", "defocus", "JPEG compression", "low contrast")) {
        Cause cause = Causes.named(name);
        for (int severity : SEVERITIES) {
          List<Frame> changed =
              IntStream.range(0, rest.size())
                  .parallel()
                  .mapToObj(i -> cause.apply(rest.get(i), severity, 77L + i))
                  .toList();
          shifts.add(new Shift(name + " " + severity, of(embeddings(embedder, changed), d)));
        }
      }
      return new KernelTestData("CIFAR-10, d = " + d, reference, d, of(clean, d), shifts);
    }
  }

  private static List<Frame> frames(RealSet set, int from, int n) {
    return IntStream.range(from, from + n).mapToObj(set::frame).toList();
  }

  private static float[] embeddings(Embedder embedder, List<Frame> frames) {
    int d = embedder.embeddingLength();
    float[] all = new float[frames.size() * d];
    for (int from = 0; from < frames.size(); from += BATCH) {
      List<Frame> batch = frames.subList(from, Math.min(frames.size(), from + BATCH));
      float[] some = Embeddings.of(embedder, batch).embeddings();
      System.arraycopy(some, 0, all, from * d, batch.size() * d);
    }
    return all;
  }

  /** Windows of distinct rows in random order. */
  private static Windows of(float[] rows, int d) {
    int n = rows.length / d;
    return (m, random) -> {
      int[] order = IntStream.range(0, n).toArray();
      float[] window = new float[m * d];
      for (int i = 0; i < m; i++) {
        int j = i + random.nextInt(n - i);
        int row = order[j];
        order[j] = order[i];
        System.arraycopy(rows, row * d, window, i * d, d);
      }
      return window;
    };
  }

  /** The reference's rows in random order, as far as {@code n}. */
  float[] shuffledReference(int n, SplittableRandom random) {
    return of(reference, d).draw(n, random);
  }

  /** A row of the reference. */
  float[] row(float[] rows, int i) {
    return Arrays.copyOfRange(rows, i * d, (i + 1) * d);
  }
}
