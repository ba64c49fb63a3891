package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.detect.calibrated.SliceWatch;
import io.virk.signal.SignalValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The sequential detectors of all slices that have a reference of their own. Their number is the
 * baseline's, however many slices come. VIRK's thread alone.
 *
 * <p>They spend half of what is allowed. Counted in observations, or in windows of a number of
 * them, that is a rate for each observation which never changes; counted by the clock, or in
 * windows that hold a sample of however many come, the rate follows the {@link Pace}: one for the
 * monitor, or one for each slice, for each slice's windows bring an allowance of their own.
 */
final class Watches {
  private final Map<Slice, WatchedSlice> bySlice = new HashMap<>();

  /** By the clock, what all slices may spend; null if another unit is counted. */
  private final Pace clock;

  private final long memory;

  /**
   * What they go by.
   *
   * @param alarms the allowance, and which detectors
   * @param sliceKey the tag by which observations are sliced
   * @param seed of the simulation behind their thresholds
   */
  record Settings(EngineSettings.Alarms alarms, Optional<String> sliceKey, long seed) {}

  /**
   * Calibrates.
   *
   * @param settings without sequential detectors there is nothing to do
   * @param sizes of windows
   */
  Watches(Settings settings, WindowSizes sizes) {
    Baseline baseline = sizes.full();
    boolean contexts = !baseline.contexts().isEmpty();
    boolean sampled = sizes.policy().sampled();
    FalseAlarms allowance = settings.alarms().allowance();
    boolean countsWindows = sampled && allowance.unit() == FalseAlarms.Unit.WINDOWS;
    double distance = distance(settings, sizes.policy());
    clock = allowance.unit() == FalseAlarms.Unit.TIME ? new Pace(distance) : null;
    for (Slice slice : baseline.slices()) {
      boolean comes = slice.isAll() || settings.sliceKey().filter(slice.key()::equals).isPresent();
      if (settings.alarms().sequential().isEmpty()
          || !comes
          || contexts && slice.context().isEmpty()) {
        continue;
      }
      Pace pace = countsWindows ? new Pace(distance) : clock;
      double falseAlarms = pace == null ? 1 / distance : pace.rate();
      List<SliceWatch> watches =
          baseline
              .reference(slice)
              .watches(settings.alarms().sequential(), falseAlarms, settings.seed() + hash(slice));
      if (!watches.isEmpty()) {
        Optional<SliceWindow> recent =
            sampled
                ? Optional.of(
                    WatchedSlice.recent(slice, sizes.policy().observations(), baseline.schema()))
                : Optional.empty();
        bySlice.put(slice, new WatchedSlice(watches, falseAlarms, pace, countsWindows, recent));
      }
    }
    memory = bySlice.values().stream().mapToLong(WatchedSlice::memory).sum();
  }

  /** The same on every JVM, which a record's own need not be. */
  static int hash(Slice slice) {
    int hash = 31 * slice.key().hashCode() + slice.value().hashCode();
    return 31 * hash + slice.context().hashCode();
  }

  /**
   * Between two false alarms in the mean, for half of what is allowed: observations of a slice, or
   * the unit of the {@link Pace}. Windows are counted over all slices, so each slice brings its own
   * allowance; an observation and a millisecond count once, though an observation may come with its
   * slice and with all.
   */
  private static double distance(Settings settings, WindowPolicy policy) {
    double half = 2.0 * settings.alarms().allowance().distance();
    return switch (settings.alarms().allowance().unit()) {
      case WINDOWS -> policy.sampled() ? half : half * policy.observations();
      case OBSERVATIONS, TIME -> settings.sliceKey().isPresent() ? 2 * half : half;
    };
  }

  /** Into how many parts the allowance is divided: the windows' and the watches', if there are. */
  int shares(Slice slice) {
    return bySlice.containsKey(slice) ? 2 : 1;
  }

  /** What watches a slice; null if it has no reference of its own. */
  WatchedSlice of(Slice slice) {
    return bySlice.get(slice);
  }

  /** Is told that an observation comes that will be watched, before its watches take it. */
  void arrived(SignalValues values) {
    if (clock != null) {
      clock.accept(values.epochMillis());
    }
  }

  /** Is told that a window of a slice was judged. */
  void judged(Slice slice) {
    WatchedSlice watched = of(slice);
    if (watched != null) {
      watched.judged();
    }
  }

  /** How things stand in a slice: one result for each of its watches that has seen something. */
  List<DetectionResult> standing(Slice slice) {
    List<DetectionResult> standing = new ArrayList<>();
    for (SliceWatch watch : watchesOf(slice)) {
      watch.standing().ifPresent(standing::add);
    }
    return standing;
  }

  private List<SliceWatch> watchesOf(Slice slice) {
    WatchedSlice watched = of(slice);
    return watched == null ? List.of() : watched.watches();
  }

  /** What was seen before an episode's end says nothing about what follows. */
  void reset(Drift drift) {
    bySlice.forEach(
        (slice, watched) -> {
          if (slice.isAll() && drift.isOf(slice.context()) || drift.covers(slice)) {
            watched.reset();
          }
        });
  }

  /** The state of each, for a checkpoint. */
  List<Snapshot.Watch> state() {
    List<Snapshot.Watch> state = new ArrayList<>();
    for (Slice slice : new TreeSet<>(bySlice.keySet())) {
      for (SliceWatch watch : watchesOf(slice)) {
        state.add(new Snapshot.Watch(slice, watch.key(), watch.toBytes()));
      }
    }
    return state;
  }

  /** What is left of the allowance, for a checkpoint. */
  List<Snapshot.Allowance> allowances() {
    List<Snapshot.Allowance> allowances = new ArrayList<>();
    if (clock != null) {
      allowances.add(new Snapshot.Allowance(Slice.ALL, 0, clock.state()));
    }
    for (Slice slice : new TreeSet<>(bySlice.keySet())) {
      of(slice).allowance(slice).ifPresent(allowances::add);
    }
    return allowances;
  }

  /** The last observations of each slice, where its windows hold samples. */
  List<Snapshot.Window> recents() {
    List<Snapshot.Window> recents = new ArrayList<>();
    for (Slice slice : new TreeSet<>(bySlice.keySet())) {
      of(slice).recent().map(SliceWindow::snapshot).ifPresent(recents::add);
    }
    return recents;
  }

  /** Goes on with what is left of the allowance. */
  void restore(List<Snapshot.Allowance> allowances) {
    for (Snapshot.Allowance kept : allowances) {
      WatchedSlice watched = of(kept.slice());
      if (clock != null) {
        clock.restore(kept.pace());
      } else if (watched != null) {
        watched.restore(kept);
      }
    }
  }

  /** Goes on with the last observations of slices that keep them. */
  void restoreRecents(SnapshotReader reader) throws IOException {
    for (int left = reader.count("recent windows"); left > 0; left--) {
      Snapshot.Window recent = reader.window();
      WatchedSlice watched = of(recent.slice());
      if (watched != null && watched.recent().isPresent()) {
        watched.recent().get().restore(recent);
      }
    }
  }

  /** Goes on with the watches; one that is not known is passed over. */
  void restoreWatches(SnapshotReader reader) throws IOException {
    for (int left = reader.count("sequential detectors"); left > 0; left--) {
      restore(reader.watch());
    }
  }

  private void restore(Snapshot.Watch kept) {
    for (SliceWatch watch : watchesOf(kept.slice())) {
      if (watch.key().equals(kept.key())) {
        watch.restore(kept.state());
      }
    }
  }

  /** Bytes, about. */
  long memory() {
    return memory;
  }
}
