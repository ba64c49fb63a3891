package io.virk.bench.quality;

import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import io.virk.stats.ood.CovarianceOptions;
import io.virk.stats.ood.Energy;
import io.virk.stats.ood.Entropy;
import io.virk.stats.ood.GeneralizedEntropy;
import io.virk.stats.ood.Mahalanobis;
import io.virk.stats.ood.MahalanobisPlusPlus;
import io.virk.stats.ood.Margin;
import io.virk.stats.ood.MaxLogit;
import io.virk.stats.ood.MaxSoftmax;
import io.virk.stats.ood.NearestNeighbours;
import io.virk.stats.ood.NeighbourOptions;
import io.virk.stats.ood.RelativeMahalanobis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How well scores of a single image tell what a model was not made for: CIFAR-10 by a ResNet-20
 * beside images of other kinds that the same model is shown. The first {@value #FITTED} images fit
 * what needs fitting, by the model's own classes; the others are what is to be left alone.
 */
final class OodTable {
  private static final int FITTED = 1500;
  private static final int CLASSES = 10;
  private static final int MOST = 1000;
  private static final int BATCH = 50;
  private static final double KEPT = 0.95;

  /** A score of one image; larger = further out. */
  private interface Score {
    double of(float[] embedding, float[] logits);
  }

  /** What the model makes of some images. */
  private record Seen(List<float[]> embeddings, List<float[]> logits) {}

  private OodTable() {}

  /**
   * Prints it.
   *
   * @param data folder of the data
   * @param size scales how many images of other kinds are shown, {@value #MOST} at most of each
   */
  static void run(Path data, double size) {
    int most = (int) Math.max(20, Math.min(MOST, MOST * size));
    Path model = data.resolve("models/cifar10-resnet20-emb.onnx");
    RealSet cifar = RealSet.cifar(data);
    try (Embedder embedder =
        OnnxEmbedder.builder(model).transform(ImageTransform.imageNet()).build()) {
      Seen fitted = seen(embedder, frames(cifar, 0, FITTED));
      Seen inside = seen(embedder, frames(cifar, FITTED, FITTED + Math.max(200, most)));
      Map<String, RealSet> others = new LinkedHashMap<>();
      others.put("Fashion-MNIST", RealSet.fashion(data));
      others.put("MNIST", RealSet.mnist(data));
      others.put("ImageNet", RealSet.imageNet(data));
      others.put("traffic camera", RealSet.camera(data));
      Map<String, Seen> outside = new LinkedHashMap<>();
      others.forEach((name, set) -> outside.put(name, seen(embedder, frames(set, 0, most))));
      print(scores(fitted), inside, outside);
    }
  }

  private static List<Frame> frames(RealSet set, int from, int to) {
    return IntStream.range(from, Math.min(to, set.size())).mapToObj(set::frame).toList();
  }

  private static Seen seen(Embedder embedder, List<Frame> frames) {
    int d = embedder.embeddingLength();
    Seen seen = new Seen(new ArrayList<>(), new ArrayList<>());
    for (int from = 0; from < frames.size(); from += BATCH) {
      List<Frame> batch = frames.subList(from, Math.min(frames.size(), from + BATCH));
      Embeddings made = Embeddings.of(embedder, batch);
      for (int i = 0; i < batch.size(); i++) {
        seen.embeddings.add(Arrays.copyOfRange(made.embeddings(), i * d, (i + 1) * d));
        seen.logits.add(Arrays.copyOfRange(made.logits(), i * CLASSES, (i + 1) * CLASSES));
      }
    }
    return seen;
  }

  private static Map<String, Score> scores(Seen fitted) {
    int n = fitted.embeddings.size();
    int d = fitted.embeddings.get(0).length;
    float[] x = new float[n * d];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(fitted.embeddings.get(i), 0, x, i * d, d);
      labels[i] = MaxLogit.argmax(fitted.logits.get(i));
    }
    CovarianceOptions oas = CovarianceOptions.oas();
    Mahalanobis tied = Mahalanobis.fit(x, n, d, labels, CLASSES, oas);
    MahalanobisPlusPlus scaled = MahalanobisPlusPlus.fit(x, n, d, labels, CLASSES, oas);
    RelativeMahalanobis relative = RelativeMahalanobis.fit(x, n, d, labels, CLASSES, oas);
    NearestNeighbours neighbours =
        NearestNeighbours.fit(x, n, d, NeighbourOptions.kth(10).onUnitSphere());
    Map<String, Score> scores = new LinkedHashMap<>();
    scores.put("max softmax", (e, l) -> MaxSoftmax.of(l, 1));
    scores.put("max logit", (e, l) -> MaxLogit.of(l));
    scores.put("margin", (e, l) -> Margin.of(l, 1));
    scores.put("entropy", (e, l) -> Entropy.of(l, 1));
    scores.put("generalized entropy", (e, l) -> GeneralizedEntropy.standard().score(l, 1));
    scores.put("energy", (e, l) -> Energy.of(l, 1));
    scores.put("Mahalanobis", (e, l) -> tied.score(e));
    scores.put("Mahalanobis++", (e, l) -> scaled.score(e));
    scores.put("relative Mahalanobis", (e, l) -> relative.score(e));
    scores.put("10th neighbour on the sphere", (e, l) -> neighbours.score(e));
    scores.put("the same for all", (e, l) -> 0);
    return scores;
  }

  private static void print(Map<String, Score> scores, Seen inside, Map<String, Seen> outside) {
    StringBuilder sizes = new StringBuilder(inside.embeddings.size() + " images of CIFAR-10");
    outside.forEach(
        (name, seen) ->
            sizes.append(", ").append(seen.embeddings.size()).append(" of ").append(name));
    System.out.printf(
        Locale.ROOT,
        "%nAUROC / FPR at 95 %% of CIFAR-10 kept, both in %%: %s; fitted on %d others.%n%n| score |"
            + " %s |%n|---|%s%n",
        sizes,
        FITTED,
        String.join(" | ", outside.keySet()),
        "---:|".repeat(outside.size()));
    scores.forEach(
        (name, score) -> {
          double[] kept = values(score, inside);
          StringBuilder row = new StringBuilder("| " + name + " |");
          outside.forEach(
              (other, seen) -> {
                double[] strange = values(score, seen);
                row.append(
                    String.format(
                        Locale.ROOT,
                        " %.1f / %.1f |",
                        100 * auroc(kept, strange),
                        100 * taken(kept, strange)));
              });
          System.out.println(row);
        });
  }

  private static double[] values(Score score, Seen seen) {
    return IntStream.range(0, seen.embeddings.size())
        .mapToDouble(i -> score.of(seen.embeddings.get(i), seen.logits.get(i)))
        .toArray();
  }

  /** Probability that a strange image has the larger score, ties counted half. */
  static double auroc(double[] kept, double[] strange) {
    double[] sorted = kept.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (double value : strange) {
      sum += (below(sorted, value, false) + below(sorted, value, true)) / 2.0;
    }
    return sum / ((double) sorted.length * strange.length);
  }

  /** How many of the sorted values are smaller, or not larger. */
  private static int below(double[] sorted, double value, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) / 2;
      if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Share of strange images that are taken for the usual, where 95 % of the usual are kept. */
  static double taken(double[] kept, double[] strange) {
    double[] sorted = kept.clone();
    Arrays.sort(sorted);
    double limit = sorted[(int) Math.ceil(KEPT * sorted.length) - 1];
    return Arrays.stream(strange).filter(v -> v <= limit).count() / (double) strange.length;
  }
}
