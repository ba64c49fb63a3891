package io.virk.engine;

import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.event.Trend;
import io.virk.signal.SignalTable;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was said of a drift while it goes on: its diagnosis at first and at last, and of each of its
 * slices the cause that was told, and how severe it is. VIRK's thread alone.
 */
final class Course {
  /** A severity that differs so much, in standard deviations, may do so by chance. */
  private static final double CHANCE = 0.35;

  /** A severity is another if it is so many times as large. */
  private static final double RATIO = 1.2;

  /** Reopened so often, it comes and goes: once may be by chance. */
  private static final int OFTEN = 2;

  /** Of windows that look the same one in so many is explained. */
  private static final int EVERY = 8;

  /** But not before so many in a row were. */
  private static final int YOUNG = 4;

  /** Slices whose looks are remembered at most. */
  private static final int LEVELS = 256;

  private final Diagnosis opening;
  private Diagnosis last;
  private Kind kind;
  private final Map<Slice, Spoken> spoken = new TreeMap<>();
  private final Map<Slice, DriftLevel> levels = new HashMap<>();
  private final Map<Slice, Explained> explained = new HashMap<>();

  /**
   * What was said of a slice.
   *
   * @param slice which; all observations, if the drift is one of all
   * @param cause that was told; "" if none is known
   * @param what was told, in words
   * @param waiting the other cause that its last window names, which is told if the next one names
   *     it, too; null if its last window names that which was told
   * @param deviations the severity that it is compared with
   * @param sequence number of the last observation of the window that was explained last
   */
  record Spoken(
      Slice slice, String cause, String what, String waiting, double deviations, long sequence) {
    Spoken {
      Objects.requireNonNull(slice, "slice");
      Objects.requireNonNull(cause, "cause");
      Objects.requireNonNull(what, "what");
    }

    static Spoken of(Slice slice, Diagnosis told, long sequence) {
      return new Spoken(
          slice, told.leading(), told.what(), null, told.severity().deviations(), sequence);
    }
  }

  /**
   * A window that was explained, by what it looked like.
   *
   * @param level what it looked like
   * @param times so many that looked alike were explained, the last ones
   * @param since windows that looked the same since then, and were not
   */
  record Explained(DriftLevel level, int times, int since) {
    Explained {
      Objects.requireNonNull(level, "level");
    }
  }

  /**
   * What a window has brought.
   *
   * @param trend of the severity
   * @param was what had been told of the slice, if it has another cause by now
   */
  record Step(Trend trend, Optional<String> was) {
    static final Step NONE = new Step(Trend.HOLDS, Optional.empty());
  }

  Course(Diagnosis opening, Collection<Slice> slices) {
    this.opening = opening;
    this.last = opening;
    this.kind = opening.kind();
    slices.forEach(slice -> spoken.put(slice, Spoken.of(slice, opening, -1)));
  }

  Diagnosis opening() {
    return opening;
  }

  Diagnosis last() {
    return last;
  }

  /** How the drift came: as was found when it opened, or that it comes and goes. */
  Kind kind() {
    return kind;
  }

  /** It is open again, for the so manieth time. */
  void reopened(int times) {
    kind = times >= OFTEN ? Kind.INTERMITTENT : kind;
  }

  /**
   * Whether a window is to be explained: at least half of it came since the last one that was, so
   * that windows that overlap cost no more than others.
   *
   * @param rows of the window. Not modified.
   */
  boolean isDue(Slice slice, SignalTable rows) {
    Spoken before = spoken.get(slice);
    return before == null || rows.sequence(rows.rows() / 2) > before.sequence();
  }

  /**
   * Whether a window that is due looks as those that were explained last, so that nothing new can
   * be said of it: to compare causes costs as much as hundreds of judgements. The first {@value
   * #YOUNG} that look alike are explained all the same, for what is known of a young drift grows,
   * of the others every {@value #EVERY}th, and one after which another cause waits to be told.
   *
   * @param baseline rows that the slice is compared with. Not modified.
   * @param rows of the window. Not modified.
   */
  boolean isTheSame(Slice slice, SignalTable baseline, SignalTable rows) {
    if (last.fingerprint().columns().isEmpty()) {
      return false; // no causes are compared: it costs little
    }
    Explained before = explained.get(slice);
    boolean same = before != null && !before.level().isStirred(baseline, rows);
    Spoken said = spoken.get(slice);
    boolean settled = said != null && said.waiting() == null;
    if (same && settled && before.times() >= YOUNG && before.since() + 1 < EVERY) {
      explained.put(slice, new Explained(before.level(), before.times(), before.since() + 1));
      return true;
    }
    if (same) {
      explained.put(slice, new Explained(before.level(), Math.min(YOUNG, before.times() + 1), 0));
    } else if (before != null || explained.size() < LEVELS) {
      explained.put(slice, new Explained(DriftLevel.of(slice, rows), 1, 0));
    }
    return false;
  }

  /** Another window of one of its slices has been explained, or the first of one that joins. */
  Step window(Slice slice, Diagnosis now, long sequence) {
    last = now;
    kind = now.kind();
    Spoken before = spoken.get(slice);
    if (before == null) {
      spoken.put(slice, Spoken.of(slice, now, sequence));
      return Step.NONE;
    }
    Trend trend = trend(before.deviations(), now.severity().deviations());
    double level =
        trend == Trend.HOLDS && !Double.isNaN(before.deviations())
            ? before.deviations()
            : now.severity().deviations();
    boolean other = now.displaces(before.cause());
    boolean told = other && isWaited(now, before.waiting());
    spoken.put(
        slice,
        told
            ? Spoken.of(slice, now, sequence)
            : new Spoken(
                slice,
                before.cause(),
                before.what(),
                other ? now.leading() : null,
                level,
                sequence));
    return new Step(trend, told ? Optional.of(before.what()) : Optional.empty());
  }

  private static Trend trend(double before, double now) {
    if (now > RATIO * before + CHANCE) {
      return Trend.GROWS;
    }
    return now < before / RATIO - CHANCE ? Trend.SHRINKS : Trend.HOLDS;
  }

  /** Whether a cause that was named by the window before may be what this one names. */
  private static boolean isWaited(Diagnosis now, String waiting) {
    return waiting != null
        && !now.displaces(waiting)
        && !waiting.isEmpty() == !now.cause().isEmpty();
  }

  /** Whether a diagnosis names a cause, and none that was told of this drift. */
  boolean isAnother(Diagnosis now) {
    return !now.cause().isEmpty()
        && spoken.values().stream().allMatch(s -> !s.cause().isEmpty() && now.displaces(s.cause()));
  }

  /**
   * Whether a diagnosis of what came on top of it names a cause, and none that was told of this
   * drift, as far as one was.
   */
  boolean isOnTop(Diagnosis now) {
    return !now.cause().isEmpty()
        && spoken.values().stream().allMatch(s -> s.cause().isEmpty() || now.displaces(s.cause()));
  }

  /** What a slice looked like when it was young; null if that is not known. */
  DriftLevel level(Slice slice) {
    return levels.get(slice);
  }

  /** That is what a slice looks like in it; of so many slices it is remembered. */
  void level(DriftLevel level) {
    if (levels.size() < LEVELS || levels.containsKey(level.slice())) {
      levels.put(level.slice(), level);
    }
  }

  /** Forgets what slices looked like. */
  void forget(Collection<Slice> slices) {
    levels.keySet().removeAll(slices);
  }

  /** It is over. */
  void end() {
    levels.clear();
    explained.clear();
  }

  /** What is to be remembered of it. */
  Snapshot.Told state(int number) {
    return new Snapshot.Told(
        number,
        opening,
        last,
        List.copyOf(spoken.values()),
        levels.values().stream().sorted(Comparator.comparing(DriftLevel::slice)).toList(),
        explained.values().stream().sorted(Comparator.comparing(e -> e.level().slice())).toList());
  }

  /** Goes on from what was remembered. */
  static Course restored(Snapshot.Told state) {
    Course course = new Course(Objects.requireNonNull(state.opening(), "opening"), List.of());
    course.last = Objects.requireNonNull(state.last(), "last");
    course.kind = course.last.kind();
    state.spoken().forEach(s -> course.spoken.put(s.slice(), s));
    state.levels().forEach(course::level);
    state.explained().forEach(e -> course.explained.put(e.level().slice(), e));
    return course;
  }
}
