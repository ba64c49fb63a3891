package io.virk.scenes;

import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.internal.Explainer;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftUpdated;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.Trend;
import io.virk.event.WindowJudged;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Events of a monitor "m" in which nothing happened, each with a number; equal if that is. */
public final class Events {
  private static final Throwable THROWN = new IllegalStateException("thrown");

  private Events() {}

  /** A window whose last observation has the number. */
  public static WindowJudged window(int number) {
    return new WindowJudged(
        "m",
        Slice.ALL,
        List.of(
            Results.of(
                Slice.ALL,
                "energy",
                "mean-shift",
                Verdict.NORMAL,
                1,
                2,
                0.5,
                new WindowBounds(new Position(0, 0), new Position(number, 0)))),
        Optional.empty(),
        true);
  }

  /** A drift of all observations. */
  public static Drift drift(int number, boolean open) {
    return new Drift(
        number,
        new TreeSet<>(List.of(Slice.ALL)),
        Onset.before(new Position(0, 0), new Position(1, 1)),
        new Position(1, 1),
        open
            ? Optional.empty()
            : Optional.of(new Drift.Closing(new Position(2, 2), new TreeSet<>())),
        1,
        List.of(),
        SliceSelection.NONE);
  }

  /** The same, of which nothing more was heard. */
  public static Drift silent(int number) {
    Drift of = drift(number, true);
    return new Drift(
        number,
        of.slices(),
        of.onset(),
        of.opened(),
        Optional.of(new Drift.Closing(new Position(2, 2), of.slices())),
        1,
        List.of(),
        SliceSelection.NONE);
  }

  /** A drift that opened. */
  public static DriftOpened opened(int number) {
    Drift drift = drift(number, true);
    return new DriftOpened(
        "m", drift, Explainer.unexplained(drift, Kind.UNKNOWN, Playbook.standard()), List.of());
  }

  /** A drift that goes on. */
  public static DriftUpdated updated(int number) {
    Drift drift = drift(number, true);
    return new DriftUpdated(
        "m", drift, Explainer.unexplained(drift, Kind.UNKNOWN, Playbook.standard()), Trend.HOLDS);
  }

  /** A drift that is over. */
  public static DriftClosed closed(int number) {
    Drift drift = drift(number, false);
    Diagnosis diagnosis = Explainer.unexplained(drift, Kind.UNKNOWN, Playbook.standard());
    return new DriftClosed("m", drift, diagnosis, diagnosis);
  }

  /** Something that failed. */
  public static Failed failed(String what) {
    return new Failed("m", Failed.Part.EVALUATION, what, 1, THROWN);
  }

  /** The number of one of these. */
  public static long number(MonitorEvent event) {
    if (event instanceof WindowJudged e) {
      return e.results().get(0).sample().bounds().last().sequence();
    }
    if (event instanceof DriftOpened e) {
      return e.drift().number();
    }
    if (event instanceof DriftUpdated e) {
      return e.drift().number();
    }
    return ((DriftClosed) event).drift().number();
  }
}
