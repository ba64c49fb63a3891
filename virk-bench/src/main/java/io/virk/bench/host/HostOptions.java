package io.virk.bench.host;

import java.util.Set;

/**
 * How a host is run.
 *
 * @param seconds after which no further round begins, &gt; 0; one round is run in any case
 * @param threads of the host, &ge; 1
 * @param share of the full speed at which inferences arrive in the open loop, in (0, 1)
 * @param millis of a block, &gt; 0
 * @param driftMillis of a block with a drift in it, &gt; 0
 * @param shots distinct pictures, &ge; 2
 * @param reference pictures of the baseline
 * @param window observations of a window
 * @param warmUp whether each scenario is run once before anything counts
 * @param scenarios that are run
 */
public record HostOptions(
    double seconds,
    int threads,
    double share,
    int millis,
    int driftMillis,
    int shots,
    int reference,
    int window,
    boolean warmUp,
    Set<Scenario> scenarios) {
  private static final Set<Scenario> ALL = Set.of(Scenario.values());

  /** Proves that it runs, in less than 20 s. Its figures are worth nothing. */
  public static final HostOptions QUICK = of(0.001, 40, 160, false);

  /** Figures, in less than 5 minutes. */
  public static final HostOptions FULL = of(150, 250, 1200, true);

  public HostOptions {
    check("seconds", seconds, seconds > 0, "> 0");
    check("threads", threads, threads >= 1, ">= 1");
    check("share", share, share > 0 && share < 1, "in (0, 1)");
    check("millis", millis, millis > 0, "> 0");
    check("driftMillis", driftMillis, driftMillis > 0, "> 0");
    check("shots", shots, shots >= 2, ">= 2");
    scenarios = Set.copyOf(scenarios);
  }

  private static void check(String name, double value, boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
    }
  }

  private static HostOptions of(double seconds, int millis, int driftMillis, boolean warmUp) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new HostOptions(seconds, cores, 0.7, millis, driftMillis, 32, 192, 16, warmUp, ALL);
  }

  /** The same, for another time. */
  public HostOptions seconds(double value) {
    return new HostOptions(
        value, threads, share, millis, driftMillis, shots, reference, window, warmUp, scenarios);
  }

  /** The same, on other threads. */
  public HostOptions threads(int value) {
    return new HostOptions(
        seconds, value, share, millis, driftMillis, shots, reference, window, warmUp, scenarios);
  }

  /** The same, at another share of the full speed. */
  public HostOptions share(double value) {
    return new HostOptions(
        seconds, threads, value, millis, driftMillis, shots, reference, window, warmUp, scenarios);
  }

  /** The same, of some scenarios. */
  public HostOptions scenarios(Set<Scenario> value) {
    return new HostOptions(
        seconds, threads, share, millis, driftMillis, shots, reference, window, warmUp, value);
  }
}
