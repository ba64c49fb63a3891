package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamThawed;
import io.virk.signal.SignalValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Streams that repeat themselves for longer than their own past, or the baseline, explains: a
 * camera whose last picture comes for ever. Told once, and again when it moves. VIRK's thread
 * alone, but for what says otherwise.
 *
 * <p>The whole stream is frozen where each observation repeats the last one of its slice, for so
 * long that every slice has shown it; slices are then not told one by one. Where more than {@value
 * #MANY} slices are frozen, and more than are not, no more are told.
 *
 * <p>What is frozen is not judged, nor what is about to be: the same picture a hundred times is one
 * observation, and would pass for a drift, or for the end of one. But a picture that is far from
 * all of the baseline is judged as any, so that a black one is called black.
 */
final class Freezes {
  /** Slices that are told though more are frozen than not. */
  private static final int MANY = 32;

  /** Of a slice, bytes, about. */
  private static final long BYTES = 280;

  private final String monitor;
  private final Baseline baseline;
  private final int maximum;
  private final boolean sliced;
  private final Predicate<Slice> isFar;
  private final Consumer<MonitorEvent> events;
  private final Repeats repeats;
  private final Map<Slice, Run> runs = new LinkedHashMap<>(16, 0.75f, true);

  /** Observations in a row that repeat the last one of their slice; null before the first. */
  private Run all;

  private int frozen;
  private long digest;
  private boolean isStill;
  private boolean areAllStill;
  private volatile List<StreamFrozen> told = List.of();
  private volatile long memory;

  /**
   * What is to be remembered in a file.
   *
   * @param runs of the whole stream, if it has one, then of slices, those seen least lately first
   */
  record State(List<Run> runs) {}

  /**
   * Of nothing yet.
   *
   * @param maximum slices at most
   * @param sliced whether observations are sliced; if not, all are one stream
   * @param isFar whether the observation that came last is far from the baseline of its slice
   */
  Freezes(
      String monitor,
      Baseline baseline,
      int maximum,
      boolean sliced,
      Predicate<Slice> isFar,
      Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.baseline = baseline;
    this.maximum = maximum;
    this.sliced = sliced;
    this.isFar = isFar;
    this.events = events;
    this.repeats = new Repeats(baseline.schema());
  }

  /**
   * An observation has come.
   *
   * @param slice its own; all of its context if it has none
   * @return whose stream has just become frozen and is not judged any more; null if none
   */
  Slice arrived(Slice slice, SignalValues values, long now) {
    isStill = false;
    areAllStill = false;
    digest = repeats.digest(values);
    if (digest == Repeats.NONE || sliced && slice.isAll()) {
      return null; // nothing to compare, or nobody knows whose
    }
    Position position = new Position(values.sequence(), values.epochMillis());
    Slice anywhere = slice.context().isEmpty() ? slice : slice.in("");
    Run run = runs.get(anywhere);
    if (run == null) {
      add(new Run(anywhere, digest, now, position, repeats.source()));
      moved(digest, now, position);
      return null;
    }
    if (run.state().digest() != digest) {
      thaw(run, position, now);
      run.moved(digest, now, position, repeats.source(), run.state().frozen() ? usual(slice) : 1);
      moved(digest, now, position);
      return null;
    }
    run.same();
    all.same();
    int usual = usual(slice);
    isStill = run.isStill(usual);
    areAllStill = all.isStill(usual);
    boolean far = (isStill || areAllStill) && isFar.test(slice);
    Slice held = freeze(run, slice, now, !far);
    isStill &= !far;
    areAllStill &= !far;
    return held;
  }

  private void add(Run run) {
    if (runs.size() >= maximum) {
      Run first = runs.values().iterator().next();
      runs.remove(first.slice());
      frozen -= first.state().frozen() ? 1 : 0;
      told = without(first.slice());
    }
    runs.put(run.slice(), run);
    memory = BYTES * runs.size();
  }

  /** An observation of any slice is new. */
  private void moved(long digest, long now, Position position) {
    if (all == null) {
      all = new Run(Slice.ALL, digest, now, position, repeats.source());
    } else {
      thaw(all, position, now);
      all.moved(digest, now, position, repeats.source(), 1);
    }
  }

  private void thaw(Run run, Position position, long now) {
    Run.State state = run.state();
    frozen -= state.frozen() && run != all ? 1 : 0;
    if (state.told()) {
      told = without(run.slice());
      events.accept(
          new StreamThawed(
              monitor,
              run.slice(),
              position,
              state.same(),
              Duration.ofNanos(now - state.sinceNanos())));
    }
  }

  private List<StreamFrozen> without(Slice slice) {
    return told.stream().filter(e -> !e.slice().equals(slice)).toList();
  }

  /** As many as are the same in a row in a baseline that is not made of single pictures. */
  private int usual(Slice slice) {
    return repeats.longest(baseline.reference(slice));
  }

  private Slice freeze(Run run, Slice slice, long now, boolean hold) {
    if (!all.state().frozen() && told.isEmpty() && all.isFrozen(now, usualOfAll(slice, now))) {
      all.frozen(true, hold);
      tell(all);
      return hold ? all.slice() : null;
    }
    if (!run.state().frozen() && run.isFrozen(now, usual(slice))) {
      frozen++;
      boolean tell = !all.state().frozen() && (frozen <= MANY || 2 * frozen <= runs.size());
      run.frozen(tell, hold);
      if (tell) {
        tell(run);
      }
      return hold ? run.slice() : null;
    }
    if (run.state().frozen() && !run.state().told() && !all.state().frozen() && frozen <= MANY) {
      run.frozen(true, run.state().held()); // it was told with all, which move again
      tell(run);
    }
    return null;
  }

  /** What all must exceed so that every slice has shown that it repeats itself. */
  private int usualOfAll(Slice slice, long now) {
    if (!all.isFrozen(now, usual(slice))) {
      return usual(slice);
    }
    double most = usual(slice);
    for (Run run : runs.values()) {
      most = Math.max(most, run.state().longest());
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(most * runs.size()));
  }

  private void tell(Run run) {
    List<StreamFrozen> more = new ArrayList<>(told);
    more.add(event(run));
    told = List.copyOf(more);
    events.accept(event(run));
  }

  private StreamFrozen event(Run run) {
    Run.State state = run.state();
    return new StreamFrozen(monitor, run.slice(), state.since(), state.same(), state.source());
  }

  /** Of the observation that came last; {@link Repeats#NONE} if there is nothing to compare. */
  long digest() {
    return digest;
  }

  /** Whether the observation that came last says nothing new of its slice, and is not judged. */
  boolean isStill() {
    return isStill;
  }

  /** Whether it says nothing new of all, nor do the others. */
  boolean areAllStill() {
    return areAllStill;
  }

  /** Whether a slice, of whatever context, or the whole stream is frozen, and not judged. */
  boolean isHeld(Slice slice) {
    Run run = slice.isAll() ? all : runs.get(slice.in(""));
    return run != null && run.state().held();
  }

  /** What is frozen, and was told. Any thread. */
  List<StreamFrozen> told() {
    return told;
  }

  /** Bytes, about. Any thread. */
  long memory() {
    return memory;
  }

  State state() {
    List<Run> kept = new ArrayList<>();
    if (all != null) {
      kept.add(new Run(Slice.ALL, all.state()));
    }
    runs.values().forEach(run -> kept.add(new Run(run.slice(), run.state())));
    return new State(kept);
  }

  /**
   * Goes on from what was remembered.
   *
   * @param now the engine's time
   * @throws IllegalArgumentException if something came later than that, a slice twice, or the whole
   *     stream not first
   */
  void restore(State state, long now) {
    List<StreamFrozen> stand = new ArrayList<>();
    for (Run run : state.runs()) {
      long since = run.state().sinceNanos();
      if (since < 0 || since > now) {
        throw new IllegalArgumentException(
            "sinceNanos: " + since + " (expected: 0 .. " + now + ", the engine's time)");
      }
      if (all == null && !run.slice().isAll()) {
        throw new IllegalArgumentException(
            "runs: " + run.slice() + " (expected: the whole stream first)");
      }
      if (all == null) {
        all = run;
      } else if (runs.put(run.slice(), run) != null) {
        throw new IllegalArgumentException("runs of " + run.slice() + ": two (expected: one)");
      } else {
        frozen += run.state().frozen() ? 1 : 0;
      }
      if (run.state().told()) {
        stand.add(event(run));
      }
    }
    told = List.copyOf(stand);
    memory = BYTES * runs.size();
  }
}
