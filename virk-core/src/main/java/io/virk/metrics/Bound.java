package io.virk.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What was registered with one registry, so that it can be removed. */
final class Bound {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Map<Object, List<Meter>> meters = new HashMap<>();

  Bound(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
  }

  Tags tags() {
    return tags;
  }

  /** Registers meters under a key, unless the key has some. */
  void add(Object key, Function<MeterRegistry, List<Meter>> registration) {
    if (!meters.containsKey(key)) {
      meters.put(key, registration.apply(registry));
    }
  }

  void remove(Object key) {
    List<Meter> removed = meters.remove(key);
    if (removed != null) {
      removed.forEach(registry::remove);
    }
  }

  void removeAll() {
    meters.values().forEach(list -> list.forEach(registry::remove));
    meters.clear();
  }
}
