package io.virk.bench.host;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A run of inferences without a change of what is measured.
 *
 * @param latency of each, ns
 * @param seconds that it took
 * @param processCpu of the whole process meanwhile, s
 * @param cpu the same until VIRK's threads had done what was left to them, s
 * @param hostCpu of the host's threads, s
 * @param allocated by the host's threads, bytes
 * @param pauses of the collector, ms
 * @param elapsed until VIRK's threads had done what was left to them, s
 * @param virkCpu of VIRK's own thread in that time, s
 * @param othersCpu of VIRK's other threads in that time, s
 * @param heap in use after a collection at the end, bytes
 */
record Block(
    Histogram latency,
    double seconds,
    double processCpu,
    double cpu,
    double hostCpu,
    long allocated,
    List<Long> pauses,
    double elapsed,
    double virkCpu,
    double othersCpu,
    long heap) {
  /** An empty histogram of latencies: 1 us to a minute, three digits. */
  static Histogram histogram() {
    return new Histogram(1_000, 60_000_000_000L, 3);
  }

  long inferences() {
    return latency.getTotalCount();
  }
}
