package io.virk.bench.host;

import java.util.Map;

/**
 * A scenario beside the host without VIRK, in one loop.
 *
 * @param scenario its word
 * @param what it is
 * @param loop {@code full speed} (the next inference begins as one ends) or {@code arrivals}
 *     (inferences arrive at random times, whether or not the host is ready)
 * @param threads of the host
 * @param perSecond inferences that arrive a second; 0 at full speed
 * @param pairs of blocks, the one with VIRK, the other without
 * @param with VIRK
 * @param without it
 * @param throughput with over without
 * @param median latency, with over without
 * @param p99 of latency, with over without
 * @param cpu time of the whole process an inference, with over without
 * @param watched what VIRK made of it
 */
public record HostRow(
    String scenario,
    String what,
    String loop,
    int threads,
    double perSecond,
    int pairs,
    Side with,
    Side without,
    Ratio throughput,
    Ratio median,
    Ratio p99,
    Ratio cpu,
    Watched watched) {

  /** What tells it from others of a run. */
  public String key() {
    return scenario + ", " + loop + ", " + threads;
  }

  /**
   * With over without.
   *
   * @param value of all blocks
   * @param low of a 95 % interval, by a bootstrap over the pairs of blocks
   * @param high of it
   */
  public record Ratio(double value, double low, double high) {}

  /**
   * One of both.
   *
   * @param inferences of all blocks
   * @param perSecond inferences a second
   * @param percentiles of latency by per cent, nanoseconds: at full speed from the begin of an
   *     inference to its end, of arrivals from the time at which it was due
   * @param cpuNanos processor time of the whole process an inference, with what VIRK's threads have
   *     still to do after a block
   * @param hostCpuNanos of it, that of the host's own threads
   * @param cores used by the whole process during the blocks
   * @param allocated bytes an inference on the host's threads
   * @param collections of garbage, which stopped the host
   * @param pauseMillis of these, together; to 1 ms
   * @param longestPauseMillis of these
   * @param heapMiB in use after a collection at the end of a block, median
   */
  public record Side(
      long inferences,
      double perSecond,
      Map<String, Double> percentiles,
      double cpuNanos,
      double hostCpuNanos,
      double cores,
      double allocated,
      long collections,
      double pauseMillis,
      double longestPauseMillis,
      double heapMiB) {}

  /**
   * What VIRK made of it; of all blocks.
   *
   * @param sampled inferences
   * @param observed of them, those that its thread has taken
   * @param dropped of them, those that found no slot, by reason
   * @param windows judged
   * @param drifts opened
   * @param bundles written
   * @param incidentsWaiting for disk or sink at the end of the blocks
   * @param eventsDropped that found no room before slow listeners
   * @param listenerFailures calls that threw
   * @param incidentFailures attempts to write or send that failed
   * @param threadShare of a core that VIRK's own thread used
   * @param othersShare of a core that its threads for listeners and incidents used
   */
  public record Watched(
      long sampled,
      long observed,
      Map<String, Long> dropped,
      long windows,
      long drifts,
      long bundles,
      long incidentsWaiting,
      long eventsDropped,
      long listenerFailures,
      long incidentFailures,
      double threadShare,
      double othersShare) {
    /** All that found no slot. */
    public long droppedInAll() {
      return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
