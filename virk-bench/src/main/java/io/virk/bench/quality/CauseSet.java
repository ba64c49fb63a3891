package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.cause.Cause;
import io.virk.detect.Detector;
import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import io.virk.signal.Observation;
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
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Real images, of which some make a baseline, and others are what a camera sees when something
 * happens to it.
 *
 * @param name of the images
 * @param about one line
 * @param baseline frames of the baseline, reduced as a capture would
 * @param tested other frames, as the camera sees them
 * @param embedder that embeds all of them, too; empty if none does
 */
record CauseSet(
    String name,
    String about,
    List<Frame> baseline,
    List<Frame> tested,
    Optional<Embedder> embedder) {
  private static final int BATCH = 16;
  private static final CapturePolicy POLICY = CapturePolicy.DEFAULT;

  /** Neighbours that go the same way. */
  private static final int RUN = 25;

  /** All sets. */
  static List<CauseSet> all(Path data) {
    return List.of(
        shuffled("photos", "ImageNet, 224 x 224", RealSet.imageNet(data), 300, 200),
        shuffled("CIFAR-10", "32 x 32", RealSet.cifar(data), 1500, 1000),
        shuffled("Fashion-MNIST", "28 x 28, gray", RealSet.fashion(data), 1500, 1000),
        inTimeOrder(
            "traffic camera",
            "224 x 224; runs of 25 frames in turn make the baseline and windows",
            RealSet.camera(data)));
  }

  /** One of them with the embeddings of a model, of which each window costs that of its images. */
  static CauseSet embedded(Path data, String name) {
    Path models = data.resolve("models");
    CauseSet set = all(data).stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    boolean small = name.equals("CIFAR-10");
    String model = small ? "cifar10-resnet20-emb.onnx" : "squeezenet1.1-imagenet-emb.onnx";
    ImageTransform transform = small ? ImageTransform.imageNet() : ImageTransform.caffe();
    Embedder embedder =
        OnnxEmbedder.builder(models.resolve(model)).transform(transform).threads(1).build();
    return new CauseSet(
        name + ", embedded",
        set.about() + "; " + model,
        set.baseline(),
        set.tested(),
        Optional.of(embedder));
  }

  private static CauseSet shuffled(String name, String about, RealSet set, int baseline, int test) {
    int[] order = IntStream.range(0, set.size()).toArray();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    List<Frame> frames = IntStream.of(order).mapToObj(set::frame).toList();
    return new CauseSet(
        name,
        about + "; a baseline of " + baseline + ", windows of " + test + " others",
        frames.subList(0, baseline),
        frames.subList(baseline, baseline + test),
        Optional.empty());
  }

  private static CauseSet inTimeOrder(String name, String about, RealSet set) {
    List<Frame> baseline = new ArrayList<>();
    List<Frame> tested = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      (i / RUN % 2 == 0 ? baseline : tested).add(set.frame(i));
    }
    return new CauseSet(name, about, baseline, tested, Optional.empty());
  }

  /** The baseline, which learns the signatures of VIRK's causes, and is calibrated for rivals. */
  Baseline build() {
    List<Detector> detectors = new ArrayList<>(Detector.standard());
    detectors.addAll(List.of(Rivals.Z, Rivals.MATCHER));
    BaselineBuilder builder =
        Baseline.builder(name)
            .window(CleanTable.WINDOW)
            .capturePolicy(POLICY)
            .clock(() -> Instant.EPOCH)
            .detectors(detectors.toArray(Detector[]::new))
            .repeatsAllowed();
    embedder.ifPresent(e -> builder.embedder(e).causesEmbedded());
    for (int i = 0; i < baseline.size(); i++) {
      builder.add(observation(i, baseline.get(i)));
    }
    return builder.build();
  }

  private static Observation observation(int i, Frame frame) {
    return Observation.builder().sequence(i).image(POLICY.reduce(frame)).build();
  }

  /** The signals of some frames. */
  static SignalTable signals(List<Frame> frames) {
    List<SignalSource> sources = List.of(SignalSources.image());
    SignalSchema schema = SignalSchema.ofSources(sources);
    SignalExtractor extractor = new SignalExtractor(schema, sources, null, null, null);
    SignalTable table = new SignalTable(schema, frames.size());
    for (int i = 0; i < frames.size(); i++) {
      table.append(extractor.extract(observation(i, frames.get(i))));
    }
    return table;
  }

  /** The signals of some frames, and their embeddings where there is an embedder. */
  SignalTable rows(List<Frame> frames) {
    if (embedder.isEmpty()) {
      return signals(frames);
    }
    int d = embedder.get().embeddingLength();
    List<SignalSource> sources = List.of(SignalSources.image(), SignalSources.embedding(d, null));
    SignalSchema schema = SignalSchema.ofSources(sources);
    SignalExtractor extractor = new SignalExtractor(schema, sources, null, null, null);
    SignalTable table = new SignalTable(schema, frames.size());
    for (int from = 0; from < frames.size(); from += BATCH) {
      List<Frame> batch =
          frames.subList(from, Math.min(frames.size(), from + BATCH)).stream()
              .map(POLICY::reduce)
              .toList();
      float[] embeddings = Embeddings.of(embedder.get(), batch).embeddings();
      for (int i = 0; i < batch.size(); i++) {
        float[] embedding = Arrays.copyOfRange(embeddings, i * d, (i + 1) * d);
        table.append(
            extractor.extract(
                Observation.builder()
                    .sequence(from + i)
                    .image(batch.get(i))
                    .embedding(embedding)
                    .build()));
      }
    }
    return table;
  }

  /** The signals of a run of the tested frames to which something happened. */
  SignalTable signals(Cause cause, int severity, int from, int n, long seed) {
    List<Frame> run = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      run.add(tested.get((from + i) % tested.size()));
    }
    return rows(cause.apply(run, severity, seed));
  }
}
