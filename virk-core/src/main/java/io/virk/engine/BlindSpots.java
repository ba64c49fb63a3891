package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.calibrated.CalibratedDetector;
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
   * Looks for signals that nobody derives, and for detectors that were refused.
   *
   * @param baseline of the monitor
   * @return a sentence each, without a full stop; empty if it sees all that it could
   */
  public static List<String> of(Baseline baseline) {
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
    List<CalibratedDetector> all =
        baseline.slices().stream()
            .flatMap(slice -> baseline.reference(slice).detectors().stream())
            .toList();
    List<CalibratedDetector> refused = all.stream().filter(d -> d.refusal().isPresent()).toList();
    if (!refused.isEmpty()) {
      CalibratedDetector one = refused.get(0);
      blind.add(
          String.format(
              Locale.ROOT,
              "%d of %d detectors answer INSUFFICIENT_DATA, for the baseline is too short for"
                  + " them; %s of %s, for example: %s",
              refused.size(),
              all.size(),
              one.detector().name(),
              one.signal().name(),
              Text.clean(one.refusal().get(), Text.SENTENCE)));
    }
    return List.copyOf(blind);
  }

  private static Set<String> sourcesOf(Baseline baseline) {
    return baseline.schema().signals().stream()
        .filter(s -> baseline.notJudged().contains(s.name()))
        .map(Signal::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
