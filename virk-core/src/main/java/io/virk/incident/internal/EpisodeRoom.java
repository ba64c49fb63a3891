package io.virk.incident.internal;

import io.virk.engine.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What all episodes hold is bounded: first the largest give up what they show but for one of each
 * role, then what they are replayed from, then the rest. What only waits to be written cannot be
 * given up, and leaves less room for the others, though never less than half. VIRK's thread alone,
 * but for the counts.
 */
final class EpisodeRoom {
  private final Collection<Episode> episodes;
  private final long most;
  private long onTheWay;
  private volatile long memory;
  private volatile long givenUp;

  /**
   * Bounds episodes.
   *
   * @param episodes a view of all there are by now
   * @param most bytes
   */
  EpisodeRoom(Collection<Episode> episodes, long most) {
    this.episodes = episodes;
    this.most = most;
  }

  /**
   * Makes them fit.
   *
   * @param waiting bytes of what waits to be written, and no episode shows any more
   */
  void fit(long waiting) {
    onTheWay = waiting;
    fit();
  }

  /** Makes them fit, with as much on the way as there was when they fitted last. */
  void fit() {
    long room = most - Math.min(onTheWay, most / 2);
    long reels = reels();
    long bytes = reels + episodes.stream().mapToLong(Episode::bytes).sum();
    if (bytes > room) {
      bytes -= giveUp(bytes - room, 1);
      bytes -= giveUpReels(reels, bytes - room);
      bytes -= giveUp(bytes - room, 0);
    }
    memory = bytes + onTheWay;
  }

  /** Each gives up from what it shows while it is the largest; returns the bytes. */
  private long giveUp(long tooMuch, int least) {
    PriorityQueue<Episode> largest =
        new PriorityQueue<>(Comparator.comparingLong((Episode e) -> -e.bytes()));
    largest.addAll(episodes);
    long given = 0;
    while (given < tooMuch && !largest.isEmpty()) {
      Episode episode = largest.poll();
      long before = episode.bytes();
      if (episode.giveUp(least)) {
        givenUp++;
        given += before - episode.bytes();
        largest.add(episode);
      }
    }
    return given;
  }

  /** The largest go first; returns the bytes. */
  private long giveUpReels(long reels, long tooMuch) {
    List<Episode> with = new ArrayList<>(episodes);
    with.removeIf(e -> e.reel() == null);
    with.sort(Comparator.comparingLong(e -> -bytes(e.reel())));
    long left = reels;
    for (Episode episode : with) {
      if (reels - left < tooMuch) {
        episode.giveUpReel();
        left = reels();
      }
    }
    return reels - left;
  }

  private static long bytes(Tape.Reel reel) { // the thread that writes may have let go of it
    return reel == null ? 0 : reel.inputs().length;
  }

  /** Bytes of what they are replayed from: a state that some of them share counts once. */
  private long reels() {
    Map<Snapshot, Long> states = new IdentityHashMap<>();
    long bytes = 0;
    for (Episode episode : episodes) {
      Tape.Reel reel = episode.reel();
      if (reel != null) {
        bytes += reel.inputs().length;
        states.put(reel.state(), reel.bytes());
      }
    }
    return bytes + states.values().stream().mapToLong(b -> b).sum();
  }

  /** Whether anything waited to be written that no episode shows any more. */
  boolean isWaitedFor() {
    return onTheWay > 0;
  }

  /** Bytes that are held, about. Any thread. */
  long memory() {
    return memory;
  }

  /** Observations that were given up. Any thread. */
  long givenUp() {
    return givenUp;
  }
}
