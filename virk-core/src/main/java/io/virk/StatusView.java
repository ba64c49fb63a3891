package io.virk;

import io.virk.baseline.BaselineLearner;
import io.virk.capture.EmbeddingCost;
import io.virk.capture.internal.CaptureCounts;
import io.virk.capture.internal.CaptureDesk;
import io.virk.driver.LearningStage;
import io.virk.driver.WatchingStage;
import io.virk.engine.Engine;
import io.virk.engine.EngineCounts;
import io.virk.engine.Stage;
import io.virk.event.Sight;
import io.virk.event.internal.Dispatcher;
import io.virk.event.internal.Failures;
import io.virk.fleet.internal.SummaryOutlet;
import io.virk.incident.internal.Incidents;
import io.virk.label.FeedbackStatus;
import io.virk.label.internal.LiveFeedback;
import io.virk.signal.Flaw;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a monitor's parts have counted, put together.
 *
 * @param config what the monitor goes by
 * @param desk where observations come from
 * @param events who tells listeners
 * @param failures what failed
 * @param feedback where labels come in; empty if none are expected
 */
record StatusView(
    MonitorConfig config,
    CaptureDesk desk,
    Dispatcher events,
    Failures failures,
    Optional<LiveFeedback> feedback) {
  /**
   * Puts it together.
   *
   * @param sight what is seen; empty while there is no baseline
   * @param stage what observations go to
   * @param watched the same once it watches; null before
   * @param learning null if the monitor was given a baseline
   */
  MonitorStatus of(
      MonitorState state,
      Optional<Sight> sight,
      Stage stage,
      WatchingStage watched,
      LearningStage learning) {
    Optional<FeedbackStatus> labels = feedback.map(LiveFeedback::status);
    return new MonitorStatus(
        config.name(),
        state,
        config.comparison().learner().map(BaselineLearner::progress),
        sight,
        captured(),
        judged(stage, watched),
        told(watched),
        new MonitorStatus.Cost(
            Duration.ofNanos(desk.drainNanos()),
            Duration.ofNanos(desk.cpuNanos()),
            config.running().cpuBudget(),
            desk.lag(),
            desk.captureCost(),
            desk.embeddingCost().map(cost -> watched == null ? cost : shared(cost, watched)),
            desk.memory() + stage.memory() + labels.map(FeedbackStatus::memory).orElse(0L)),
        failed(stage, watched, learning),
        labels,
        feedback.map(LiveFeedback::recentPerformance));
  }

  private MonitorStatus.Captured captured() {
    CaptureCounts counts = desk.counts();
    double fraction = desk.fraction();
    return new MonitorStatus.Captured(
        Math.max(0, Math.round((counts.sampled() - counts.marked()) / fraction)),
        fraction,
        counts.sampled(),
        counts.marked(),
        counts.captured(),
        counts.droppedBy(),
        counts.aborted(),
        counts.thrown(),
        counts.orphaned(),
        counts.unfinished(),
        config.captures().slots());
  }

  private MonitorStatus.Judged judged(Stage stage, WatchingStage watched) {
    long observations = desk.counts().drained();
    if (watched == null) {
      return MonitorStatus.Judged.none(observations, stage.flaws());
    }
    EngineCounts counts = watched.engine().counts();
    return new MonitorStatus.Judged(
        observations,
        stage.flaws(),
        counts.windows(),
        counts.evicted(),
        counts.opened(),
        counts.reopened(),
        counts.closed(),
        watched.engine().openDrifts(),
        watched.blindNow(),
        watched.engine().streams().fits(),
        watched.engine().streams().uncompared(),
        watched.engine().streams().apart(),
        watched.engine().silent(),
        watched.engine().frozen(),
        counts.moved());
  }

  private MonitorStatus.Events told(WatchingStage watched) {
    return new MonitorStatus.Events(
        events.waiting(),
        events.windowsDropped(),
        events.othersDropped(),
        events.calling().map(name -> new MonitorStatus.Call(name, events.callingFor())),
        incidents(watched).map(Incidents::written).orElse(0L),
        incidents(watched).map(Incidents::waiting).orElse(0),
        incidents(watched).map(Incidents::spooled).orElse(0),
        incidents(watched).map(Incidents::lost).orElse(0L),
        incidents(watched).map(Incidents::givenUp).orElse(0L),
        summaries(watched).map(SummaryOutlet::waiting).orElse(0),
        summaries(watched).map(SummaryOutlet::lost).orElse(0L));
  }

  private MonitorStatus.Failures failed(
      Stage stage, WatchingStage watched, LearningStage learning) {
    CaptureCounts counts = desk.counts();
    long flawed =
        stage.flaws().entrySet().stream()
            .filter(flaw -> flaw.getKey() != Flaw.CONTEXT_NEW) // an event of its own, no failure
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new MonitorStatus.Failures(
        desk.embedderFailures(),
        flawed + counts.thrown() + counts.orphaned(),
        learning == null ? 0 : learning.failures(),
        desk.evaluationFailures() + failures.untold(),
        incidents(watched).map(Incidents::failures).orElse(0L),
        summaries(watched).map(SummaryOutlet::failed).orElse(0L),
        events.failures());
  }

  /** What an embedding's cost means for the slices that are watched. */
  private static EmbeddingCost shared(EmbeddingCost cost, WatchingStage watched) {
    Engine engine = watched.engine();
    return cost.of(engine.sizes().policy().observations(), Math.max(1, engine.slices()));
  }

  private static Optional<SummaryOutlet> summaries(WatchingStage watched) {
    return Optional.ofNullable(watched).flatMap(WatchingStage::summaries);
  }

  private static Optional<Incidents> incidents(WatchingStage watched) {
    return Optional.ofNullable(watched).flatMap(WatchingStage::incidents);
  }
}
