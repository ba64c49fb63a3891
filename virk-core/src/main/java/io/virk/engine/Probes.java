package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.detect.Slice;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What a baseline's observations are measured by, and what its slices measure, worked out once for
 * all engines of the baseline. Any thread.
 */
final class Probes {
  private final Baseline baseline;
  private final Map<Reference, MemoryProbe.Scale> scales = new IdentityHashMap<>();
  private MemoryProbe first;

  Probes(Baseline baseline) {
    this.baseline = baseline;
  }

  /** A probe for one thread. */
  synchronized MemoryProbe probe() {
    if (first == null) {
      first = new MemoryProbe(baseline.schema(), baseline.reference(Slice.ALL));
    }
    return new MemoryProbe(first);
  }

  /** What the baseline of a slice measures. */
  synchronized MemoryProbe.Scale scale(Reference reference) {
    return scales.computeIfAbsent(reference, r -> probe().scale(r));
  }
}
