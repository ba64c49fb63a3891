package io.virk.bench.suite;

import io.virk.stats.Acceleration;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Looks at a fork from within: processor time of the threads that run the benchmark, and of the
 * whole process, an operation, in nanoseconds; and which kernels are in use. A fork whose kernels
 * are not those that its name says fails, so that a fall-back is never told as "Vector".
 */
public final class ForkProbe implements InternalProfiler {
  /** Of the threads of the benchmark, ns an operation. */
  static final String CPU = "virk.cpu";

  /** Of the whole process with its compiler and collector, ns an operation. */
  static final String PROCESS = "virk.cpu.process";

  /** Bits of the kernels in use; 0 for plain Java. */
  static final String BITS = "virk.kernels.bits";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
  private long workersBefore;
  private long processBefore;

  @Override
  public String getDescription() {
    return "processor time, and the kernels in use";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    check(benchmark.getBenchmark(), Acceleration.inUse());
    workersBefore = workers();
    processBefore = process();
  }

  /**
   * Fails on a fall-back.
   *
   * @throws IllegalStateException if the name ends in {@code Vector} or {@code Scalar} and other
   *     kernels are in use
   */
  static void check(String benchmark, Acceleration inUse) {
    boolean vector = benchmark.endsWith("Vector");
    if ((vector || benchmark.endsWith("Scalar")) && vector != inUse.isVector()) {
      throw new IllegalStateException(
          "kernels: " + inUse.kernels() + " (expected: those of " + benchmark + "; " + inUse + ")");
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(
        scalar(CPU, (workers() - workersBefore) / operations, "ns/op"),
        scalar(PROCESS, (process() - processBefore) / operations, "ns/op"),
        scalar(BITS, bits(Acceleration.inUse().kernels()), "bit"));
  }

  private static ScalarResult scalar(String name, double value, String unit) {
    return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
  }

  /** As of "vector 512 bit". */
  static int bits(String kernels) {
    String digits = kernels.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** JMH's workers live as long as a fork. */
  private long workers() {
    long sum = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains("jmh-worker")) {
        sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return sum;
  }

  private long process() {
    return system instanceof com.sun.management.OperatingSystemMXBean ours
        ? ours.getProcessCpuTime()
        : 0;
  }
}
