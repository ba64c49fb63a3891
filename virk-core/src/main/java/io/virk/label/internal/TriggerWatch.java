package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.diagnose.Step;
import io.virk.event.DriftOpened;
import io.virk.event.MonitorEvent;
import io.virk.event.Triggered;
import io.virk.event.Triggered.Why;
import io.virk.internal.Durations;
import io.virk.internal.Words;
import io.virk.label.Triggers;
import io.virk.label.internal.PerformanceView.Contradiction;
import io.virk.label.internal.PerformanceView.Look;
import io.virk.stats.sequence.SharedLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Says when the model should be looked after; each reason once a slice and period. VIRK's thread.
 */
public final class TriggerWatch {
  /** Of a wrong trigger in a period, over all reasons and slices, however often it is looked at. */
  static final double ALPHA = 0.01;

  /** Reasons that labels give: accuracy, touches, and estimates that they contradict. */
  static final int REASONS = 3;

  private static final Duration LOOK_AGAIN = Duration.ofDays(1);
  private static final long PATIENCE_MILLIS = 60_000;
  private static final double GROWTH = 1.02;

  private final String monitor;
  private final LiveFeedback feedback;
  private final Triggers triggers;
  private long seenChanges;
  private long seenLabels;
  private long seenAt = Long.MIN_VALUE;

  /**
   * Has said nothing.
   *
   * @param monitor name of the monitor
   * @param feedback whose labels it looks at
   */
  public TriggerWatch(String monitor, LiveFeedback feedback) {
    this.monitor = monitor;
    this.feedback = feedback;
    this.triggers = feedback.policy().triggers();
  }

  /**
   * Looks whether it is time, or whether labels say something that they did not.
   *
   * @param events is told
   */
  public void tick(Consumer<MonitorEvent> events) {
    if (triggers.every().isEmpty() && !looksAtLabels()) {
      return;
    }
    long now = feedback.now();
    if (triggers.every().isPresent() && feedback.isTime(now, triggers.every().get())) {
      Duration every = triggers.every().get();
      tell(events, Why.SCHEDULE, Slice.ALL, now, schedule(every), every);
    }
    if (looksAtLabels() && isWorthALook(now)) {
      look(now, events);
    }
  }

  private boolean looksAtLabels() {
    return triggers.leastAccuracy().isPresent() || triggers.mostTouched().isPresent();
  }

  /** A look costs milliseconds: not at each label of a file. */
  private boolean isWorthALook(long now) {
    long changes = feedback.changes();
    if (changes == seenChanges || changes < GROWTH * seenLabels && now - PATIENCE_MILLIS < seenAt) {
      return false;
    }
    seenChanges = changes;
    seenLabels = changes;
    seenAt = now;
    return true;
  }

  /** Labels come late: every period is looked at in which they have changed, newest or not. */
  private void look(long now, Consumer<MonitorEvent> events) {
    PerformanceView view = feedback.look();
    List<Look> looks = view.looks();
    for (Look look : looks) {
      triggers
          .leastAccuracy()
          .ifPresent(
              least -> {
                tooLow(look, Slice.ALL, look.all(), ALPHA / REASONS / 2, least, now, events);
                Map<Slice, PartSums> slices = look.slices();
                slices.forEach((s, of) -> tooLow(look, s, of, share(slices), least, now, events));
              });
      triggers.mostTouched().ifPresent(most -> touched(look, most, now, events));
    }
    if (triggers.leastAccuracy().isPresent() && !looks.isEmpty()) {
      for (Contradiction found : view.contradictions(looks.get(0).from())) {
        contradicted(found, now, events);
      }
    }
  }

  /** Half for all observations, half for their slices, of which more come. */
  private static double share(Map<Slice, PartSums> slices) {
    return SharedLevel.ofEach(ALPHA / REASONS / 2, slices.size());
  }

  private void tooLow(
      Look look,
      Slice slice,
      PartSums of,
      double alpha,
      double least,
      long now,
      Consumer<MonitorEvent> events) {
    if (look.accuracy(of, 1 - alpha).high() < least
        && feedback.isFirst(key(Why.ACCURACY, look.from(), slice))) {
      String rate = look.accuracy(of).inWords();
      tell(
          events,
          Why.ACCURACY,
          slice,
          now,
          where(slice, rate, look.from()) + Words.of("trigger.accuracy", number(least)),
          LOOK_AGAIN);
    }
  }

  private void touched(Look look, double most, long now, Consumer<MonitorEvent> events) {
    if (look.touched(1 - ALPHA / REASONS).low() > most
        && feedback.isFirst(key(Why.TOUCHES, look.from(), Slice.ALL))) {
      tell(
          events,
          Why.TOUCHES,
          Slice.ALL,
          now,
          where(Slice.ALL, look.touched().inWords(), look.from())
              + Words.of("trigger.touches", number(most)),
          LOOK_AGAIN);
    }
  }

  private void contradicted(Contradiction found, long now, Consumer<MonitorEvent> events) {
    if (feedback.isFirst(key(Why.CONCEPT, found.from(), Slice.ALL))) {
      tell(
          events,
          Why.CONCEPT,
          Slice.ALL,
          now,
          where(Slice.ALL, found.accuracy().inWords(), found.from())
              + Words.of("trigger.concept", number(found.estimate().accuracy())),
          LOOK_AGAIN);
    }
  }

  /**
   * A drift opened.
   *
   * @param event that says so
   * @param events is told
   */
  public void opened(DriftOpened event, Consumer<MonitorEvent> events) {
    if (triggers.onDrift()) {
      Slice slice = event.drift().slices().size() == 1 ? event.drift().slices().first() : Slice.ALL;
      tell(
          events,
          Why.DRIFT,
          slice,
          event.drift().opened().epochMillis(),
          Words.of("trigger.drift", event.drift().number(), event.diagnosis().headline()),
          LOOK_AGAIN);
    }
  }

  private static String key(Why why, long from, Slice slice) {
    return why + " " + from + " " + slice;
  }

  private static String where(Slice slice, String rate, long from) {
    return Words.of("trigger.where", slice, rate, Instant.ofEpochMilli(from).toString());
  }

  private static String schedule(Duration every) {
    return Words.of("trigger.schedule", Durations.exact(every));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private void tell(
      Consumer<MonitorEvent> events,
      Why why,
      Slice slice,
      long at,
      String evidence,
      Duration lookAgain) {
    String step = Words.of("trigger." + why.name().toLowerCase(Locale.ROOT) + ".step", slice);
    events.accept(
        new Triggered(
            monitor,
            why,
            slice,
            at,
            evidence,
            new Step(step, Words.of("trigger.who"), lookAgain, Step.Sureness.LIKELY)));
  }
}
