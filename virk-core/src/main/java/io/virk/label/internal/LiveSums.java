package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.label.FeedbackPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What performance is made of, kept up to date as observations come and are forgotten, and as
 * labels come, change and make room: sums by period and slice, so that nobody ever walks over
 * observations or labels. At any time they are those of the observations that are remembered, and
 * of the labels that are kept. Not thread-safe.
 *
 * <p>Periods beyond the newest 128 are as one. Slices times periods beyond 1,500 are not told
 * apart, those of the oldest period first; nor are slices beyond 1,500 at all times.
 */
final class LiveSums {
  static final int MOST_PERIODS = 128;
  static final int MOST_PARTS = 1_500;
  private static final long OLDER = Long.MIN_VALUE;

  /** Beyond lies no time that anybody means. */
  private static final long LATEST = 1L << 60;

  private final FeedbackPolicy policy;
  private final long length;
  private final TreeMap<Long, PeriodSums> periods = new TreeMap<>();
  private final PeriodSums ever = new PeriodSums(OLDER, false);
  private final Set<Long> changed = new HashSet<>();
  private PeriodSums last;
  private long olderUntil = OLDER;
  private int parts;
  private long forgottenUntil = Long.MIN_VALUE;

  LiveSums(FeedbackPolicy policy) {
    this.policy = policy;
    this.length = policy.period().toMillis();
  }

  /** An observation is remembered. One that only the host's mark chose stands for no others. */
  void observed(long number, long time, float confidence, float weight, Slice slice) {
    if (weight > 0) {
      change(time, slice, part -> part.observed(number, confidence, weight));
    }
  }

  /** An observation is forgotten. */
  void forgotten(
      long number, long time, float confidence, float weight, Slice slice, boolean touched) {
    forgottenUntil = Math.max(forgottenUntil, time);
    if (weight > 0) {
      change(time, slice, part -> part.forgotten(number, confidence, weight, touched));
    }
  }

  /** Of what was forgotten before this began, all is older than a time. */
  void forgottenUntil(long time) {
    forgottenUntil = time;
  }

  /**
   * Labels of an observation come to something else than they did.
   *
   * @param before null if they came to nothing
   * @param after null if none is left
   * @param remembered whether the observation is
   */
  void changed(Truth before, Truth after, boolean remembered) {
    Truth any = after == null ? before : after;
    if (any == null) {
      return;
    }
    boolean was = before != null && before.corrected();
    boolean is = after != null && after.corrected();
    long number = any.prediction().number();
    double weight = any.prediction().weight();
    long time = any.prediction().epochMillis();
    change(
        time,
        any.prediction().slice(),
        part -> {
          if (before != null) {
            part.remove(before, policy);
          }
          if (after != null) {
            part.accept(after, policy);
          }
          if (remembered && weight > 0 && was != is) {
            part.touched(number, weight, is);
          }
        });
    if (periods.containsKey(from(time))) {
      changed.add(from(time));
    }
  }

  private long from(long time) {
    return Math.floorDiv(Math.max(-LATEST, Math.min(LATEST, time)), length) * length;
  }

  private void change(long time, Slice slice, Consumer<PartSums> change) {
    PeriodSums period = period(from(time));
    parts += period.change(slice, () -> hasRoom(period), change);
    ever.change(slice, () -> ever.slices().size() < MOST_PARTS, change);
    if (period.all().isEmpty()) {
      parts -= period.close();
      periods.remove(period.from());
      changed.remove(period.from());
      last = null;
    }
  }

  private PeriodSums period(long from) {
    if (last == null || last.from() != from || from <= olderUntil) {
      long key = from <= olderUntil ? OLDER : from;
      last = periods.get(key);
      if (last == null) {
        last = new PeriodSums(key, true);
        periods.put(key, last);
        if (periods.size() > MOST_PERIODS) {
          mergeOldest();
        }
      }
    }
    return last;
  }

  /** The oldest two become one. */
  private void mergeOldest() {
    PeriodSums first = periods.pollFirstEntry().getValue();
    PeriodSums second = periods.pollFirstEntry().getValue();
    PeriodSums older = new PeriodSums(OLDER, true);
    older.close();
    older.all().combine(first.all());
    older.all().combine(second.all());
    parts -= first.close() + second.close();
    olderUntil = second.from();
    changed.remove(first.from());
    changed.remove(second.from());
    periods.put(OLDER, older);
    last = last == first || last == second ? older : last;
  }

  /** Another slice times period may be told apart; makes room in older periods. */
  private boolean hasRoom(PeriodSums wanted) {
    for (PeriodSums period : periods.values()) {
      if (parts < MOST_PARTS || period == wanted) {
        break;
      }
      parts -= period.close();
    }
    return parts < MOST_PARTS;
  }

  /**
   * A copy, for what takes longer.
   *
   * @param look whether periods that have changed come with their slices, and are then as unchanged
   */
  Snapshot copy(boolean look) {
    List<PeriodSums> copies = new ArrayList<>();
    Long newest = null;
    for (PeriodSums period : periods.descendingMap().values()) {
      if (newest == null && period.all().hasLabels()) {
        newest = period.from();
      }
      boolean slices = newest != null && newest == period.from();
      copies.add(period.copy(slices || look && changed.contains(period.from())));
    }
    java.util.Collections.reverse(copies);
    Set<Long> were = Set.copyOf(changed);
    if (look) {
      changed.clear();
    }
    return new Snapshot(copies, ever.copy(true), were, length, forgottenUntil);
  }

  /** Bytes, about. */
  long memory() {
    return ever.memory() + periods.values().stream().mapToLong(PeriodSums::memory).sum();
  }

  /**
   * Sums at one moment.
   *
   * @param periods oldest first; the newest that has labels with its slices
   * @param ever of all of them
   * @param changed when those periods begin whose labels have changed since somebody looked
   * @param length of a period, milliseconds
   * @param forgottenUntil when the newest observation was that is forgotten
   */
  record Snapshot(
      List<PeriodSums> periods,
      PeriodSums ever,
      Set<Long> changed,
      long length,
      long forgottenUntil) {
    /** Whether it is the one that those beyond the room are in. */
    static boolean isOlder(PeriodSums period) {
      return period.from() == OLDER;
    }

    /** By slice, by name. */
    static Map<Slice, PartSums> sorted(PeriodSums period) {
      return new TreeMap<>(period.slices());
    }
  }
}
