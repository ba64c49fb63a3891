package io.virk.bench.peer;

import io.virk.stats.Acceleration;
import io.virk.stats.Bins;
import io.virk.stats.Histogram;
import io.virk.stats.divergence.BinnedWasserstein;
import io.virk.stats.divergence.JensenShannon;
import io.virk.stats.divergence.KullbackLeibler;
import io.virk.stats.divergence.PopulationStabilityIndex;
import io.virk.stats.divergence.Smoothing;
import io.virk.stats.kernel.MaximumMeanDiscrepancy;
import io.virk.stats.kernel.MmdPermutationTest;
import io.virk.stats.ood.LogitBatch;
import io.virk.stats.ood.Mahalanobis;
import io.virk.stats.ood.NearestNeighbours;
import io.virk.stats.ood.NeighbourOptions;
import io.virk.stats.ood.Workspace;
import io.virk.stats.twosample.ReferenceComparison;
import io.virk.stats.twosample.SortedReference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * VIRK's side of {@code peers.py}. Of its lines on standard input:
 *
 * <pre>
 * prepare TASK FOLDER name=number ...   reads arrays from files of the folder: "ok KERNELS"
 * run                                   computes once: "ok NANOS CPU_NANOS ANSWER ..."
 * </pre>
 */
public final class OurSide {
  private static final double SIGMA = 32;

  /** What is measured. */
  private interface Task {
    double[] run();
  }

  private final Path folder;
  private final Map<String, Integer> sizes;

  private OurSide(Path folder, Map<String, Integer> sizes) {
    this.folder = folder;
    this.sizes = sizes;
  }

  /**
   * Answers until its input ends.
   *
   * @param arguments none
   * @throws IOException if an array cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Task task = null;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("prepare")) {
        Map<String, Integer> sizes = new HashMap<>();
        for (int i = 3; i < words.length; i++) {
          String[] pair = words[i].split("=");
          sizes.put(pair[0], Integer.valueOf(pair[1]));
        }
        task = new OurSide(Path.of(words[2]), sizes).task(words[1]);
        System.out.println("ok " + Acceleration.inUse().kernels());
      } else {
        long cpu = threads.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        double[] answer = task.run();
        long took = System.nanoTime() - begin;
        long busy = threads.getCurrentThreadCpuTime() - cpu;
        String text =
            Arrays.stream(answer).mapToObj(Double::toString).collect(Collectors.joining(" "));
        System.out.println("ok " + took + " " + busy + " " + text);
      }
    }
  }

  private int size(String name) {
    return sizes.get(name);
  }

  private ByteBuffer file(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.nativeOrder());
  }

  private float[] floats(String name) throws IOException {
    ByteBuffer bytes = file(name);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private double[] doubles(String name) throws IOException {
    ByteBuffer bytes = file(name);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  private Task task(String name) throws IOException {
    return switch (name) {
      case "mmd" -> mmd();
      case "median" -> median();
      case "permutations" -> permutations();
      case "neighbours" -> neighbours();
      case "mahalanobis" -> mahalanobis();
      case "logits" -> logits();
      case "binned" -> binned();
      case "sorted" -> sorted();
      default -> throw new IllegalArgumentException("task: " + name);
    };
  }

  private Task mmd() throws IOException {
    float[] x = floats("x");
    float[] y = floats("y");
    int n = size("n");
    int d = size("d");
    return () -> new double[] {MaximumMeanDiscrepancy.biased(x, n, y, n, d, SIGMA)};
  }

  private Task median() throws IOException {
    float[] x = floats("x");
    float[] y = floats("y");
    int n = size("n");
    int d = size("d");
    return () -> new double[] {MaximumMeanDiscrepancy.withMedianBandwidth(x, n, y, n, d).biased()};
  }

  private Task permutations() throws IOException {
    float[] x = floats("x");
    float[] y = floats("y");
    int n = size("n");
    int d = size("d");
    int splits = size("permutations");
    SplittableRandom random = new SplittableRandom(1);
    return () ->
        new double[] {MmdPermutationTest.test(x, n, y, n, d, SIGMA, splits, random).biased()};
  }

  private Task neighbours() throws IOException {
    NearestNeighbours model =
        NearestNeighbours.fit(
            floats("references"), size("references"), size("d"), NeighbourOptions.kth(size("k")));
    float[] queries = floats("queries");
    return summed(queries, size("queries"), model::scores);
  }

  private Task mahalanobis() throws IOException {
    Mahalanobis model =
        Mahalanobis.of(doubles("means"), size("classes"), size("d"), doubles("covariance"));
    return summed(floats("x"), size("n"), model::scores);
  }

  /** A score of each row. */
  private interface Scores {
    void of(float[] x, int n, double[] scores, Workspace workspace);
  }

  private static Task summed(float[] x, int n, Scores of) {
    double[] scores = new double[n];
    Workspace workspace = new Workspace();
    return () -> {
      of.of(x, n, scores, workspace);
      return new double[] {Arrays.stream(scores).sum()};
    };
  }

  private Task logits() throws IOException {
    float[] logits = floats("logits");
    int n = size("n");
    int classes = size("classes");
    LogitBatch batch = new LogitBatch(n, 1);
    return () -> {
      batch.score(logits, n, classes);
      double[] sums = new double[4];
      for (int i = 0; i < n; i++) {
        sums[0] += batch.energy(i);
        sums[1] += batch.maxSoftmax(i);
        sums[2] += batch.maxLogit(i);
        sums[3] += batch.entropy(i);
      }
      return sums;
    };
  }

  private Task binned() throws IOException {
    float[] window = floats("window");
    double[] reference = doubles("reference");
    double[] positions = doubles("positions");
    double[] current = new double[reference.length];
    Histogram histogram = new Histogram(Bins.ofInnerEdges(doubles("edges")));
    Smoothing smoothing = Smoothing.additive(0.5);
    return () -> {
      histogram.clear();
      histogram.accept(window);
      long[] counts = histogram.counts();
      for (int i = 0; i < current.length; i++) {
        current[i] = counts[i];
      }
      return new double[] {
        PopulationStabilityIndex.of(reference, current, smoothing),
        KullbackLeibler.of(current, reference, smoothing),
        JensenShannon.divergence(reference, current, smoothing),
        BinnedWasserstein.of(reference, current, positions, smoothing)
      };
    };
  }

  private Task sorted() throws IOException {
    float[] window = floats("window");
    ReferenceComparison comparison =
        new ReferenceComparison(SortedReference.of(floats("reference")));
    return () -> {
      comparison.compare(window);
      return new double[] {comparison.kolmogorovSmirnov(), comparison.wasserstein()};
    };
  }
}
