package io.virk.event.internal;

import io.virk.event.BaselineLearned;
import io.virk.event.CauseChanged;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DriftUpdated;
import io.virk.event.EventsDropped;
import io.virk.event.MonitorEvent;
import io.virk.event.WindowJudged;

/**
 * Events that wait, in their order. Where there is no room for one more, the oldest of the lowest
 * rank makes it: windows first, drifts that opened last. What was dropped is counted, and told as
 * {@link EventsDropped} before all that wait by then, wherever its place was among them.
 *
 * <p>Any thread; an offer waits for nothing but a lock that is held for some steps in memory, and
 * allocates nothing.
 */
final class EventQueue {
  private static final int RANKS = 5;

  private final String monitor;
  private final MonitorEvent[] ring;
  private final int[] waitingByRank = new int[RANKS];
  private int first;
  private int size;
  private long windowsDropped;
  private long othersDropped;
  private long windowsTold;
  private long othersTold;

  EventQueue(String monitor, int capacity) {
    this.monitor = monitor;
    this.ring = new MonitorEvent[capacity];
  }

  /** The larger, the later it is dropped. */
  private static int rank(MonitorEvent event) {
    if (event instanceof WindowJudged) {
      return 0;
    }
    if (event instanceof DriftUpdated) {
      return 1;
    }
    if (event instanceof DriftOpened || event instanceof DriftReopened) {
      return 4;
    }
    return event instanceof DriftClosed
            || event instanceof CauseChanged
            || event instanceof BaselineLearned
        ? 3
        : 2;
  }

  /** Lets an event wait; it, or one that waits, is dropped if there is no room. */
  synchronized void offer(MonitorEvent event) {
    int rank = rank(event);
    if (size == ring.length) {
      int lowest = lowestRank();
      if (lowest > rank) {
        countDropped(event);
        return;
      }
      dropOldest(lowest);
    }
    ring[index(size)] = event;
    size++;
    waitingByRank[rank]++;
  }

  private int lowestRank() {
    int rank = 0;
    while (waitingByRank[rank] == 0) {
      rank++;
    }
    return rank;
  }

  /** What waits before it moves up by one. */
  private void dropOldest(int rank) {
    int at = 0;
    while (rank(ring[index(at)]) != rank) {
      at++;
    }
    countDropped(ring[index(at)]);
    for (int i = at; i > 0; i--) {
      ring[index(i)] = ring[index(i - 1)];
    }
    removeFirst(rank);
  }

  private void removeFirst(int rank) {
    ring[first] = null;
    first = index(1);
    size--;
    waitingByRank[rank]--;
  }

  private int index(int offset) {
    int at = first + offset;
    return at < ring.length ? at : at - ring.length;
  }

  private void countDropped(MonitorEvent event) {
    if (event instanceof WindowJudged) {
      windowsDropped++;
    } else {
      othersDropped++;
    }
  }

  /**
   * The next event; null if none waits. Before it, once, what has been dropped. Throws only for
   * lack of memory to say that, and has then taken nothing.
   */
  synchronized MonitorEvent poll() {
    if (windowsDropped > windowsTold || othersDropped > othersTold) {
      MonitorEvent dropped =
          new EventsDropped(
              monitor, windowsDropped - windowsTold, othersDropped - othersTold, ring.length);
      windowsTold = windowsDropped;
      othersTold = othersDropped;
      return dropped;
    }
    if (size == 0) {
      return null;
    }
    MonitorEvent next = ring[first];
    removeFirst(rank(next));
    return next;
  }

  synchronized int waiting() {
    return size;
  }

  /** Of windows, so far. */
  synchronized long windowsDropped() {
    return windowsDropped;
  }

  /** Of all else, so far. */
  synchronized long othersDropped() {
    return othersDropped;
  }
}
