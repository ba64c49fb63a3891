package io.virk.engine;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.signal.SignalValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Streams that stop, by the clock: the whole stream, or the observations of a slice in whatever
 * context, of which nothing has come for longer than their own pace explains. Told once, and again
 * when something comes. VIRK's thread alone, but for what says otherwise.
 *
 * <p>While the whole stream is silent, slices are not told one by one. Where more than {@value
 * #MANY} slices are silent, and more than are not, the values of the tag come and go, as lots of a
 * product do, and no more are told.
 */
final class Silences {
  /** Slices that are told though more are silent than not. */
  private static final int MANY = 32;

  /** How often all slices are looked at. */
  private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos();

  /** Of a slice, bytes, about. */
  private static final long BYTES = 250;

  private final String monitor;
  private final int maximum;
  private final Consumer<MonitorEvent> events;
  private final Map<Slice, Beat> beats = new LinkedHashMap<>(16, 0.75f, true);

  /** The whole stream; null before its first observation. */
  private Beat all;

  private int silent;
  private long ticked;

  /** When the whole stream began again; slices are not silent since before. */
  private long resumed;

  private volatile List<Slice> told = List.of();
  private volatile long memory;

  /**
   * What is to be remembered in a file.
   *
   * @param ticked when all slices were looked at last, in the engine's time
   * @param resumed when the whole stream began again
   * @param beats of the whole stream, if it has one, then of slices, those seen least lately first
   */
  record State(long ticked, long resumed, List<Beat> beats) {}

  /**
   * Of nothing yet.
   *
   * @param maximum slices at most
   */
  Silences(String monitor, int maximum, Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.maximum = maximum;
    this.events = events;
  }

  /** An observation of any kind has come. */
  void arrived(SignalValues values, long now) {
    Position position = new Position(values.sequence(), values.epochMillis());
    if (all == null) {
      all = new Beat(Slice.ALL, now, position);
      return;
    }
    if (all.state().silent()) {
      resumed = now;
      resume(all, position, now);
    }
    all.arrived(now, position, 0);
  }

  /** An observation of a slice has come. */
  void arrived(Slice slice, SignalValues values, long now) {
    Slice anywhere = slice.context().isEmpty() ? slice : slice.in("");
    Position position = new Position(values.sequence(), values.epochMillis());
    Beat beat = beats.get(anywhere);
    if (beat == null) {
      if (beats.size() >= maximum) {
        remove(beats.values().iterator().next());
      }
      beats.put(anywhere, new Beat(anywhere, now, position));
      memory = BYTES * beats.size();
      return;
    }
    if (beat.state().silent()) {
      silent--;
      if (beat.state().told()) {
        resume(beat, position, now);
      }
    }
    beat.arrived(now, position, resumed);
  }

  private void remove(Beat beat) {
    beats.remove(beat.slice());
    silent -= beat.state().silent() ? 1 : 0;
    told = without(beat.slice());
  }

  private void resume(Beat beat, Position position, long now) {
    told = without(beat.slice());
    events.accept(
        new StreamResumed(
            monitor, beat.slice(), position, Duration.ofNanos(now - beat.state().lastNanos())));
  }

  private List<Slice> without(Slice slice) {
    return told.stream().filter(s -> !s.equals(slice)).toList();
  }

  /** When all slices were looked at last, in the engine's time. */
  long ticked() {
    return ticked;
  }

  /**
   * Looks which streams have become silent, now and then.
   *
   * @return whether any has
   */
  boolean advance(long now) {
    if (all == null || now - ticked < TICK_NANOS) {
      return false;
    }
    ticked = now;
    if (all.state().silent()) {
      return false;
    }
    if (all.isKnown() && all.isQuiet(now, 0)) {
      stop(all, true, now);
      return true;
    }
    boolean any = false;
    for (Beat beat : beats.values()) {
      if (!beat.state().silent() && beat.isKnown() && beat.isQuiet(now, resumed)) {
        silent++;
        stop(beat, silent <= MANY || 2 * silent <= beats.size(), now);
        any = true;
      }
    }
    return any;
  }

  private void stop(Beat beat, boolean tell, long now) {
    beat.silent(tell);
    if (!tell) {
      return;
    }
    List<Slice> more = new ArrayList<>(told);
    more.add(beat.slice());
    told = List.copyOf(more);
    events.accept(
        new StreamStopped(
            monitor,
            beat.slice(),
            beat.state().last(),
            Duration.ofNanos(now - beat.state().lastNanos()),
            Duration.ofNanos(Math.round(beat.state().mean()))));
  }

  /** Whether a slice, of whatever context, or the whole stream is silent. */
  boolean isSilent(Slice slice) {
    if (all != null && all.state().silent()) {
      return true;
    }
    Beat beat = beat(slice);
    return beat != null && beat.state().silent();
  }

  /** Whether nothing has come of a slice for long, though it may be too new to tell. */
  boolean isQuiet(Slice slice, long now) {
    Beat beat = beat(slice);
    return beat != null && beat.isQuiet(now, resumed);
  }

  private Beat beat(Slice slice) {
    return slice.isAll() ? null : beats.get(slice.in(""));
  }

  /** Where the stream stands; empty before its first observation. */
  Position last() {
    return all.state().last();
  }

  /** What is silent, and was told. Any thread. */
  List<Slice> told() {
    return told;
  }

  /** Bytes, about. Any thread. */
  long memory() {
    return memory;
  }

  State state() {
    List<Beat> kept = new ArrayList<>();
    if (all != null) {
      kept.add(new Beat(Slice.ALL, all.state()));
    }
    beats.values().forEach(beat -> kept.add(new Beat(beat.slice(), beat.state())));
    return new State(ticked, resumed, kept);
  }

  /**
   * Goes on from what was remembered.
   *
   * @param now the engine's time
   * @throws IllegalArgumentException if something came later than that, or a slice twice
   */
  void restore(State state, long now) {
    ticked = passed("ticked", state.ticked(), now);
    resumed = passed("resumed", state.resumed(), now);
    Set<Slice> seen = new HashSet<>();
    List<Slice> stopped = new ArrayList<>();
    for (Beat beat : state.beats()) {
      passed("lastNanos", beat.state().lastNanos(), now);
      if (!seen.add(beat.slice())) {
        throw new IllegalArgumentException("streams of " + beat.slice() + ": two (expected: one)");
      }
      if (beat.slice().isAll()) {
        all = beat;
      } else {
        beats.put(beat.slice(), beat);
        silent += beat.state().silent() ? 1 : 0;
      }
      if (beat.state().told()) {
        stopped.add(beat.slice());
      }
    }
    told = List.copyOf(stopped);
    memory = BYTES * beats.size();
  }

  private static long passed(String name, long nanos, long now) {
    if (nanos < 0 || nanos > now) {
      throw new IllegalArgumentException(
          name + ": " + nanos + " (expected: 0 .. " + now + ", the engine's time)");
    }
    return nanos;
  }
}
