package io.virk.capture;

/**
 * How long captures took on the host's threads, from the claim of a slot to its commit: the copies,
 * and whatever the host did between. Every sixteenth sampled capture is timed.
 *
 * @param count captures timed
 * @param meanNanos mean, nanoseconds; 0 if none was timed
 * @param p50Nanos median, nanoseconds
 * @param p99Nanos 99th percentile, nanoseconds
 * @param p999Nanos 99.9th percentile, nanoseconds
 * @param maxNanos the longest, nanoseconds
 */
public record CaptureCost(
    long count, double meanNanos, long p50Nanos, long p99Nanos, long p999Nanos, long maxNanos) {}
