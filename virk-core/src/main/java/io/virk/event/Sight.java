package io.virk.event;

import io.virk.detect.Slice;
import io.virk.internal.Durations;
import io.virk.internal.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a monitor sees, what it is blind to, and how soon: told when it begins to watch, and kept in
 * its status, where it is as of now.
 *
 * @param references one for each slice that has a reference of its own, that of all first: which
 *     detectors judge by it
 * @param perSecond observations a second that VIRK's thread can afford with its CPU budget, by what
 *     they cost so far, or at first by what an embedding costs; empty before anything is known
 * @param slowest the streams whose windows take longest to fill, at most {@value #TOLD}
 * @param leastWorth the streams of whose observations the fewest count, at most {@value #TOLD}
 * @param mostWorth the streams of whose observations the most count, at most {@value #TOLD}
 */
public record Sight(
    List<Reference> references,
    OptionalDouble perSecond,
    List<Stream> slowest,
    List<Stream> leastWorth,
    List<Stream> mostWorth) {
  /** Streams in a list. */
  public static final int TOLD = 5;

  /** Signals that are named in a sentence. */
  private static final int NAMED = 4;

  /** Reasons that are. */
  private static final int REASONS = 2;

  /** Observations of which one counts: less is not worth a word. */
  private static final double WORTH_SAYING = 1.1;

  public Sight {
    references = List.copyOf(references);
    slowest = List.copyOf(slowest);
    leastWorth = List.copyOf(leastWorth);
    mostWorth = List.copyOf(mostWorth);
  }

  /**
   * A detector of a signal that judges.
   *
   * @param signal name of the signal
   * @param detector name of the detector
   */
  public record Armed(String signal, String detector) {}

  /**
   * A detector of a signal that judges nothing.
   *
   * @param signal name of the signal
   * @param detector name of the detector; "" where none of them could be calibrated
   * @param reason why, part of a sentence
   * @param remedy what would help, an imperative, part of a sentence
   */
  public record Refused(String signal, String detector, String reason, String remedy) {}

  /**
   * By which detectors the windows of a slice are judged.
   *
   * @param slice whose reference
   * @param armed those that judge
   * @param refused those that do not
   * @param windowsADay of the slice at its present pace; empty while it has none
   * @param smallest the smallest change of each scalar signal that a day would show; without a pace
   *     the smallest that the first windows would; empty where that is not known
   */
  public record Reference(
      Slice slice,
      List<Armed> armed,
      List<Refused> refused,
      OptionalDouble windowsADay,
      List<SmallestChange> smallest) {
    public Reference {
      armed = List.copyOf(armed);
      refused = List.copyOf(refused);
      smallest = List.copyOf(smallest);
    }
  }

  /**
   * The smallest lasting change of a signal's mean that opens a drift within a day in nine of ten
   * cases.
   *
   * <p>Computed from the baseline's calibration for the detector "mean-shift": its threshold, 6 %
   * higher for what is estimated of a stream's memory, how much means of windows scatter, and how
   * many windows a day has. A day opens a drift if as many windows in a row exceed the threshold as
   * the emission policy asks for. It assumes that the stream scatters as the baseline does, that
   * its windows are independent, and that nothing but the mean changes; the baseline's own sampling
   * error is averaged over. Other detectors and signals may show a change earlier. Of one signal
   * and 24 windows a day 88 % of 300 simulated changes of that size were found, and 5 % of half the
   * size.
   *
   * @param signal name of the signal
   * @param unit of its values; "" for none
   * @param typical its mean in the baseline, in its own unit
   * @param lower a mean from which on downwards a change is noticed
   * @param upper a mean from which on upwards a change is noticed
   */
  public record SmallestChange(
      String signal, String unit, double typical, double lower, double upper) {
    /** Ends of a range that differ by less are said as one number. */
    private static final double EVEN = 0.02;

    /**
     * In words.
     *
     * @return for example "brightness 118 +-6 (5 %)", "sharpness 310 to 262 or 367 (-15 %, +18 %)"
     */
    public String inWords() {
      double down = typical - lower;
      double up = upper - typical;
      String of = unit.isEmpty() ? "" : " " + Text.clean(unit);
      boolean relative = Math.abs(typical) > 1e-9;
      String words = Text.clean(signal) + " " + Text.number(typical);
      if (Math.abs(up - down) <= EVEN * up) {
        return words
            + " +-"
            + Text.number(up)
            + of
            + (relative ? words(" (%.0f %%)", 100 * up / Math.abs(typical)) : "");
      }
      return words
          + " to "
          + Text.number(lower)
          + " or "
          + Text.number(upper)
          + of
          + (relative
              ? words(
                  " (-%.0f %%, +%.0f %%)",
                  100 * down / Math.abs(typical), 100 * up / Math.abs(typical))
              : "");
    }
  }

  /**
   * A stream, as it comes.
   *
   * @param slice whose
   * @param perSecond observations a second by their own times, a mean of the last 256; 0 if that is
   *     not known
   * @param apart of how many observations one counts, for neighbours resemble each other; &ge; 1
   * @param judgedEvery how long a window takes at that pace, or until it is judged by time; empty
   *     while there is no pace
   */
  public record Stream(
      Slice slice, double perSecond, double apart, Optional<Duration> judgedEvery) {}

  /**
   * Whether no detector of any slice can judge.
   *
   * @return true if the monitor would never say anything
   */
  public boolean isBlind() {
    return references.stream().allMatch(r -> r.armed().isEmpty());
  }

  /**
   * All of it in a few sentences.
   *
   * @return at most five, without full stops
   */
  public List<String> inWords() {
    List<String> lines = new ArrayList<>();
    lines.add(seen());
    blind().ifPresent(lines::add);
    smallest().ifPresent(lines::add);
    if (perSecond.isEmpty() && slowest.isEmpty()) {
      lines.add(
          "what an observation costs, and how long it takes until a slice is judged, is not known"
              + " yet");
      return lines;
    }
    lines.add(
        perSecond.isPresent()
            ? words("can afford %s observations a second", amount(perSecond.getAsDouble()))
            : "what an observation costs is not known yet");
    lines.add(soon());
    return lines;
  }

  /**
   * What {@link #inWords} says, in a line.
   *
   * @return the sentences
   */
  @Override
  public String toString() {
    return String.join("; ", inWords());
  }

  private String seen() {
    long armed = references.stream().mapToLong(r -> r.armed().size()).sum();
    long refused = references.stream().mapToLong(r -> r.refused().size()).sum();
    List<String> signals =
        references.stream().flatMap(r -> r.armed().stream()).map(Armed::signal).distinct().toList();
    long own = references.stream().filter(r -> !r.slice().isAll()).count();
    return words(
        "judges by %,d of %,d detectors%s%s",
        armed,
        armed + refused,
        signals.isEmpty() ? "" : ": " + names(signals),
        own == 0
            ? ""
            : "; "
                + Text.count(own, "slice")
                + (own == 1 ? " has a reference of its own" : " have a reference of their own"));
  }

  private static String names(List<String> signals) {
    int more = signals.size() - 2 * NAMED;
    return signals.stream().limit(2 * NAMED).map(Text::clean).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** What is not judged, and why; each reason and remedy once. */
  private Optional<String> blind() {
    List<String> whys = refusals();
    if (whys.isEmpty()) {
      return Optional.empty();
    }
    int more = whys.size() - REASONS;
    return Optional.of(
        "blind to (neither drifts nor warnings come of these) "
            + whys.stream().limit(REASONS).collect(Collectors.joining("; "))
            + (more > 0
                ? "; and to others for " + more + " more reason" + (more > 1 ? "s" : "")
                : ""));
  }

  /**
   * Why detectors judge nothing, and what would help: those with one reason together.
   *
   * @return part of a sentence each, for example "embedding (mmd) of all: 40 values that are alike
   *     for ...: take reference data over a longer time ..."; empty if all judge
   */
  public List<String> refusals() {
    Map<String, List<String>> whose = new LinkedHashMap<>();
    for (Reference reference : references) {
      for (Refused refused : reference.refused()) {
        String why = refused.reason() + ": " + refused.remedy();
        String by = refused.detector().isEmpty() ? "" : " (" + Text.clean(refused.detector()) + ")";
        whose
            .computeIfAbsent(why, w -> new ArrayList<>())
            .add(Text.clean(refused.signal()) + by + " of " + reference.slice());
      }
    }
    return whose.entrySet().stream()
        .map(
            e ->
                e.getValue().get(0)
                    + (e.getValue().size() > 1 ? " and " + (e.getValue().size() - 1) + " more" : "")
                    + ": "
                    + Text.clean(e.getKey(), Text.SENTENCE))
        .toList();
  }

  private Optional<String> smallest() {
    return references.stream()
        .filter(r -> !r.smallest().isEmpty())
        .findFirst()
        .map(
            r ->
                (r.windowsADay().isPresent() ? "a day shows" : "the first windows show")
                    + " changes of "
                    + r.smallest().stream()
                        .limit(NAMED)
                        .map(SmallestChange::inWords)
                        .collect(Collectors.joining(", "))
                    + (r.smallest().size() > NAMED ? " ..." : "")
                    + " in "
                    + Whose.of(r.slice()));
  }

  private String soon() {
    if (slowest.isEmpty()) {
      return "how long it takes until a slice is judged is not known yet";
    }
    Stream last = slowest.get(0);
    String alike =
        leastWorth.stream()
            .filter(s -> s.apart() >= WORTH_SAYING)
            .limit(1)
            .map(
                s ->
                    words(
                        "; of %.1f observations of %s one counts, for neighbours resemble each"
                            + " other",
                        s.apart(), Whose.of(s.slice())))
            .collect(Collectors.joining());
    return words(
            "%s is judged every %s at its present pace, no other more seldom",
            Whose.of(last.slice()), Durations.about(last.judgedEvery().orElseThrow().toNanos()))
        + alike;
  }

  private static String amount(double value) {
    return words(value >= 100 ? "%,.0f" : "%.2g", value);
  }

  private static String words(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
