package io.virk.fleet;

import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What is said of a drift of a fleet when it opens, changes or closes.
 *
 * @param number of the drift, from 1, the same in all that is said of it
 * @param phase what has become of it
 * @param scope who has moved
 * @param key of the tag whose values have moved together; "" if none has
 * @param values of that tag, in order
 * @param moved slices that have moved
 * @param among slices that were judged, or are known where some have fallen silent
 * @param slices that have moved by name, in order, at most {@value #NAMED}
 * @param sinceMillis begin of the first window in which it was seen, milliseconds since 1970
 * @param atMillis end of the window that this is said of
 * @param shifts what has moved, the clearest first, at most {@value #SHIFTS}
 * @param like the known cause that the shift is most like, and its severity; "" if none
 * @param pValue of the clearest test in this window, before it is divided among all; in (0, 1]
 */
public record FleetDrift(
    int number,
    Phase phase,
    Scope scope,
    String key,
    List<String> values,
    int moved,
    int among,
    List<Slice> slices,
    long sinceMillis,
    long atMillis,
    List<Shift> shifts,
    String like,
    double pValue) {
  /** Slices that are named. */
  public static final int NAMED = 100;

  /** Signals that are named. */
  public static final int SHIFTS = 5;

  /** In words. */
  private static final int SPOKEN = 3;

  /** What has become of a drift. */
  public enum Phase {
    /** It is told for the first time. */
    OPENED,
    /** Others have moved, or it is clearer what has. */
    UPDATED,
    /** What has moved is back, or gone. */
    CLOSED
  }

  /** Who has moved. */
  public enum Scope {
    /** All alike: the model, the firmware, the season, or what all of them see. */
    COMMON,
    /** All that share the value of a tag: a site, a firmware. */
    GROUP,
    /** Some that may have nothing in common. */
    SOME,
    /** Some of which nothing is heard any more. */
    SILENT
  }

  /**
   * What has moved.
   *
   * @param signal its name
   * @param detector what found it
   * @param effect in standard deviations of the baseline for mean-shift, larger = up; otherwise the
   *     detector's statistic over its usual value
   * @param deviations of those that have moved, in their own usual scatter, the median
   */
  public record Shift(String signal, String detector, double effect, double deviations) {
    String inWords() {
      return detector.equals(SliceTest.Kind.MEAN.detector())
          ? Words.of(
              effect < 0 ? "fleet.lower" : "fleet.higher",
              Words.signal(signal),
              String.format(Locale.ROOT, "%.1f", Math.abs(effect)))
          : Words.of("fleet.distribution", Words.signal(signal));
    }
  }

  public FleetDrift {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(scope, "scope");
    values = List.copyOf(values);
    slices = List.copyOf(slices);
    shifts = List.copyOf(shifts);
  }

  /**
   * In one sentence.
   *
   * @return for example "38 of 412 cameras, all of site B, since 2026-01-02 14:02:00 UTC:
   *     brightness 1.3 standard deviations of the baseline lower; most like under-exposure at
   *     severity 3"
   */
  public String inWords() {
    StringBuilder text = new StringBuilder();
    String noun = slices.isEmpty() ? "" : slices.get(0).key();
    noun = noun.isEmpty() ? Words.of("fleet.slice") : Text.clean(noun);
    String who = Words.of("fleet.who", moved, among, among == 1 ? noun : noun + "s");
    String where =
        switch (scope) {
          case COMMON -> Words.of("fleet.common");
          case GROUP -> Words.of("fleet.group", Text.clean(key), Words.list(spoken(values)));
          default -> values.isEmpty() ? named() : inGroup();
        };
    text.append(
        phase == Phase.CLOSED
            ? Words.of("fleet.closed", who, where, Text.time(sinceMillis), Text.time(atMillis))
            : Words.of("fleet.open", who, where, Text.time(sinceMillis)));
    if (scope == Scope.SILENT) {
      return text.append(": ").append(Words.of("fleet.silent")).toString();
    }
    List<String> what = new ArrayList<>();
    List<String> named = new ArrayList<>();
    for (Shift shift : shifts) {
      if (what.size() < SPOKEN && !named.contains(shift.signal())) {
        what.add(shift.inWords());
        named.add(shift.signal());
      }
    }
    if (!what.isEmpty()) {
      text.append(": ").append(Words.commas(what));
    }
    if (!like.isEmpty()) {
      text.append("; ").append(Words.of("fleet.like", like));
    }
    return text.toString();
  }

  private String inGroup() {
    return Words.of("fleet.within", Text.clean(key), Words.list(spoken(values)));
  }

  private String named() {
    List<String> names = slices.stream().map(s -> s.value()).toList();
    return Words.of("fleet.named", Words.list(spoken(names)));
  }

  private static List<String> spoken(List<String> names) {
    List<String> words = new ArrayList<>();
    names.stream().limit(SPOKEN).map(Text::clean).forEach(words::add);
    int more = names.size() - words.size();
    if (more > 0) {
      words.add(Words.of("fleet.more", more));
    }
    return words;
  }

  @Override
  public String toString() {
    return "fleet drift " + number + " " + phase.name().toLowerCase(Locale.ROOT) + ": " + inWords();
  }
}
