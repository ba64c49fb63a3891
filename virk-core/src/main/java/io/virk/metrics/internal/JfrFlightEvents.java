package io.virk.metrics.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.Step;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.event.Sight;
import io.virk.event.Triggered;
import io.virk.internal.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;

/** The events of one monitor. Links to {@code jdk.jfr}; made by {@link FlightEvents#start}. */
final class JfrFlightEvents implements FlightEvents {
  /** Every event that is written. */
  static final List<Class<? extends Event>> EVENTS =
      List.of(
          DriftOpenedEvent.class,
          CauseChangedEvent.class,
          DriftClosedEvent.class,
          StreamStoppedEvent.class,
          StreamResumedEvent.class,
          StreamFrozenEvent.class,
          StreamThawedEvent.class,
          CameraMovedEvent.class,
          ConceptJudgedEvent.class,
          ChallengerJudgedEvent.class,
          TriggeredEvent.class,
          WindowJudgedEvent.class,
          IncidentWrittenEvent.class,
          EventsDroppedEvent.class,
          ObservationsDroppedEvent.class,
          DrainEvent.class,
          FailedEvent.class,
          WatchingBeganEvent.class);

  private static final long DROPS_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String monitor;
  private final LongSupplier nanoTime;
  private final Map<String, Drops> drops = new HashMap<>();

  /** What was told of one reason. */
  private static final class Drops {
    private long total;
    private long nanos;
  }

  JfrFlightEvents(String monitor, LongSupplier nanoTime) {
    this.monitor = monitor;
    this.nanoTime = nanoTime;
  }

  static FlightEvents start(String monitor) {
    if (!FlightRecorder.isAvailable()) {
      return NONE;
    }
    EVENTS.forEach(FlightRecorder::register);
    return new JfrFlightEvents(monitor, System::nanoTime);
  }

  @Override
  public void windowEvaluated(Slice slice, List<DetectionResult> results) {
    WindowJudgedEvent event = new WindowJudgedEvent();
    if (results.isEmpty() || !event.shouldCommit()) {
      return;
    }
    DetectionResult strongest = strongest(results);
    event.monitor = monitor;
    event.slice = slice.toString();
    event.verdict = verdict(results).name();
    event.detectors = results.size();
    event.evidence(strongest);
    event.n = strongest.sample().n();
    event.firstObservation = strongest.sample().bounds().first().sequence();
    event.lastObservation = strongest.sample().bounds().last().sequence();
    event.commit();
  }

  private static Verdict verdict(List<DetectionResult> results) {
    Verdict worst = Verdict.INSUFFICIENT_DATA;
    for (DetectionResult result : results) {
      worst = result.verdict().compareTo(worst) > 0 ? result.verdict() : worst;
    }
    return worst;
  }

  /** The result furthest beyond its threshold; the first if there is no statistic at all. */
  private static DetectionResult strongest(List<DetectionResult> results) {
    DetectionResult strongest = results.get(0);
    for (DetectionResult result : results) {
      // NaN, the mark of too little data, is beaten by any statistic and beats none
      if (result.evidence().exceedance() > strongest.evidence().exceedance()
          || Double.isNaN(strongest.evidence().exceedance())
              && !Double.isNaN(result.evidence().exceedance())) {
        strongest = result;
      }
    }
    return strongest;
  }

  @Override
  public void driftOpened(Drift drift, String headline, String cause, Step step, int reopened) {
    DriftOpenedEvent event = new DriftOpenedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.drift = drift.number();
    event.slices = drift.where();
    event.headline = Text.clean(headline, Text.SENTENCE);
    event.cause = cause;
    event.action = Text.clean(step.what(), Text.SENTENCE);
    event.who = Text.clean(step.who());
    event.lookAgain = step.lookAgain().toMillis();
    event.reopened = reopened;
    event.onsetObservation = drift.onset().best().sequence();
    event.onset = drift.onset().best().epochMillis();
    event.onsetEarliest = drift.onset().earliest().epochMillis();
    event.onsetLatest = drift.onset().latest().epochMillis();
    event.onsetOpen = drift.onset().open();
    event.openedObservation = drift.opened().sequence();
    event.opened = drift.opened().epochMillis();
    if (!drift.evidence().isEmpty()) {
      event.evidence(drift.evidence().get(0));
    }
    event.commit();
  }

  @Override
  public void causeChanged(int drift, Slice slice, String before, String headline) {
    CauseChangedEvent event = new CauseChangedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.drift = drift;
    event.slice = slice.toString();
    event.before = Text.clean(before, Text.SENTENCE);
    event.headline = Text.clean(headline, Text.SENTENCE);
    event.commit();
  }

  @Override
  public void driftClosed(Drift drift, String headline) {
    DriftClosedEvent event = new DriftClosedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.drift = drift.number();
    event.slices = drift.where();
    event.headline = Text.clean(headline, Text.SENTENCE);
    event.reason = drift.closing().map(c -> c.reason().name()).orElse(null);
    event.windows = drift.windows();
    event.onset = drift.onset().best().epochMillis();
    event.closedObservation = drift.closing().orElseThrow().at().sequence();
    event.closed = drift.closing().orElseThrow().at().epochMillis();
    event.commit();
  }

  @Override
  public void streamStopped(Slice slice, Duration silence, Duration interval) {
    StreamStoppedEvent event = new StreamStoppedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.slice = slice.toString();
    event.silence = silence.toMillis();
    event.interval = interval.toMillis();
    event.commit();
  }

  @Override
  public void streamResumed(Slice slice, Duration silence) {
    StreamResumedEvent event = new StreamResumedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.slice = slice.toString();
    event.silence = silence.toMillis();
    event.commit();
  }

  @Override
  public void streamFrozen(Slice slice, long observations, String source) {
    StreamFrozenEvent event = new StreamFrozenEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.slice = slice.toString();
    event.observations = observations;
    event.source = source;
    event.commit();
  }

  @Override
  public void streamThawed(Slice slice, long observations, Duration frozen) {
    StreamThawedEvent event = new StreamThawedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.slice = slice.toString();
    event.observations = observations;
    event.frozen = frozen.toMillis();
    event.commit();
  }

  @Override
  public void cameraMoved(Slice slice, Position at, SceneChange scene) {
    CameraMovedEvent event = new CameraMovedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.slice = slice.toString();
    event.observation = at.sequence();
    event.outcome = scene.outcome().name();
    event.words = Text.clean(scene.inWords(), Text.SENTENCE);
    event.commit();
  }

  @Override
  public void triggered(Triggered triggered) {
    TriggeredEvent event = new TriggeredEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.why = triggered.why().name();
    event.slice = triggered.slice().toString();
    event.evidence = Text.clean(triggered.evidence(), Text.SENTENCE);
    event.action = Text.clean(triggered.step().what(), Text.SENTENCE);
    event.who = Text.clean(triggered.step().who());
    event.commit();
  }

  @Override
  public void conceptJudged(ConceptJudged told) {
    ConceptJudgedEvent event = new ConceptJudgedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.slice = told.slice().toString();
    event.dataDrift = told.dataDrift();
    event.conceptShift = told.conceptShift();
    event.labels = told.labels();
    event.errors = told.errorRate();
    event.evidence = told.evidence();
    event.commit();
  }

  @Override
  public void challengerJudged(ChallengerJudged told) {
    ChallengerJudgedEvent event = new ChallengerJudgedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.challenger = told.challenger();
    event.promote = told.promote();
    event.labels = told.labels();
    event.difference = told.difference();
    event.evidence = told.evidence();
    event.commit();
  }

  @Override
  public void watchingBegan(Sight sight) {
    WatchingBeganEvent event = new WatchingBeganEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.references = sight.references().size();
    event.armed = sight.references().stream().mapToInt(r -> r.armed().size()).sum();
    event.refused = sight.references().stream().mapToInt(r -> r.refused().size()).sum();
    event.sight = Text.clean(String.join("; ", sight.inWords()), 4 * Text.SENTENCE);
    event.commit();
  }

  @Override
  public void failed(String part, Throwable cause) {
    FailedEvent event = new FailedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.part = part;
    event.error = cause.getClass().getName();
    event.message = Text.message(cause);
    event.commit();
  }

  @Override
  public void incidentWritten(Optional<Drift> drift, Path file) {
    IncidentWrittenEvent event = new IncidentWrittenEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.drift = drift.map(Drift::number).orElse(0);
    event.file = file.toString();
    event.complete = drift.map(d -> !d.isOpen()).orElse(true);
    event.commit();
  }

  @Override
  public void eventsDropped(long windows, long others, int capacity) {
    EventsDroppedEvent event = new EventsDroppedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.monitor = monitor;
    event.windows = windows;
    event.others = others;
    event.capacity = capacity;
    event.commit();
  }

  @Override
  public void dropped(String reason, long total) {
    if (total == 0) {
      return;
    }
    Drops told = drops.computeIfAbsent(reason, r -> new Drops());
    if (total <= told.total) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (told.total > 0 && now - told.nanos < DROPS_PERIOD_NANOS) {
      return;
    }
    ObservationsDroppedEvent event = new ObservationsDroppedEvent();
    if (event.shouldCommit()) {
      event.monitor = monitor;
      event.reason = reason;
      event.dropped = total - told.total;
      event.total = total;
      event.commit();
    }
    told.total = total;
    told.nanos = now;
  }

  @Override
  public Batch beginDrain() {
    DrainEvent event = new DrainEvent();
    if (!event.isEnabled()) {
      return Batch.NONE;
    }
    event.monitor = monitor;
    event.begin();
    return event;
  }
}
