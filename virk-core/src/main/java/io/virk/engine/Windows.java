package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.internal.SplitMix64;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * The windows as they fill: one of all observations of each context, and those of the slices; and
 * the time that closes them. Time is what has passed since the engine began, as it is told: a clock
 * that is set has no part in it, nor has the time between a snapshot and what goes on from it. One
 * thread at a time.
 */
final class Windows {
  /** How often windows are looked at whose time may be up: so many times in a window's time. */
  private static final int TICKS_OF_A_WINDOW = 20;

  /** No clock that works goes on by more at once. */
  private static final long LONGEST_STEP = Duration.ofDays(365).toNanos();

  private final WindowPolicy policy;
  private final Map<String, SliceWindow> allByContext = new HashMap<>();
  private final SliceWindows slices;
  private final Thinning thinning;
  private final boolean timed;
  private final long tickNanos;
  private final long allMemory;

  /** By how much windows have grown since they were made, bytes, about. */
  private volatile long grown;

  private SplitMix64 random;

  /** What the clock showed last; meaningless before it has shown anything. */
  private long clock;

  private boolean running;

  /** Nanoseconds since the engine began. */
  private long now;

  /** When windows were looked at last. */
  private long ticked;

  /**
   * Of nothing yet.
   *
   * @param baseline for full windows
   * @param probes of the baseline
   * @param policy resolved
   * @param evictions which slices may be evicted, and who is told
   */
  Windows(
      Baseline baseline,
      Probes probes,
      WindowPolicy policy,
      EngineSettings settings,
      SliceWindows.Evictions evictions) {
    this.policy = policy;
    this.timed = policy.longest().isPresent();
    this.tickNanos = policy.longest().map(d -> d.toNanos() / TICKS_OF_A_WINDOW).orElse(0L);
    this.random = new SplitMix64(settings.seed());
    this.thinning = new Thinning(baseline, probes, settings.alarms().fitAccepted());
    SignalSchema schema = baseline.schema();
    SortedSet<String> contexts = baseline.contexts();
    int features = baseline.randomFeatures().map(f -> f.featureCount()).orElse(0);
    boolean one = settings.slices().areOne(); // keeps of it what is kept of a slice
    this.slices =
        new SliceWindows(
            policy,
            schema,
            features,
            thinning,
            settings.slices().maximum(),
            settings.slices().embedded(),
            evictions);
    long memory = 0;
    for (String context : contexts.isEmpty() ? List.of("") : contexts) {
      Slice slice = Slice.ALL.in(context);
      InTurn inTurn =
          settings.slices().key().map(k -> new InTurn(k, context, slices, thinning)).orElse(null);
      SliceWindow all =
          new SliceWindow(
              slice,
              policy,
              one ? schema.withoutVectors() : schema,
              one ? features : 0,
              thinning.stream(slice, !one, inTurn));
      allByContext.put(context, all);
      memory += all.memory();
    }
    this.allMemory = memory;
  }

  /**
   * Lets time go on.
   *
   * @param nanos of a clock that is never set; less than before is as if it stood, more than a year
   *     is a year
   * @return whether it is time to look at all windows
   */
  boolean advance(long nanos) {
    long passed = running ? Math.max(0, Math.min(LONGEST_STEP, nanos - clock)) : 0;
    now = Math.min(Snapshot.Time.LONGEST, now + passed);
    running = true;
    clock = nanos;
    if (!timed || now - ticked < tickNanos) {
      return false;
    }
    ticked = now;
    return true;
  }

  /** Nanoseconds since the engine began. */
  long now() {
    return now;
  }

  SliceWindow all(String context) {
    return allByContext.get(context);
  }

  boolean knows(String context) {
    return allByContext.containsKey(context);
  }

  /** The window of a slice; null if there is no room, for drifts of all others are open. */
  SliceWindow own(Slice slice) {
    return slices.get(slice);
  }

  /** Those of slices. */
  SliceWindows slices() {
    return slices;
  }

  /** Every window, those of slices seen least lately first. */
  List<SliceWindow> every() {
    List<SliceWindow> windows = new ArrayList<>(allByContext.values());
    windows.addAll(slices.all());
    return windows;
  }

  /**
   * Whether an observation enters the windows of all: kinds that are sampled more often than others
   * do with their weight as probability, so that every row of a window counts the same, as its null
   * distribution assumes.
   */
  boolean isOfAll(double weight) {
    return weight >= 1 || random.nextDouble() < weight;
  }

  /** Whether time closes a window before it takes another observation. */
  boolean isDue(SliceWindow window) {
    return timed && window.isDue(now);
  }

  /** Is told of an observation that windows will take in. */
  void arrived(SignalValues values) {
    thinning.arrived(values);
  }

  /** Whether the observation that arrived is far from all of the baseline of a slice. */
  boolean isFar(Slice slice) {
    return thinning.isFar(slice);
  }

  /** Forgets the windows of a slice, in whatever context, or all if it is that. */
  void restart(Slice slice) {
    for (SliceWindow window : every()) {
      if (slice.isAll() || window.slice().in("").equals(slice)) {
        window.restart();
      }
    }
  }

  /**
   * Takes an observation in; whether the window is to be judged now.
   *
   * @param calm whether it says what the stream is like when nothing is wrong
   */
  boolean append(SliceWindow window, SignalValues values, boolean calm) {
    if (calm) {
      grown += window.learn();
    } else {
      window.pause();
    }
    return window.append(values, now, random);
  }

  /** Windows that were filling when an episode began or ended would mix before and after. */
  void restart(Drift drift) {
    allByContext.forEach(
        (context, all) -> {
          if (drift.isOf(context)) {
            all.restart();
          }
        });
    for (SliceWindow window : slices.all()) {
      if (drift.covers(window.slice())) {
        window.restart();
      }
    }
  }

  /** Bytes, about. Any thread. */
  long memory() {
    return allMemory + slices.memory() + grown;
  }

  /** What is to be remembered beside the windows themselves. */
  Snapshot.Time time() {
    return new Snapshot.Time(now, ticked, random.state());
  }

  /**
   * Goes on with the windows of a snapshot; of slices for which there is no room those seen least
   * lately are left out.
   *
   * @param reader at its windows
   * @param time of the engine
   * @param restored told of each that has its window again
   * @throws IllegalArgumentException if they are no windows of this engine
   */
  void restore(SnapshotReader reader, long time, Consumer<SliceWindow> restored)
      throws IOException {
    Set<Slice> seen = new HashSet<>();
    int count = reader.count("windows");
    int first = count - slices.maximum();
    for (int i = 0; i < count; i++) {
      Snapshot.Window kept = reader.window();
      Slice slice = kept.slice();
      if (kept.begunNanos() < 0 || kept.begunNanos() > time) {
        throw new IllegalArgumentException(
            "begunNanos: "
                + kept.begunNanos()
                + " (expected: 0 .. "
                + time
                + ", the engine's time)");
      }
      if (!seen.add(slice)) {
        throw new IllegalArgumentException("windows of " + slice + ": two (expected: one)");
      }
      SliceWindow window =
          slice.isAll()
              ? all(slice.context())
              : i >= first ? slices.restored(slice, kept.embeds()) : null;
      if (window != null) {
        long before = window.memory();
        window.restore(kept);
        grown += window.memory() - before;
        restored.accept(window);
      }
    }
  }

  /**
   * Goes on from there.
   *
   * @param nanos what the clock shows by now
   */
  void restore(Snapshot.Time time, long nanos) {
    now = time.now();
    ticked = time.ticked();
    random = new SplitMix64(time.random());
    clock = nanos;
    running = true;
  }

  WindowPolicy policy() {
    return policy;
  }
}
