package io.virk.event;

import io.virk.detect.Slice;
import io.virk.internal.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far a monitor is with a stream: one of each slice that it has heard of since it started, and
 * one of all observations.
 *
 * @param slice whose stream
 * @param state how it compares with the baseline
 * @param windows that got a verdict, &ge; 0
 * @param differing of them, those that drifted, &ge; 0
 * @param missing windows that must be judged before a drift can open there, at least; 0 if one
 *     could have. A sequential detector does not wait for them.
 * @param spacing of how many observations one counts in its windows, for neighbours resemble each
 *     other; 1 if all do
 */
public record WatchedStream(
    Slice slice, State state, long windows, long differing, int missing, int spacing) {
  /** Streams that are named in a sentence. */
  private static final int NAMED = 5;

  /** How a stream compares with the baseline. */
  public enum State {
    /** It fits, or a part of the baseline is what it shows, or it counts as fitting unasked. */
    FITS,
    /** Too few of its windows were judged to say it. */
    UNCOMPARED,
    /** It is that of all, of which one slice alone has come, by whose reference it is judged. */
    OF_ONE_SLICE,
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

  public WatchedStream {
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(state, "state");
  }

  /**
   * Whether a drift of its own could have opened.
   *
   * @return whether it fits, and as many windows were judged since as a drift needs
   */
  public boolean couldDrift() {
    return state == State.FITS && missing == 0;
  }

  /**
   * Says of which streams nothing can be said, and what may be done.
   *
   * @param streams of a monitor
   * @return sentences without the last full stop, one a reason; empty if each could have had a
   *     drift
   */
  public static List<String> unable(List<WatchedStream> streams) {
    List<WatchedStream> early =
        streams.stream()
            .filter(
                s -> s.state() == State.UNCOMPARED || s.state() == State.FITS && !s.couldDrift())
            .toList();
    List<String> sentences = new ArrayList<>();
    if (!early.isEmpty()) {
      boolean calm = early.stream().allMatch(s -> s.differing() == 0);
      boolean asked = early.stream().anyMatch(s -> s.state() == State.UNCOMPARED);
      boolean alone =
          early.stream().allMatch(s -> s.spacing() == 1); // else it would alarm too often
      sentences.add(
          "too few windows were judged to see a drift in "
              + named(early)
              + ": give it more observations"
              + (!asked
                  ? ""
                  : !calm
                      ? ", and look whether it fits the baseline at all"
                      : alone
                          ? ", or accept that it fits (fitAccepted)"
                          : ", or build the baseline of such a stream, in its order"));
    }
    String moved = named(of(State.MOVED, streams));
    if (!moved.isEmpty()) {
      sentences.add(
          "no drift opens in "
              + moved
              + ", which did not fit the baseline from the beginning: "
              + Fit.MOVED.remedy());
    }
    String unknown = named(of(State.UNKNOWN, streams));
    if (!unknown.isEmpty()) {
      sentences.add(
          "nothing can be said of "
              + unknown
              + ", whose windows are worth too few observations: "
              + Fit.UNKNOWN.remedy());
    }
    return sentences;
  }

  private static List<WatchedStream> of(State state, List<WatchedStream> streams) {
    return streams.stream().filter(s -> s.state() == state).toList();
  }

  private static String named(List<WatchedStream> of) {
    String which =
        of.stream()
            .limit(NAMED)
            .map(s -> Text.clean(Whose.of(s.slice())) + " (" + s.counts() + ")")
            .collect(Collectors.joining(", "));
    int more = of.size() - NAMED;
    return more > 0 ? which + " and " + more + " more" : which;
  }

  private String counts() {
    return Text.count(windows, "window")
        + (differing == 0 ? "" : ", " + differing + " of which drifted")
        + (missing == 0 ? "" : ", " + missing + " more at least")
        + (spacing == 1 ? "" : ", of " + spacing + " observations one counts");
  }
}
