package io.virk.incident.internal;

import io.virk.detect.WindowBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How one slice looks when nothing is wrong: some observations of each of a few windows that were
 * judged normal, the last one and some of longer ago, for when a drift opens it may have been there
 * for some windows. Until a window is judged its observations are candidates.
 */
final class CalmPictures {
  /** Observations of a window. */
  static final int OF_A_WINDOW = 2;

  private static final int MOST_SETS = 4;

  /** Windows after which a set is too old to show what was before. */
  private static final int OLDEST = 64;

  private final Memory memory;
  private final List<RecordedObservation> candidates = new ArrayList<>(OF_A_WINDOW);
  private final List<CalmSet> sets = new ArrayList<>(MOST_SETS + 1);
  private long seen;
  private long windows;
  private long bytes;

  /** Observations of one window that was judged normal. */
  private record CalmSet(long window, long last, List<RecordedObservation> shown) {}

  CalmPictures(Memory memory) {
    this.memory = memory;
  }

  /** Takes an observation of the window as it fills, by chance. */
  void observed(RecordedObservation observation, RandomGenerator random) {
    seen++;
    if (candidates.size() < OF_A_WINDOW && seen <= OF_A_WINDOW) {
      candidates.add(held(observation));
      return;
    }
    long place = random.nextLong(seen);
    if (place < candidates.size()) {
      release(candidates.set((int) place, held(observation)));
    }
  }

  private RecordedObservation held(RecordedObservation observation) {
    memory.hold(observation);
    bytes += observation.memory();
    return observation;
  }

  private void release(RecordedObservation observation) {
    bytes -= observation.memory();
    memory.release(observation);
  }

  /**
   * The window was judged.
   *
   * @param normal whether its candidates show what is normal
   */
  void judged(WindowBounds bounds, boolean normal) {
    windows++;
    List<RecordedObservation> shown = new ArrayList<>();
    for (RecordedObservation candidate : candidates) {
      boolean within =
          candidate.sequence() >= bounds.first().sequence()
              && candidate.sequence() <= bounds.last().sequence();
      if (normal && within) {
        shown.add(candidate);
      } else {
        release(candidate);
      }
    }
    candidates.clear();
    seen = 0;
    if (!shown.isEmpty()) {
      sets.add(new CalmSet(windows, bounds.last().sequence(), shown));
      while (sets.size() > MOST_SETS) {
        remove(windows - sets.get(0).window() > OLDEST ? 0 : inner());
      }
    }
  }

  /** The one in the middle whose neighbours stand closest, for its age. */
  private int inner() {
    int best = 1;
    double closest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < sets.size() - 1; i++) {
      double gap = sets.get(i + 1).window() - sets.get(i - 1).window();
      double ofAge = gap / (1 + windows - sets.get(i - 1).window());
      if (ofAge < closest) {
        closest = ofAge;
        best = i;
      }
    }
    return best;
  }

  private void remove(int set) {
    sets.remove(set).shown().forEach(this::release);
  }

  /**
   * Gives up a part of what it has: a set of the middle age, then one of two pictures of each, at
   * last the candidates, so that something is left of before.
   *
   * @return how many observations; 0 if there is but one left, or none
   */
  int giveUp() {
    long before = count();
    if (sets.size() > 1) {
      remove(sets.size() > 2 ? inner() : sets.size() - 1);
    } else if (!sets.isEmpty() && sets.get(0).shown().size() > 1) {
      release(sets.get(0).shown().remove(0));
    } else if (candidates.size() > (sets.isEmpty() ? 1 : 0)) {
      release(candidates.remove(candidates.size() - 1));
    }
    return (int) (before - count());
  }

  /** Lets go of all of it. */
  int clear() {
    long before = count();
    candidates.forEach(this::release);
    candidates.clear();
    while (!sets.isEmpty()) {
      remove(0);
    }
    return (int) before;
  }

  private long count() {
    return candidates.size() + sets.stream().mapToLong(s -> s.shown().size()).sum();
  }

  /** Bytes of what it holds, which others may hold, too. */
  long bytes() {
    return bytes;
  }

  /**
   * What was normal before an observation.
   *
   * @param sequence the number of the observation; windows that ended later do not count
   * @return the newest first
   */
  List<RecordedObservation> before(long sequence) {
    List<RecordedObservation> found = new ArrayList<>();
    for (int i = sets.size() - 1; i >= 0; i--) {
      if (sets.get(i).last() < sequence) {
        found.addAll(sets.get(i).shown());
      }
    }
    return found;
  }
}
