package io.virk;

import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.SliceWatch;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The sequential detectors of all slices that have a reference of their own. Their number is the
 * baseline's, however many slices come. VIRK's thread alone.
 */
final class Watches {
  private final Map<Slice, List<SliceWatch>> bySlice = new HashMap<>();
  private final long memory;

  /**
   * Calibrates.
   *
   * @param config of the monitor; without sequential detectors there is nothing to do
   * @param sizes of windows
   */
  Watches(MonitorConfig config, WindowSizes sizes) {
    Baseline baseline = sizes.full();
    boolean contexts = !baseline.contexts().isEmpty();
    long bytes = 0;
    for (Slice slice : baseline.slices()) {
      boolean comes = slice.isAll() || config.sliceKey().filter(slice.key()::equals).isPresent();
      if (config.sequential().isEmpty() || !comes || contexts && slice.context().isEmpty()) {
        continue;
      }
      double falseAlarms = falseAlarms(config, sizes.policy().stride());
      List<SliceWatch> watches =
          baseline
              .reference(slice)
              .watches(config.sequential(), falseAlarms, config.seed() + slice.hashCode());
      if (!watches.isEmpty()) {
        bySlice.put(slice, watches);
        bytes += watches.stream().mapToLong(SliceWatch::memory).sum();
      }
    }
    memory = bytes;
  }

  /**
   * Half of what is allowed, in one observation of a slice. Windows are counted over all slices, so
   * each slice brings its own allowance; an observation counts once, though it may come with its
   * slice and with all.
   */
  private static double falseAlarms(MonitorConfig config, int stride) {
    double half = 0.5 / config.falseAlarms().distance();
    return switch (config.falseAlarms().unit()) {
      case WINDOWS -> half / stride;
      case OBSERVATIONS -> config.sliceKey().isPresent() ? half / 2 : half;
      case TIME -> throw new AssertionError("the builder refuses it");
    };
  }

  /** Into how many parts the allowance is divided: the windows' and the watches', if there are. */
  int shares(Slice slice) {
    return bySlice.containsKey(slice) ? 2 : 1;
  }

  /** The watches of a slice; none if it has no reference of its own. */
  List<SliceWatch> of(Slice slice) {
    return bySlice.getOrDefault(slice, List.of());
  }

  /** How things stand in a slice: one result for each of its watches that has seen something. */
  List<DetectionResult> standing(Slice slice) {
    List<DetectionResult> standing = new ArrayList<>();
    for (SliceWatch watch : of(slice)) {
      watch.standing().ifPresent(standing::add);
    }
    return standing;
  }

  /** What was seen before an episode's end says nothing about what follows. */
  void reset(Drift drift) {
    bySlice.forEach(
        (slice, watches) -> {
          if (slice.isAll() && slice.context().equals(drift.slices().first().context())
              || drift.covers(slice)) {
            watches.forEach(SliceWatch::reset);
          }
        });
  }

  /** The state of each, for a checkpoint. */
  List<Checkpoint.Watch> state() {
    List<Checkpoint.Watch> state = new ArrayList<>();
    for (Slice slice : new TreeSet<>(bySlice.keySet())) {
      for (SliceWatch watch : of(slice)) {
        String bytes = Base64.getEncoder().encodeToString(watch.toBytes());
        state.add(new Checkpoint.Watch(slice, watch.key(), bytes));
      }
    }
    return state;
  }

  /** Goes on from a checkpoint. A watch that it does not know begins anew. */
  void restore(List<Checkpoint.Watch> state) {
    for (Checkpoint.Watch kept : state) {
      for (SliceWatch watch : of(kept.slice())) {
        if (watch.key().equals(kept.key())) {
          watch.restore(Base64.getDecoder().decode(kept.state()));
        }
      }
    }
  }

  /** Bytes, about. */
  long memory() {
    return memory;
  }
}
