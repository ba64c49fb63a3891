package io.virk.report;

import io.virk.detect.Position;
import io.virk.detect.Verdict;
import io.virk.event.BaselineLearned;
import io.virk.event.CameraMoved;
import io.virk.event.CauseChanged;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.event.ContextFound;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.Failed;
import io.virk.event.Fit;
import io.virk.event.MonitorEvent;
import io.virk.event.ProvenanceMismatched;
import io.virk.event.Sight;
import io.virk.event.StreamFitted;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.event.StreamThawed;
import io.virk.event.Triggered;
import io.virk.event.WatchingBegan;
import io.virk.event.WindowJudged;
import io.virk.internal.Text;
import io.virk.page.Labels;
import io.virk.report.MonitorRun.Told;
import io.virk.report.MonitorRun.Told.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Keeps what a monitor tells for {@link Report#of(MonitorRun)}: give its events to {@link #accept},
 * from a listener's {@code onEvent}. Bounded, some hundred kB however long the monitor runs. Any
 * thread.
 */
public final class RunLog implements Consumer<MonitorEvent> {
  private static final int MOST_TOLD = 400;
  private static final int MOST_SPANS = 120;

  private final TreeMap<Long, long[]> spans = new TreeMap<>();
  private final List<Told> told = new ArrayList<>();
  private String monitor = "";
  private Sight sight;
  private long millis = 1000;
  private long now;
  private long leftOut;
  private long opened;
  private long closed;

  /** Makes an empty one. */
  public RunLog() {}

  @Override
  public synchronized void accept(MonitorEvent event) {
    monitor = event.monitor();
    time(event).ifPresent(millis -> now = millis);
    if (event instanceof WindowJudged e) {
      judged(e);
    } else if (event instanceof DriftOpened e) {
      told(Kind.OPENED, e.diagnosis().headline());
    } else if (event instanceof DriftReopened e) {
      told(Kind.OPENED, e.inWords());
    } else if (event instanceof DriftClosed e) {
      told(Kind.CLOSED, e.inWords());
    } else if (event instanceof WatchingBegan e) {
      sight = e.sight();
    } else {
      words(event).ifPresent(t -> told(t.kind(), t.words()));
    }
  }

  /** When it was, of those that say so; the others were when the one before was. */
  private static OptionalLong time(MonitorEvent event) {
    if (event instanceof WindowJudged e && !e.results().isEmpty()) {
      return at(e.results().get(0).sample().bounds().last());
    } else if (event instanceof DriftOpened e) {
      return at(e.drift().opened());
    } else if (event instanceof DriftClosed e && e.drift().closing().isPresent()) {
      return at(e.drift().closing().get().at());
    } else if (event instanceof StreamResumed e) {
      return at(e.at());
    } else if (event instanceof StreamThawed e) {
      return at(e.at());
    } else if (event instanceof CameraMoved e) {
      return at(e.at());
    } else if (event instanceof StreamFitted e) {
      return at(e.last());
    } else if (event instanceof ContextFound e) {
      return OptionalLong.of(e.epochMillis());
    } else if (event instanceof Triggered e) {
      return OptionalLong.of(e.epochMillis());
    } else if (event instanceof ConceptJudged e) {
      return OptionalLong.of(e.epochMillis());
    } else if (event instanceof ChallengerJudged e) {
      return OptionalLong.of(e.epochMillis());
    }
    return OptionalLong.empty();
  }

  private static OptionalLong at(Position position) {
    return OptionalLong.of(position.epochMillis());
  }

  private Optional<Told> words(MonitorEvent event) {
    if (event instanceof CauseChanged e) {
      return some(Kind.WARNING, e.inWords());
    } else if (event instanceof StreamStopped e) {
      return some(Kind.WARNING, e.inWords());
    } else if (event instanceof StreamResumed e) {
      return some(Kind.NOTE, e.inWords());
    } else if (event instanceof StreamFrozen e) {
      return some(Kind.WARNING, e.inWords());
    } else if (event instanceof StreamThawed e) {
      return some(Kind.NOTE, e.inWords());
    } else if (event instanceof CameraMoved e) {
      return some(Kind.WARNING, e.inWords());
    } else if (event instanceof Triggered e) {
      return some(Kind.WARNING, e.inWords());
    } else if (event instanceof ConceptJudged e) {
      return some(e.conceptShift() ? Kind.WARNING : Kind.NOTE, e.inWords());
    } else if (event instanceof ChallengerJudged e) {
      return some(Kind.NOTE, e.inWords());
    } else if (event instanceof ProvenanceMismatched e) {
      return some(Kind.WARNING, e.inWords());
    } else if (event instanceof StreamFitted e) {
      boolean plain = e.fit() == Fit.MOVED || e.fit() == Fit.UNKNOWN;
      return some(plain ? Kind.WARNING : Kind.NOTE, e.inWords());
    } else if (event instanceof ContextFound e) {
      return some(Kind.WARNING, e.inWords());
    } else if (event instanceof BaselineLearned e) {
      return some(Kind.NOTE, Labels.of("told.learned", e.baseline()));
    } else if (event instanceof Failed e && e.count() == 1) {
      return some(Kind.WARNING, e.what());
    }
    return Optional.empty();
  }

  private Optional<Told> some(Kind kind, String words) {
    return Optional.of(new Told(now, kind, words));
  }

  private void told(Kind kind, String words) {
    if (told.size() == MOST_TOLD) {
      told.remove(MOST_TOLD / 2); // the first and the last ones stay
      leftOut++;
    }
    opened += kind == Kind.OPENED ? 1 : 0;
    closed += kind == Kind.CLOSED ? 1 : 0;
    told.add(new Told(now, kind, Text.clean(words, Text.SENTENCE)));
  }

  private void judged(WindowJudged event) {
    if (event.results().isEmpty()) {
      return;
    }
    Verdict verdict = event.verdict();
    spans
        .computeIfAbsent(Math.floorDiv(now, millis), k -> new long[Verdict.values().length])[
        verdict.ordinal()]++;
    while (spans.size() > MOST_SPANS) {
      millis *= 2;
      TreeMap<Long, long[]> wider = new TreeMap<>();
      for (Map.Entry<Long, long[]> e : spans.entrySet()) {
        long[] sums =
            wider.computeIfAbsent(Math.floorDiv(e.getKey(), 2), k -> new long[e.getValue().length]);
        for (int i = 0; i < sums.length; i++) {
          sums[i] += e.getValue()[i];
        }
      }
      spans.clear();
      spans.putAll(wider);
    }
  }

  /**
   * What there is by now.
   *
   * @param status the monitor's counters in lines, as its status has them; "" for none
   * @return a copy
   */
  public synchronized MonitorRun run(String status) {
    List<MonitorRun.Judged> windows = new ArrayList<>();
    spans.forEach(
        (at, counts) ->
            windows.add(
                new MonitorRun.Judged(
                    at * millis,
                    millis,
                    counts[Verdict.NORMAL.ordinal()],
                    counts[Verdict.WARNING.ordinal()],
                    counts[Verdict.DRIFT.ordinal()],
                    counts[Verdict.INSUFFICIENT_DATA.ordinal()])));
    return new MonitorRun(
        monitor, windows, told, leftOut, opened, closed, Optional.ofNullable(sight), status);
  }
}
