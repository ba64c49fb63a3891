package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The signals of real images as they are and under every change, each embedded by the real model.
 */
final class ChangedSet {
  private static final int BATCH = 16;

  private final String name;
  private final String about;
  private final int block;
  private final List<Observation> clean;
  private final int[] tested;
  private final List<int[]> baselines;
  private final List<SignalTable> tables;
  private final int dimension;

  private ChangedSet(
      String name,
      String about,
      int block,
      List<Observation> clean,
      int[] tested,
      List<int[]> baselines,
      List<SignalTable> tables,
      int dimension) {
    this.name = name;
    this.about = about;
    this.block = block;
    this.clean = clean;
    this.tested = tested;
    this.baselines = baselines;
    this.tables = tables;
    this.dimension = dimension;
  }

  /** Three baselines of 700, windows of 600 other images. */
  static ChangedSet cifar(Path data) {
    int[] order = order(3000);
    return of(
        "CIFAR-10",
        "resnet20, 3 baselines of 700, windows of 600 other images in random order; CIFAR-10-C"
            + " constants",
        RealSet.cifar(data),
        data.resolve("models/cifar10-resnet20-emb.onnx"),
        ImageTransform.imageNet(),
        1,
        Arrays.copyOfRange(order, 2100, 2700),
        List.of(
            Arrays.copyOfRange(order, 0, 700),
            Arrays.copyOfRange(order, 700, 1400),
            Arrays.copyOfRange(order, 1400, 2100)));
  }

  /** One baseline of 300, windows of the 200 other photos. */
  static ChangedSet imageNet(Path data) {
    int[] order = order(500);
    return of(
        "ImageNet",
        "squeezenet, a baseline of 300, windows of 200 other photos in random order; ImageNet-C"
            + " constants",
        RealSet.imageNet(data),
        data.resolve("models/squeezenet1.1-imagenet-emb.onnx"),
        ImageTransform.caffe(),
        1,
        Arrays.copyOfRange(order, 300, 500),
        List.of(Arrays.copyOfRange(order, 0, 300)));
  }

  /** The camera's frames in blocks of neighbours, for the baseline and the windows alike. */
  static ChangedSet camera(Path data) {
    return of(
        "traffic camera, lengthened",
        "squeezenet, 2 baselines of 2,400 and the windows of blocks of 50 frames from random places"
            + " of the 250, taken as a circle; ImageNet-C constants",
        RealSet.camera(data),
        data.resolve("models/squeezenet1.1-imagenet-emb.onnx"),
        ImageTransform.caffe(),
        50,
        IntStream.range(0, 250).toArray(),
        List.of(blocks(250, 2400, 1), blocks(250, 2400, 2)));
  }

  private static int[] order(int n) {
    int[] order = IntStream.range(0, n).toArray();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static int[] blocks(int n, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] rows = new int[length];
    int at = 0;
    for (int i = 0; i < length; i++) {
      at = i % 50 == 0 ? random.nextInt(n) : (at + 1) % n;
      rows[i] = at;
    }
    return rows;
  }

  private static ChangedSet of(
      String name,
      String about,
      RealSet set,
      Path model,
      ImageTransform transform,
      int block,
      int[] tested,
      List<int[]> baselines) {
    try (Embedder embedder = OnnxEmbedder.builder(model).transform(transform).build()) {
      int[] all = IntStream.range(0, set.size()).toArray();
      List<Observation> clean = observations(embedder, frames(set, all, null, 0));
      List<SignalTable> tables = new ArrayList<>();
      int d = embedder.embeddingLength();
      tables.add(table(Arrays.stream(tested).mapToObj(clean::get).toList(), d));
      for (Change change : Change.IN_TABLES) {
        for (int severity : Change.SEVERITIES) {
          tables.add(table(observations(embedder, frames(set, tested, change, severity)), d));
        }
      }
      return new ChangedSet(name, about, block, clean, tested, baselines, tables, d);
    }
  }

  private static List<Frame> frames(RealSet set, int[] rows, Change change, int severity) {
    return IntStream.of(rows)
        .parallel()
        .mapToObj(
            i -> change == null ? set.frame(i) : change.apply(set.frame(i), severity, 77L + i))
        .toList();
  }

  private static List<Observation> observations(Embedder embedder, List<Frame> frames) {
    List<Observation> list = new ArrayList<>();
    int d = embedder.embeddingLength();
    int c = embedder.logitsLength();
    for (int from = 0; from < frames.size(); from += BATCH) {
      List<Frame> batch = frames.subList(from, Math.min(frames.size(), from + BATCH));
      Embeddings embeddings = Embeddings.of(embedder, batch);
      for (int i = 0; i < batch.size(); i++) {
        Observation.Builder observation =
            Observation.builder()
                .sequence(list.size())
                .image(CleanStreams.POLICY.reduce(batch.get(i)))
                .embedding(Arrays.copyOfRange(embeddings.embeddings(), i * d, (i + 1) * d));
        if (c > 0) {
          observation.logits(Arrays.copyOfRange(embeddings.logits(), i * c, (i + 1) * c));
        }
        list.add(observation.build());
      }
    }
    return list;
  }

  private static SignalTable table(List<Observation> observations, int d) {
    Observation first = observations.get(0);
    int c = first.logits() == null ? 0 : first.logits().length;
    List<SignalSource> sources =
        List.of(SignalSources.image(), SignalSources.logits(c), SignalSources.embedding(d, null));
    SignalSchema schema = SignalSchema.ofSources(sources);
    SignalExtractor extractor = new SignalExtractor(schema, sources, null, null, null);
    SignalTable table = new SignalTable(schema, observations.size());
    observations.forEach(o -> table.append(extractor.extract(o)));
    return table;
  }

  String name() {
    return name;
  }

  String about() {
    return about;
  }

  int baselines() {
    return baselines.size();
  }

  Baseline baseline(int index) {
    BaselineBuilder builder =
        Baseline.builder(name)
            .window(CleanTable.WINDOW)
            .capturePolicy(CleanStreams.POLICY)
            .clock(() -> Instant.EPOCH)
            .seed(index);
    if (block > 1) {
      builder.repeatsAllowed();
    }
    for (int row : baselines.get(index)) {
      builder.add(clean.get(row));
    }
    return builder.build();
  }

  /**
   * The signals of all tested images, as they are and then under each change, one after the other.
   */
  SignalTable signals(Baseline baseline) {
    SignalTable all = tables.get(0);
    for (SignalTable table : tables.subList(1, tables.size())) {
      all = SignalTable.concatenate(all, table);
    }
    SignalTable copy = all.copy(all.schema(), all.rows());
    baseline
        .mahalanobis()
        .ifPresent(
            model ->
                copy.fill(
                    ScalarSignal.MAHALANOBIS, e -> SignalExtractor.mahalanobisDistance(model, e)));
    return copy;
  }

  /** Where in {@link #signals} a change begins; 0 = as they are. */
  int offset(Change change, int severity) {
    int index = 1 + change.ordinal() * Change.SEVERITIES.length;
    while (Change.SEVERITIES[(index - 1) % Change.SEVERITIES.length] != severity) {
      index++;
    }
    return index * tested.length;
  }

  /** The next tested image: a neighbour of the last within a block, or any. */
  int next(int last, int position, SplittableRandom random) {
    return position % block == 0 ? random.nextInt(tested.length) : (last + 1) % tested.length;
  }
}
