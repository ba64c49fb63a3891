package io.virk.bench.suite;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Benchmarks that answer one question. Each benchmark is in one. */
public enum Group {
  /** Ceilings. */
  CEILINGS(
      "what this machine can do: multiply-adds, bytes read and copied by size",
      "bench\\.ceiling\\.|kernel\\.FmaPeakBenchmark"),
  /** The hot path. */
  HOT_PATH(
      "what the one-liner costs the host's thread, by form of capture and size of image",
      "bench\\.capture\\.|bench\\.ImageCopyBenchmark"),
  /** Kernels. */
  KERNELS("MMD, permutations, windows, random features", "bench\\.kernel\\.(?!FmaPeak)"),
  /** Statistics. */
  STATISTICS(
      "histograms and divergences, KS and Wasserstein, scores of outliers, fitness of one frame",
      "bench\\.(BinnedDrift|ReferenceComparison|OutOfDistribution|Fitness)Benchmark"),
  /** Detectors. */
  DETECTORS(
      "one update of a change detector", "bench\\.(ChangeDetector|SequentialDetector)Benchmark"),
  /** Images. */
  IMAGES("signals of an image, and its way to a tensor", "bench\\.(ImageSignals|Transform)Bench"),
  /** Embedding. */
  EMBEDDING("a batch of frames by SqueezeNet, beside bare ONNX Runtime", "bench\\.EmbedderBench"),
  /** Drain. */
  DRAIN("one observation on VIRK's thread, with images and without", "bench\\.(Image)?DrainBench"),
  /** Labels. */
  LABELS("a label joined with an observation", "bench\\.LabelJoinBenchmark"),
  /** Incidents. */
  INCIDENTS("a bundle written, opened, replayed, reported", "bench\\.incident\\."),
  /** Baselines. */
  BASELINE("a baseline built, saved, loaded; a monitor started", "bench\\.BaselineBenchmark"),
  /** Peers on the JVM. */
  PEERS("other libraries of the JVM beside ours, same data, same answer", "bench\\.peer\\.");

  private final String question;
  private final Pattern names;

  Group(String question, String names) {
    this.question = question;
    this.names = Pattern.compile(names);
  }

  /** What it answers. */
  public String question() {
    return question;
  }

  /** Its name on the command line, as "hot-path". */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a benchmark, by class and method, belongs to it. */
  public boolean has(String benchmark) {
    return names.matcher(benchmark).find();
  }

  /** The group of a name on the command line. */
  public static Optional<Group> of(String word) {
    for (Group group : values()) {
      if (group.word().equals(word)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  /**
   * The group of a benchmark.
   *
   * @throws IllegalStateException if it has none, or two
   */
  public static Group ofBenchmark(String benchmark) {
    Group found = null;
    for (Group group : values()) {
      if (group.has(benchmark)) {
        if (found != null) {
          throw new IllegalStateException(benchmark + ": in " + found + " and " + group);
        }
        found = group;
      }
    }
    if (found == null) {
      throw new IllegalStateException(benchmark + " (expected: in a group)");
    }
    return found;
  }
}
