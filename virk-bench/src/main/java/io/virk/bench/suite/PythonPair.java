package io.virk.bench.suite;

import java.util.Map;

/**
 * One computation by a library of Python and by VIRK, in turn on the same core, of the same bytes.
 * Times in nanoseconds a call.
 *
 * @param task what is computed
 * @param sizes of it
 * @param peer the library and its version
 * @param rounds calls of each
 * @param peerLeast wall time, least of the rounds
 * @param peerMedian of the same
 * @param peerCpu processor time, least
 * @param ourLeast wall time, least of the rounds
 * @param ourMedian of the same
 * @param ourCpu processor time, least
 * @param kernels of ours
 * @param difference of the answers, relative; below {@code tolerance}, or the run fails
 * @param tolerance that is allowed
 */
public record PythonPair(
    String task,
    Map<String, Integer> sizes,
    String peer,
    int rounds,
    double peerLeast,
    double peerMedian,
    double peerCpu,
    double ourLeast,
    double ourMedian,
    double ourCpu,
    String kernels,
    double difference,
    double tolerance) {

  /** What two runs have in common. */
  public String key() {
    return task + " " + new java.util.TreeMap<>(sizes) + " " + peer + " " + kernels;
  }

  /** How many times as fast ours is, by the least processor times. */
  public double ratio() {
    return peerCpu / ourCpu;
  }
}
