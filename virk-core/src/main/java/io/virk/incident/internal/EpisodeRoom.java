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
  private final Map<Snapshot, Boolean> states = new IdentityHashMap<>();
  private long onTheWay;
  private volatile long memory;
  private volatile long givenUp;

  /** One that the thread that writes has not let go of yet, when it was looked at. */
  private record Replayed(Episode episode, long bytes) {}

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
   * @param waiting bytes of what waits to be written, and its episode does not show any more
   */
  void fit(long waiting) {
    onTheWay = waiting;
    fit();
  }

  /** Makes them fit, with as much on the way as there was when they fitted last. */
  void fit() {
    long room = most - Math.min(onTheWay, most / 2);
    long reels = reels();
    long bytes = reels;
    for (Episode episode : episodes) {
      bytes += episode.bytes();
    }
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
    List<Replayed> with = new ArrayList<>();
    for (Episode episode : episodes) {
      Tape.Reel reel = episode.reel();
      if (reel != null) {
        with.add(new Replayed(episode, reel.inputs().length));
      }
    }
    with.sort(Comparator.comparingLong(r -> -r.bytes()));
    long left = reels;
    for (Replayed largest : with) {
      if (reels - left < tooMuch) {
        largest.episode().giveUpReel();
        left = reels();
      }
    }
    return reels - left;
  }

  /** Bytes of what they are replayed from: a state that some of them share counts once. */
  private long reels() {
    states.clear();
    long bytes = 0;
    for (Episode episode : episodes) {
      Tape.Reel reel = episode.reel();
      if (reel != null) {
        bytes += reel.inputs().length;
        bytes += states.put(reel.state(), true) == null ? reel.bytes() : 0;
      }
    }
    states.clear();
    return bytes;
  }

  /** Whether anything waited to be written that its episode does not show any more. */
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
