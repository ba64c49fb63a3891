package io.virk.bench.quality;

import io.virk.MonitorBuilder;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import java.util.List;

/**
 * How a stream is watched. Whatever the way, as many false alarms are allowed in as many
 * observations: where windows are judged k times as often, each is allowed one k-th of them.
 *
 * @param name in the table
 * @param step observations that count from one judgement to the next; {@link CleanTable#WINDOW} if
 *     windows do not overlap
 * @param required windows that drift, and open one
 * @param among the last ones
 * @param recovery calm windows in a row that close one
 * @param sequential detectors that watch every observation beside the windows
 */
record Watching(
    String name,
    int step,
    int required,
    int among,
    int recovery,
    List<SequentialDetector> sequential) {

  /** As a monitor does by itself. */
  static final Watching DEFAULT = tumbling("default", List.of());

  /** Each judgement shares three quarters of its observations with the last. */
  static final Watching OVERLAPPING = overlapping("three quarters overlap", 4, List.of());

  /** One of those is enough. */
  static final Watching AT_ONCE =
      new Watching("one window opens, three quarters overlap", 8, 1, 1, 2, List.of());

  static final Watching SLOW_TO_CLOSE =
      new Watching("three quarters overlap, 4 calm close", 8, 2, 3, 4, List.of());

  private static final List<SequentialDetector> CUSUM_ALONE =
      List.of(SequentialDetector.named("cusum"));

  static final Watching CUSUM = tumbling("CUSUM", CUSUM_ALONE);

  /** The default, and what might be instead. */
  static final List<Watching> CANDIDATES =
      List.of(
          DEFAULT,
          OVERLAPPING,
          SLOW_TO_CLOSE,
          CUSUM,
          new Watching("three quarters overlap, 4 calm close, CUSUM", 8, 2, 3, 4, CUSUM_ALONE));

  /** All that are compared. */
  static final List<Watching> WAYS =
      List.of(
          DEFAULT,
          new Watching("one window opens", CleanTable.WINDOW, 1, 1, 2, List.of()),
          overlapping("half overlap", 2, List.of()),
          OVERLAPPING,
          AT_ONCE,
          CUSUM,
          tumbling("e-detector", List.of(SequentialDetector.named("e-detector"))),
          tumbling("all sequential", SequentialDetector.all()),
          CANDIDATES.get(CANDIDATES.size() - 1));

  private static Watching tumbling(String name, List<SequentialDetector> sequential) {
    return overlapping(name, 1, sequential);
  }

  private static Watching overlapping(String name, int times, List<SequentialDetector> sequential) {
    EmissionPolicy emission = EmissionPolicy.DEFAULT;
    return new Watching(
        name,
        CleanTable.WINDOW / times,
        emission.required(),
        emission.among(),
        emission.recovery(),
        sequential);
  }

  /** Judgements in the observations of a window. */
  int times() {
    return CleanTable.WINDOW / step;
  }

  MonitorBuilder set(MonitorBuilder builder) {
    builder.falseAlarms(FalseAlarms.oncePerWindows(times() * CleanTable.ONE_IN));
    if (times() > 1) {
      builder.windows(WindowPolicy.DEFAULT.overlapping(step));
    }
    EmissionPolicy emission = new EmissionPolicy(required, among, recovery);
    if (!emission.equals(EmissionPolicy.DEFAULT)) {
      builder.emission(emission);
    }
    return sequential.isEmpty()
        ? builder
        : builder.sequential(sequential.toArray(SequentialDetector[]::new));
  }
}
