package io.virk.bench.quality;

import io.virk.MonitorBuilder;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * How a stream is watched. Whatever the way, as many false alarms are allowed in as many
 * observations: of windows that overlap each counts as much as is new in it.
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

  private static final List<SequentialDetector> NONE = List.of();

  private static final List<SequentialDetector> CUSUM_ALONE =
      List.of(SequentialDetector.named("cusum"));

  private static final int WINDOW = CleanTable.WINDOW;

  /** As a monitor does by itself. */
  static final Watching DEFAULT = new Watching("default", WINDOW, 2, 3, 2, NONE);

  /** Two of three that share three quarters of their observations each. */
  static final Watching OVERLAPPING =
      new Watching("3/4 overlap, 2 of 3, 4 calm", WINDOW / 4, 2, 3, 4, NONE);

  /** The first and the last of five share nothing, as by default the two have nothing in common. */
  static final Watching APART =
      new Watching("3/4 overlap, 5 of 6, 4 calm", WINDOW / 4, 5, 6, 4, NONE);

  /** One overlapping window is enough. */
  static final Watching AT_ONCE = new Watching("3/4 overlap, 1 of 1", WINDOW / 4, 1, 1, 2, NONE);

  static final Watching CUSUM = new Watching("CUSUM", WINDOW, 2, 3, 2, CUSUM_ALONE);

  /** The default, and what might be instead. */
  static final List<Watching> CANDIDATES =
      List.of(
          DEFAULT,
          new Watching("1/2 overlap, 3 of 4, 3 calm", WINDOW / 2, 3, 4, 3, NONE),
          OVERLAPPING,
          new Watching("3/4 overlap, 3 of 4, 4 calm", WINDOW / 4, 3, 4, 4, NONE),
          APART,
          CUSUM);

  /** All that are compared. */
  static final List<Watching> WAYS = all();

  private static List<Watching> all() {
    List<Watching> all = new ArrayList<>(CANDIDATES);
    all.add(new Watching("1 of 1", WINDOW, 1, 1, 2, NONE));
    all.add(AT_ONCE);
    all.add(
        new Watching(
            "e-detector", WINDOW, 2, 3, 2, List.of(SequentialDetector.named("e-detector"))));
    all.add(new Watching("all sequential", WINDOW, 2, 3, 2, SequentialDetector.all()));
    return List.copyOf(all);
  }

  /** Judgements in the observations of a window. */
  int times() {
    return CleanTable.WINDOW / step;
  }

  MonitorBuilder set(MonitorBuilder builder) {
    builder.falseAlarms(FalseAlarms.oncePerWindows(CleanTable.ONE_IN));
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
