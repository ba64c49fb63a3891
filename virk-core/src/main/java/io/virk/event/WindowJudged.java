package io.virk.event;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A window was full, or its time was up, and it has been judged.
 *
 * @param monitor name of the monitor
 * @param slice whose window
 * @param results one a signal and detector
 * @param mergedInto where the observations of a slice count that were too few for a window of their
 *     own: in the windows of all observations, or all of its context. Of a window of all that one
 *     slice has to itself, that slice, by whose reference they are judged. Empty if they were
 *     enough, and while a drift of some slices keeps all observations from being judged together
 * @param fitted whether the stream had been found to fit the baseline, or counts as fitting: no
 *     drift is opened of windows before
 */
public record WindowJudged(
    String monitor,
    Slice slice,
    List<DetectionResult> results,
    Optional<Slice> mergedInto,
    boolean fitted)
    implements MonitorEvent {
  public WindowJudged {
    results = List.copyOf(results);
  }

  /**
   * The strongest verdict.
   *
   * @return the largest in the order of {@link Verdict}
   */
  public Verdict verdict() {
    return results.stream()
        .map(DetectionResult::verdict)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.INSUFFICIENT_DATA);
  }
}
