package io.virk.capture.internal;

import io.virk.capture.CaptureCost;
import org.HdrHistogram.Histogram;

/**
 * The distribution of what captures cost. Written by VIRK's thread, read by any: both hold this
 * object's lock, which the host's captures never touch.
 */
final class CaptureCosts {
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final Histogram histogram = new Histogram(LONGEST_NANOS, 2);

  synchronized void record(long nanos) {
    histogram.recordValue(Math.min(LONGEST_NANOS, nanos));
  }

  synchronized CaptureCost read() {
    return new CaptureCost(
        histogram.getTotalCount(),
        histogram.getTotalCount() == 0 ? 0 : histogram.getMean(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }

  /** Bytes. */
  int memory() {
    return histogram.getEstimatedFootprintInBytes();
  }
}
