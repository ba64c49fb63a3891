package io.virk.event;

import io.virk.detect.Slice;
import io.virk.internal.Text;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far a monitor is with a stream: one of each slice that it has heard of, and one of all
 * observations.
 *
 * @param slice whose stream
 * @param state how it compares with the baseline
 * @param windows that were judged of it since the monitor started
 * @param spacing of how many observations one counts in its windows, for neighbours resemble each
 *     other; 1 if all do
 */
public record WatchedStream(Slice slice, State state, long windows, int spacing) {
  /** Streams that are named in a sentence. */
  private static final int NAMED = 5;

  /** How a stream compares with the baseline. */
  public enum State {
    /** It fits, or a part of the baseline is what it shows, or it counts as fitting unasked. */
    FITS,
    /** Too few of its windows were judged to say it. */
    UNCOMPARED,
    /** It did not fit from the beginning. */
    MOVED,
    /** Nothing can be said of its windows: they are worth too few observations. */
    UNKNOWN;

    /**
     * Of what is known of a stream.
     *
     * @param accepted whether it counts as fitting without being asked
     * @param fit what was found; empty as long as nothing was
     * @return its state
     */
    public static State of(boolean accepted, Optional<Fit> fit) {
      return accepted
          ? FITS
          : fit.map(
                  f ->
                      switch (f) {
                        case FITS, NARROWER -> FITS;
                        case MOVED -> MOVED;
                        case UNKNOWN -> UNKNOWN;
                      })
              .orElse(UNCOMPARED);
    }
  }

  /** Whether a drift of its own can open. */
  public boolean mayDrift() {
    return state == State.FITS;
  }

  /**
   * Says of which streams nothing can be said, and what may be done.
   *
   * @param streams of a monitor
   * @return sentences without the last full stop, one a state; empty if each may have drifts
   */
  public static List<String> unable(List<WatchedStream> streams) {
    return streams.stream()
        .map(WatchedStream::state)
        .distinct()
        .filter(s -> s != State.FITS)
        .sorted()
        .map(s -> sentence(s, streams.stream().filter(of -> of.state() == s).toList()))
        .toList();
  }

  private static String sentence(State state, List<WatchedStream> of) {
    String which =
        of.stream()
            .limit(NAMED)
            .map(s -> Text.clean(Whose.of(s.slice())) + s.counts())
            .collect(Collectors.joining(", "));
    int more = of.size() - NAMED;
    String all = more > 0 ? which + " and " + more + " more" : which;
    return switch (state) {
      case UNCOMPARED ->
          "too little has come to say anything of "
              + all
              + ": two windows in a row must fit the baseline before there can be a drift; give it"
              + " more observations, or accept that it fits (fitAccepted)";
      case MOVED ->
          "no drift opens in "
              + all
              + ", which did not fit the baseline from the beginning: accept it (fitAccepted),"
              + " learn from live traffic, or look into it";
      case UNKNOWN ->
          "nothing can be said of "
              + all
              + ", whose windows are worth too few observations: sample more of it, let windows"
              + " last longer, or slice by a tag of fewer values";
      case FITS -> throw new IllegalArgumentException("state: " + state);
    };
  }

  private String counts() {
    return " ("
        + Text.count(windows, "window")
        + (spacing == 1 ? "" : ", of " + spacing + " observations one counts")
        + ")";
  }
}
