package io.virk.bench.suite;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What was measured of one benchmark, in nanoseconds an operation.
 *
 * @param group word of the group
 * @param benchmark class and method, without {@code io.virk.bench.}
 * @param parameters one value each
 * @param usual whether its parameters have their usual values; if not, it is of a sweep
 * @param kernels {@code scalar} or {@code vector N bit}: what the fork really used
 * @param mode {@code avgt} (iterations are averaged), {@code sample} (calls), {@code ss}
 * @param threads that called at once
 * @param forks JVMs of its own; 0 where it shared one with others
 * @param iterations of all forks
 * @param seconds of one iteration
 * @param flags of the forks
 * @param mean of all
 * @param low of a 99.9 % confidence interval of the mean; NaN as null where there is one iteration
 * @param high of it
 * @param least of the iterations, or of the calls where calls are sampled
 * @param median of the same
 * @param times means of the iterations
 * @param cpuTimes processor time of the benchmark's threads, by iterations
 * @param cpu processor time of the benchmark's threads, least of the iterations
 * @param cpuMedian the same, median
 * @param processCpu with compiler, collector and all other threads, median
 * @param allocated bytes an operation
 * @param percentiles by per cent, where calls are sampled
 * @param loadBefore load average of a minute
 * @param loadAfter the same at the end
 * @param work what one operation does at least; null where it is not known
 */
public record Row(
    String group,
    String benchmark,
    Map<String, String> parameters,
    boolean usual,
    String kernels,
    String mode,
    int threads,
    int forks,
    int iterations,
    double seconds,
    List<String> flags,
    double mean,
    Double low,
    Double high,
    double least,
    double median,
    List<Double> times,
    List<Double> cpuTimes,
    double cpu,
    double cpuMedian,
    double processCpu,
    double allocated,
    Map<String, Double> percentiles,
    double loadBefore,
    double loadAfter,
    Share work) {
  static final String PACKAGE = "io.virk.bench.";

  public Row {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(benchmark, "benchmark");
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(kernels, "kernels");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(flags, "flags");
    Objects.requireNonNull(times, "times");
    Objects.requireNonNull(cpuTimes, "cpuTimes");
    Objects.requireNonNull(percentiles, "percentiles");
  }

  /**
   * How far a row is from what the machine can do.
   *
   * @param ceiling what it is measured by, in words
   * @param nanos the least time in which the machine could do it
   * @param share of the ceiling that is reached, 1 for all of it
   * @param products multiply-adds of one operation; 0 where the ceiling is another
   * @param bytes that one operation reads at least; 0 where the ceiling is another row
   */
  public record Share(String ceiling, double nanos, double share, double products, double bytes) {}

  /** Class and method without the package that all share. */
  static String shortName(String benchmark) {
    return benchmark.startsWith(PACKAGE) ? benchmark.substring(PACKAGE.length()) : benchmark;
  }

  /** What two runs have in common. */
  public String key() {
    return benchmark + (parameters.isEmpty() ? "" : " " + parameters) + " (" + mode + ")";
  }

  /** Parameters as people read them, as "d 512, n 32". */
  static String words(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  /** What it is called in words, without the class. */
  String title() {
    return method() + (parameters.isEmpty() ? "" : ", " + words(parameters));
  }

  /** The method alone. */
  String method() {
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }

  /** The class alone. */
  String type() {
    return benchmark.substring(0, benchmark.lastIndexOf('.'));
  }

  /** The same with a ceiling. */
  Row withWork(Share share) {
    return new Row(
        group,
        benchmark,
        parameters,
        usual,
        kernels,
        mode,
        threads,
        forks,
        iterations,
        seconds,
        flags,
        mean,
        low,
        high,
        least,
        median,
        times,
        cpuTimes,
        cpu,
        cpuMedian,
        processCpu,
        allocated,
        percentiles,
        loadBefore,
        loadAfter,
        share);
  }
}
