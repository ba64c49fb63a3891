package io.virk;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import java.util.Comparator;
import java.util.List;

/**
 * A window was full and has been judged.
 *
 * @param monitor name of the monitor
 * @param slice whose window
 * @param results one a signal and detector
 */
public record WindowEvaluated(String monitor, Slice slice, List<DetectionResult> results) {
  public WindowEvaluated {
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
