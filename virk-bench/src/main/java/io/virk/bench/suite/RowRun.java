package io.virk.bench.suite;

import io.virk.bench.Forks;
import io.virk.bench.KeptBaselines;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/** Runs a row through JMH, in JVMs of its own or in this one. */
public final class RowRun {
  private static final double[] PERCENTILES = {0, 50, 90, 99, 99.9, 99.99, 100};
  private static final int LONGEST_LOG = 4000;
  private static final Pattern THROWN =
      Pattern.compile("^(Caused by: )?[a-z.]+[A-Za-z.]*(Exception|Error)\\b");

  /**
   * How long.
   *
   * @param forks JVMs of a row at its usual sizes; 0 for this very JVM
   * @param sweepForks JVMs of a row at other sizes
   * @param warmups iterations that do not count
   * @param iterations that do
   * @param millis of each
   */
  public record Effort(int forks, int sweepForks, int warmups, int iterations, int millis) {
    /** Proves that a benchmark runs, in a JVM that rows share. Its figures are worth nothing. */
    public static final Effort QUICK = new Effort(0, 0, 0, 1, 10);

    /** Two JVMs, so that what a JVM decided by chance is seen in the spread. */
    public static final Effort FULL = new Effort(2, 1, 3, 5, 300);
  }

  private RowRun() {}

  /**
   * Runs it.
   *
   * @param row which
   * @param effort how long
   * @param baselines a folder that forks share
   * @return what was measured
   * @throws IOException if there is no room for a log
   * @throws RunnerException if it fails, with the line of JMH's log that says why
   */
  public static Row run(PlannedRow row, Effort effort, Path baselines)
      throws IOException, RunnerException {
    double before = load();
    TimeValue time = TimeValue.milliseconds(effort.millis());
    Path log = Files.createTempFile("virk-bench", ".log");
    try {
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .include("^" + row.benchmark().replace(".", "\\.") + "$")
              .mode(row.mode())
              .timeUnit(TimeUnit.NANOSECONDS)
              .forks(forks(row, effort))
              .warmupIterations(effort.warmups())
              .warmupTime(time)
              .measurementIterations(effort.iterations())
              .measurementTime(time)
              .jvmArgsAppend(
                  "--enable-native-access=ALL-UNNAMED",
                  "-Dslf4j.internal.verbosity=ERROR", // nobody logs
                  "-D" + KeptBaselines.PROPERTY + "=" + baselines)
              .addProfiler(ForkProbe.class)
              .addProfiler(GCProfiler.class)
              .shouldFailOnError(true)
              .output(log.toString());
      row.parameters().forEach(options::param);
      Collection<RunResult> results;
      try {
        results = new Runner(options.build()).run();
      } catch (RunnerException e) {
        throw new RunnerException(row.label() + ": " + why(log), e);
      }
      if (results.size() != 1) {
        throw new RunnerException(row.label() + ": " + results.size() + " results (expected: 1)");
      }
      return row(row, results.iterator().next(), before);
    } finally {
      Files.delete(log);
    }
  }

  /**
   * A sweep has as many points as it has sizes; of single shots, which take seconds, one is enough.
   */
  private static int forks(PlannedRow row, Effort effort) {
    boolean few = !row.usual() || row.mode() == Mode.SingleShotTime;
    return few ? effort.sweepForks() : effort.forks();
  }

  /** The line that says why, or the end of what JMH said. */
  private static String why(Path log) throws IOException {
    String text = Files.readString(log);
    return text.lines()
        .filter(line -> THROWN.matcher(line).find())
        .findFirst()
        .orElse(text.substring(Math.max(0, text.length() - LONGEST_LOG)));
  }

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static Row row(PlannedRow planned, RunResult result, double before) {
    BenchmarkParams params = result.getParams();
    Result<?> primary = result.getPrimaryResult();
    Statistics all = primary.getStatistics();
    boolean sampled = planned.mode() == Mode.SampleTime;
    List<Double> times = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    List<Double> process = new ArrayList<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        times.add(iteration.getPrimaryResult().getScore());
        add(cpu, iteration, ForkProbe.CPU);
        add(process, iteration, ForkProbe.PROCESS);
      }
    }
    Map<String, Double> percentiles = new TreeMap<>();
    if (sampled) {
      for (double p : PERCENTILES) {
        percentiles.put(
            p == Math.rint(p) ? String.valueOf((int) p) : String.valueOf(p), all.getPercentile(p));
      }
    }
    double error = primary.getScoreError();
    boolean interval = Double.isFinite(error);
    int bits = (int) score(result, ForkProbe.BITS);
    List<String> flags = new ArrayList<>(params.getJvmArgs());
    flags.removeIf(f -> !f.startsWith("-X") && !f.startsWith("-Dvirk.simd") && !isOurs(f));
    return new Row(
        planned.group().word(),
        Row.shortName(planned.benchmark()),
        planned.parameters(),
        planned.usual(),
        bits == 0 ? "scalar" : "vector " + bits + " bit",
        planned.mode().shortLabel(),
        params.getThreads(),
        params.getForks(),
        times.size(),
        params.getMeasurement().getTime().convertTo(TimeUnit.MILLISECONDS) / 1000.0,
        flags,
        primary.getScore(),
        interval ? primary.getScore() - error : null,
        interval ? primary.getScore() + error : null,
        all.getMin(),
        all.getPercentile(50),
        times,
        cpu,
        Sample.of(cpu).least(),
        Sample.of(cpu).median(),
        Sample.of(process).median(),
        score(result, "gc.alloc.rate.norm"),
        percentiles,
        before,
        load(),
        null);
  }

  private static boolean isOurs(String flag) {
    return flag.equals(Forks.VECTOR_MODULE) || flag.startsWith("--enable-native-access");
  }

  private static void add(List<Double> to, IterationResult iteration, String name) {
    Result<?> value = iteration.getSecondaryResults().get(name);
    if (value != null) {
      to.add(value.getScore());
    }
  }

  private static double score(RunResult result, String name) {
    Result<?> value = result.getSecondaryResults().get(name);
    return value == null || Double.isNaN(value.getScore()) ? 0 : value.getScore();
  }
}
