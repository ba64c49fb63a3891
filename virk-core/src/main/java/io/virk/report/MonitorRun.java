package io.virk.report;

import io.virk.event.Sight;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a monitor has judged and told, as far as it is kept.
 *
 * @param monitor its name
 * @param windows how many came to which verdict, over time, oldest first
 * @param told what was told, oldest first
 * @param leftOut things that were told and found no room
 * @param opened drifts that opened, or were open again, those that found no room among them
 * @param closed drifts that closed, likewise
 * @param sight what it sees and is blind to; empty if it was not told
 * @param status its counters, in lines; "" for none
 */
public record MonitorRun(
    String monitor,
    List<Judged> windows,
    List<Told> told,
    long leftOut,
    long opened,
    long closed,
    Optional<Sight> sight,
    String status) {
  /**
   * Windows that ended in one span of time.
   *
   * @param fromMillis where it begins; milliseconds since 1970
   * @param millis how long it is, &gt; 0
   * @param normal windows without a finding
   * @param warnings windows with a warning
   * @param drifts windows that drifted
   * @param undecided windows with too little data
   */
  public record Judged(
      long fromMillis, long millis, long normal, long warnings, long drifts, long undecided) {
    /**
     * All of them.
     *
     * @return &ge; 0
     */
    public long all() {
      return normal + warnings + drifts + undecided;
    }
  }

  /**
   * Something that was told.
   *
   * @param epochMillis when; milliseconds since 1970, of the last observation that was told of by
   *     then; 0 before there was one
   * @param kind of it
   * @param words in a sentence
   */
  public record Told(long epochMillis, Kind kind, String words) {
    /** What was told. */
    public enum Kind {
      /** A drift opened, or is open again. */
      OPENED,
      /** A drift closed. */
      CLOSED,
      /** Something that somebody should look at. */
      WARNING,
      /** Something to know. */
      NOTE
    }

    public Told {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(words, "words");
    }
  }

  public MonitorRun {
    Objects.requireNonNull(monitor, "monitor");
    windows = List.copyOf(windows);
    told = List.copyOf(told);
    Objects.requireNonNull(sight, "sight");
    Objects.requireNonNull(status, "status");
  }
}
