package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.event.Sight;
import io.virk.internal.Text;
import io.virk.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a monitor of a baseline does not see: that must not look like calm. */
public final class BlindSpots {
  private BlindSpots() {}

  /**
   * Looks for signals that nobody derives, for detectors that were refused, and for references that
   * no stream is compared with.
   *
   * @param baseline of the monitor
   * @param sliceKey by which the monitor slices; "" if it does not
   * @return a sentence each, without a full stop; empty if it sees all that it could
   */
  public static List<String> of(Baseline baseline, String sliceKey) {
    List<String> blind = new ArrayList<>();
    if (!baseline.notJudged().isEmpty()) {
      blind.add(
          String.format(
              Locale.ROOT,
              "the signals %s of the baseline are kept and not judged, for their sources %s are not"
                  + " here: give the builder the source, or update VIRK",
              Text.clean(baseline.notJudged().toString(), Text.SENTENCE),
              Text.clean(sourcesOf(baseline).toString(), Text.SENTENCE)));
    }
    List<Sight.Reference> references = Sights.of(baseline).references();
    List<Sight.Refused> refused =
        references.stream()
            .flatMap(r -> r.refused().stream())
            .filter(r -> !baseline.notJudged().contains(r.signal()))
            .toList();
    if (!refused.isEmpty()) {
      Sight.Refused one = refused.get(0);
      blind.add(
          String.format(
              Locale.ROOT,
              "%d of %d detectors answer INSUFFICIENT_DATA, for the baseline is too short for"
                  + " them; %s of %s, for example: %s: %s",
              refused.size(),
              refused.size() + references.stream().mapToInt(r -> r.armed().size()).sum(),
              one.detector().isEmpty() ? "all" : one.detector(),
              one.signal(),
              Text.clean(one.reason(), Text.SENTENCE),
              one.remedy()));
    }
    otherKey(baseline, sliceKey, blind);
    return List.copyOf(blind);
  }

  private static void otherKey(Baseline baseline, String sliceKey, List<String> blind) {
    Set<String> keys =
        baseline.slices().stream()
            .filter(s -> !s.isAll() && !s.key().equals(sliceKey))
            .map(s -> Text.clean(s.key()))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!keys.isEmpty()) {
      blind.add(
          String.format(
              Locale.ROOT,
              "the baseline has references by %s, but the monitor slices by %s: each slice is"
                  + " compared with all observations; slice by the baseline's tag, or build the"
                  + " baseline anew",
              String.join(", ", keys),
              sliceKey.isEmpty() ? "nothing" : Text.clean(sliceKey)));
    }
  }

  private static Set<String> sourcesOf(Baseline baseline) {
    return baseline.schema().signals().stream()
        .filter(s -> baseline.notJudged().contains(s.name()))
        .map(Signal::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
