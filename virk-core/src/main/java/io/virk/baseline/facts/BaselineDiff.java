package io.virk.baseline.facts;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How far a second baseline is apart from a first: {@link Baseline#compareWith}.
 *
 * @param first name and hash of the baseline that was asked
 * @param second name and hash of the other
 * @param provenance what differs in provenance, in words; empty if nothing that matters
 * @param signals one for each slice and signal that both have, those that moved most first
 * @param thresholds one for each slice, signal and detector that both have, in the first's order
 * @param added slices that only the second has
 * @param removed slices that only the first has
 * @param rowsBefore observations of all slices that the first keeps for comparison: thresholds are
 *     higher with fewer
 * @param rowsAfter the same of the second
 * @param windows windows of the second that were judged by the first, over all slices
 * @param driftingWindows share of them that any detector calls a drift, at one false drift in 1,000
 *     windows
 */
public record BaselineDiff(
    String first,
    String second,
    List<String> provenance,
    List<SignalDiff> signals,
    List<ThresholdDiff> thresholds,
    List<Slice> added,
    List<Slice> removed,
    int rowsBefore,
    int rowsAfter,
    int windows,
    double driftingWindows) {
  private static final int LINES = 12;

  public BaselineDiff {
    provenance = List.copyOf(provenance);
    signals =
        signals.stream()
            .sorted(
                Comparator.comparingDouble((SignalDiff s) -> -s.driftingWindows())
                    .thenComparingDouble(s -> -Math.abs(s.shift())))
            .toList();
    thresholds = List.copyOf(thresholds);
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /**
   * The signals that moved by more than chance.
   *
   * @return those that moved most first
   */
  public List<SignalDiff> moved() {
    return signals.stream().filter(SignalDiff::moved).toList();
  }

  /**
   * The difference in words, a line each: how far, what moved, which thresholds changed.
   *
   * @return some lines, without a line break at the end
   */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(second + " seen from " + first + ": " + howFar());
    provenance.forEach(p -> lines.add("  other provenance: " + p));
    List<SignalDiff> moved = moved();
    lines.add(
        "  "
            + moved.size()
            + " of "
            + signals.size()
            + " signals moved"
            + (moved.isEmpty() ? "" : ":"));
    moved.stream().limit(LINES).forEach(s -> lines.add("    " + words(s)));
    more(lines, moved.size());
    List<ThresholdDiff> changed =
        thresholds.stream()
            .filter(t -> Math.abs(t.relative()) > 0.1)
            .sorted(Comparator.comparingDouble(t -> -Math.abs(t.relative())))
            .toList();
    lines.add(
        "  "
            + changed.size()
            + " of "
            + thresholds.size()
            + " thresholds changed by more than 10 % ("
            + rowsAfter
            + " observations to compare with, "
            + rowsBefore
            + " before)"
            + (changed.isEmpty() ? "" : ":"));
    changed.stream().limit(LINES).forEach(t -> lines.add("    " + words(t)));
    more(lines, changed.size());
    if (!added.isEmpty()) {
      lines.add("  only in the second: " + listed(added));
    }
    if (!removed.isEmpty()) {
      lines.add("  only in the first: " + listed(removed));
    }
    return String.join("\n", lines);
  }

  private String howFar() {
    if (windows == 0) {
      return "nothing to compare";
    }
    String far =
        driftingWindows < 0.02
            ? "close"
            : driftingWindows < 0.1
                ? "mostly alike"
                : driftingWindows < 0.5 ? "apart" : "far apart";
    return String.format(
        Locale.ROOT,
        "%s; %.0f %% of its %d windows would be drifts",
        far,
        100 * driftingWindows,
        windows);
  }

  private static void more(List<String> lines, int count) {
    if (count > LINES) {
      lines.add("    and " + (count - LINES) + " more");
    }
  }

  private static String listed(List<Slice> slices) {
    String first = String.join(", ", slices.stream().limit(LINES).map(Slice::toString).toList());
    return slices.size() <= LINES ? first : first + " and " + (slices.size() - LINES) + " more";
  }

  private static String words(SignalDiff s) {
    String what =
        switch (s.kind()) {
          case SCALAR ->
              String.format(
                  Locale.ROOT,
                  "%s %.4g to %.4g (%+.2f deviations, spread x %.2f)",
                  s.signal(),
                  s.before(),
                  s.after(),
                  s.shift(),
                  s.spread());
          case CLASSES ->
              String.format(
                  Locale.ROOT,
                  "%s: %.0f %% of the observations would have to change class",
                  s.signal(),
                  100 * s.shift());
          case EMBEDDING ->
              String.format(
                  Locale.ROOT,
                  "%s: its components moved by %.2f deviations (%.2f by chance)",
                  s.signal(),
                  s.shift(),
                  s.noise());
        };
    return String.format(
        Locale.ROOT,
        "%s: %s, %.0f %% of its windows drift",
        s.slice(),
        what,
        100 * s.driftingWindows());
  }

  private static String words(ThresholdDiff t) {
    return String.format(
        Locale.ROOT,
        "%s: %s of %s %.4g to %.4g (%+.0f %%)",
        t.slice(),
        t.detector(),
        t.signal(),
        t.before(),
        t.after(),
        100 * t.relative());
  }
}
