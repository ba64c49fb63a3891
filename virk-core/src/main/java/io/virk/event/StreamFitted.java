package io.virk.event;

import io.virk.detect.DetectionResult;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The first windows of a slice have been compared with the baseline: only now, and only if they
 * fit, can it have a drift, which is always one since it fitted. Told once for each slice, and
 * again if one that did not fit, or could not be compared, does so later.
 *
 * @param monitor name of the monitor
 * @param slice whose stream
 * @param fit how it compares
 * @param last observation that it took
 * @param observations that it took
 * @param spacing of how many observations one counts, for neighbours resemble each other more than
 *     those of the baseline do; 1 if all do
 * @param moved of one that does not fit, what differs in its last window, the plainest first; of
 *     one that cannot be compared, what could not be judged in it, each with its reason
 * @param narrower the signals that scatter less than in the baseline, with how many times as much
 *     they do, in [0, 1)
 */
public record StreamFitted(
    String monitor,
    Slice slice,
    Fit fit,
    Position last,
    long observations,
    int spacing,
    List<DetectionResult> moved,
    Map<String, Double> narrower)
    implements MonitorEvent {
  /** Signals that are named in a sentence. */
  private static final int NAMED = 3;

  public StreamFitted {
    moved = List.copyOf(moved);
    narrower = Map.copyOf(narrower);
  }

  /**
   * Says it, and what may be done.
   *
   * @return sentences, without the last full stop
   */
  public String inWords() {
    String what = Whose.of(slice) + " " + fit.inWords(true);
    String worth =
        spacing == 1
            ? ""
            : "; of " + spacing + " observations one counts, for neighbours resemble each other";
    return switch (fit) {
      case UNKNOWN ->
          what
              + ": "
              + moved.stream().map(DetectionResult::reason).findFirst().orElse("nothing is judged")
              + ". No drift of its own is opened there: "
              + fit.remedy();
      case FITS -> what + worth;
      case NARROWER ->
          what
              + worth
              + ": "
              + narrower.entrySet().stream()
                  .sorted(
                      Map.Entry.<String, Double>comparingByValue()
                          .thenComparing(Map.Entry.comparingByKey()))
                  .limit(NAMED)
                  .map(
                      e ->
                          String.format(
                              Locale.ROOT,
                              "%s scatters %.2f times as much",
                              e.getKey(),
                              e.getValue()))
                  .collect(Collectors.joining(", "))
              + (narrower.size() > NAMED ? " and " + (narrower.size() - NAMED) + " more" : "")
              + ". Changes inside the baseline cannot be seen there: learn from live traffic";
      case MOVED ->
          what
              + worth
              + " and did not from the beginning: "
              + moved.stream()
                  .limit(NAMED)
                  .map(
                      r ->
                          String.format(
                              Locale.ROOT,
                              "%s by %s %.3g, threshold %.3g",
                              r.signal(),
                              r.detector(),
                              r.evidence().statistic(),
                              r.evidence().threshold()))
                  .collect(Collectors.joining(", "))
              + ". No drift is opened there: "
              + fit.remedy();
    };
  }
}
