package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.EventLog;
import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.event.Triggered;
import io.virk.event.Triggered.Why;
import io.virk.label.Performance.OfClass;
import io.virk.label.Performance.Part;
import io.virk.label.Performance.Rate;
import io.virk.label.internal.LabelledStream;
import io.virk.label.internal.LiveFeedback;
import io.virk.scenes.Baselines;
import io.virk.stats.sequence.BernoulliSequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What labels say of a model whose confidence means what it says, until what is right changes. */
class PerformanceTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final LabelledStream stream = new LabelledStream();
  private final EventLog log = stream.log;
  private final SplittableRandom random = new SplittableRandom(8);

  @TempDir private Path folder;

  private static FeedbackPolicy policy() {
    return FeedbackPolicy.of(5_000).normal(0).touchCost(2, "EUR");
  }

  /** Observes and labels: right as often as the confidence says, times a factor. */
  private void day(Monitor monitor, int observations, double factor) {
    for (int k = 0; k < observations; k++) {
      String id = stream.observe(monitor);
      int i = stream.number() - 1;
      boolean right = random.nextDouble() < factor * LabelledStream.confidence(i);
      monitor.feedback().label(id, right ? i % 3 : (i + 1) % 3, "ann", stream.now());
    }
    monitor.poll(1);
    stream.pass(DAY);
  }

  @Test
  void ratesAreThoseThatWereCounted() {
    try (Monitor monitor = stream.builder(policy()).start()) {
      stream.pass(DAY);
      for (int i = 0; i < 120; i++) { // every tenth is wrong, and a dent in truth
        monitor
            .feedback()
            .label(stream.observe(monitor), i % 10 == 0 ? 2 : i % 3, "ann", stream.now());
      }
      Performance p = monitor.feedback().performance();
      Part all = p.latest().get(0);
      int right = 120 - 8; // of 0, 10, 20 ... a third are dents
      assertEquals(right / 120.0, all.accuracy().value());
      assertEquals(BernoulliSequence.interval(right, 120, 0.95), all.accuracy().interval());
      assertEquals(stream.now(), all.from());
      OfClass dent = all.classes().get(2);
      assertEquals("dent", dent.name());
      assertEquals(40 / 48.0, dent.recall().value());
      assertEquals(1, dent.precision().value());
      assertEquals(36 / 40.0, all.classes().get(0).precision().value());
      assertEquals(4.0 / 84, all.missed().value(), 1e-12, "predicted ok, and a dent");
      assertEquals(84, all.missed().n());
      assertEquals(
          List.of(Slice.ALL, new Slice("camera", "cam-0"), new Slice("camera", "cam-1")),
          p.latest().stream().map(Part::slice).toList());
      assertEquals(52.0 / 60, p.latest().get(1).accuracy().value(), "of the even ones");
      assertEquals(1, p.latest().get(2).accuracy().value());
      assertEquals(120, p.calibration().n());
      assertEquals(p.whole().get(1).accuracy(), p.latest().get(1).accuracy());
    }
  }

  /** The clock of a camera that is years ahead: its observation was the latest until then. */
  @Test
  void anObservationOfTheFutureHidesNoOthersAndIsSaid() {
    EventLog log = new EventLog();
    try (Monitor monitor = stream.builder(policy()).listener(log).start()) {
      day(monitor, 100, 1);
      String ahead = stream.observe(monitor, capture -> capture.time(4_000_000_000_000L));
      monitor.feedback().label(ahead, 1, "ann", stream.now());
      day(monitor, 100, 1);
      Part all = monitor.feedback().performance().latest().get(0);
      assertEquals(101, all.accuracy().n());
      assertTrue(all.from().isBefore(stream.now()), all.from().toString());
    }
    assertEquals(1, log.failures.size(), log.failures::toString);
    assertTrue(
        log.failures.get(0).what().contains("more than a day ahead, 2096-10-02"),
        log.failures::toString);
  }

  @Test
  void theMajorityAndTheNewestGuidelineCountAndTheUnclearDoNot() {
    try (Monitor monitor = stream.builder(policy()).start()) {
      String one = stream.observe(monitor);
      monitor.feedback().label(one, 1, "ann", stream.now());
      monitor.feedback().label(one, 0, "bob", stream.now());
      assertEquals(0, accuracy(monitor), "of equally many the first");
      monitor.feedback().label(one, 0, "cid", stream.now());
      assertEquals(1, accuracy(monitor));
      monitor.feedback().label(Label.of(one, 2, "ann", stream.now()).guideline("2"));
      assertEquals(0, accuracy(monitor));
      monitor.feedback().rejected(stream.observe(monitor), "ann", stream.now());
      monitor.feedback().label(Label.of(stream.observe(monitor), 0, "ann", stream.now()).weight(0));
      Part all = monitor.feedback().performance().latest().get(0);
      assertEquals(1, all.accuracy().n());
      assertEquals(1, all.unclear());
      assertEquals(1, all.errorsFound(), "it was looked for, so it stands in no rate");
    }
  }

  @Test
  void whatHasNoPredictionStandsInNoRateAndIsTold() {
    try (Monitor monitor = stream.builder(policy()).start()) {
      for (int i = 0; i < 3; i++) {
        monitor.capture().id("f" + i).embedding(Baselines.vector(21, i, 0).embedding()).commit();
        monitor.poll(1);
      }
      Feedback feedback = monitor.feedback();
      feedback.label("f0", 1, "ann", stream.now());
      assertEquals(0, feedback.performance().latest().get(0).accuracy().n());
      assertTrue(
          monitor.status().text().contains("\n  accuracy  of no labelled observation since "));
      feedback.label(Label.confirmed("f1", "ann", stream.now()));
      feedback.rejected("f1", "bob", stream.now());
      feedback.correction("f2", 1, "cid", stream.now());
      Part all = feedback.performance().latest().get(0);
      assertEquals(1, all.unpredicted());
      assertEquals(1, all.accuracy().n(), "it was confirmed");
      assertEquals(1, all.accuracy().value());
      assertEquals(1, all.errorsFound(), "it was corrected");
      assertEquals(0, feedback.quality().bias().blind().n());
      assertEquals(0, feedback.quality().observations(), "a confirmed class that is not known");
      assertTrue(
          monitor
              .status()
              .problems()
              .contains(
                  "no class is known that the model predicted of 1 labelled observation, so that"
                      + " labels do not say whether it was right: hand over logits, probabilities"
                      + " or predictedClass(..)"));
    }
  }

  private static double accuracy(Monitor monitor) {
    return monitor.feedback().performance().latest().get(0).accuracy().value();
  }

  @Test
  void whatAPlanChoseWeighsAsManyAsItStandsFor() {
    try (Monitor monitor = stream.builder(policy().largestWeight(9)).start()) {
      for (int i = 0; i < 60; i++) { // one of ten sure ones, all of the unsure
        monitor
            .feedback()
            .label(
                Label.of(stream.observe(monitor), i % 3, "ann", stream.now())
                    .weight(i % 2 == 0 ? 9 : 1));
        monitor.feedback().label(Label.wrong("f" + i, "ann", stream.now()).weight(1));
      }
      for (int i = 60; i < 120; i++) {
        String id = stream.observe(monitor);
        monitor
            .feedback()
            .label(
                i % 2 == 0
                    ? Label.confirmed(id, "ann", stream.now()).weight(9)
                    : Label.wrong(id, "ann", stream.now()));
      }
      Part all = monitor.feedback().performance().latest().get(0);
      double right = 30 * 9;
      double weights = 60 + 30 * 9 + 30; // the first sixty were labelled anew, each as one
      assertEquals(right / weights, all.accuracy().value(), 1e-9);
      assertTrue(all.accuracy().interval().contains(right / weights));
    }
  }

  @Test
  void correctionsCostAndTheirRiseIsTold() {
    try (Monitor monitor = stream.builder(policy()).start()) {
      for (int day = 0; day < 3; day++) {
        for (int i = 0; i < 300; i++) {
          String id = stream.observe(monitor);
          if (i % (day == 2 ? 5 : 50) == 0) {
            monitor.feedback().correction(id, 1, "operator", stream.now());
          }
        }
        stream.pass(DAY);
      }
      Performance p = monitor.feedback().performance();
      Part last = p.latest().get(0);
      assertEquals(60, last.touches().corrected());
      assertEquals(60 / 300.0, last.touches().share().value());
      assertEquals(120, last.touches().cost());
      assertTrue(last.touches().rising());
      assertFalse(p.course().get(1).touches().rising());
      assertEquals(0, last.accuracy().n(), "only what is noticed is corrected");
      assertTrue(
          monitor
              .status()
              .problems()
              .contains("persons correct more than in the periods before: have a sample labelled"));
    }
  }

  /** Sixty frames of one scene are corrected, or none: that is one touch more, not sixty. */
  @Test
  void framesOfOneSceneCountOnceAmongTouches() {
    try (Monitor monitor = stream.builder(policy()).start()) {
      for (int day = 0; day < 2; day++) {
        for (int i = 0; i < 600; i++) {
          String id = stream.observe(monitor);
          if (i / 60 == 3 || day == 1 && i / 60 == 7) {
            monitor.feedback().correction(id, 1, "operator", stream.now());
          }
        }
        stream.pass(DAY);
      }
      Performance p = monitor.feedback().performance();
      assertEquals(120 / 600.0, p.latest().get(0).touches().share().value());
      assertTrue(p.latest().get(0).touches().share().interval().low() < 0.1, p.toString());
      assertFalse(p.latest().get(0).touches().rising(), "two scenes instead of one");
      String text = monitor.status().text();
      assertTrue(text.contains(", cost 240.00 EUR\n"), text);
    }
  }

  /** Each of the sure ones stands for one, nine of the others for one. */
  @Test
  void aSamplersWeightsCountInTouches() {
    LiveFeedback feedback = new LiveFeedback("m", policy(), stream::now);
    for (int i = 0; i < 450; i++) {
      stream.weighing(feedback, "f" + i, 0.9, i % 10 == 0 ? 1 : 1 / 9.0);
      if (i % 10 == 0 && i % 20 == 0) {
        feedback.correction("f" + i, 1, "operator", stream.now());
      }
    }
    Rate share = feedback.performance().latest().get(0).touches().share();
    assertEquals(23 / 90.0, share.value(), 1e-6);
    assertTrue(share.interval().contains(23 / 90.0), share.toString());
    assertEquals(450, share.n());
  }

  /** A monitor that learned its baseline knows names and errors from then on. */
  @Test
  void aNewBaselineMakesPerformanceAnew() {
    LiveFeedback feedback = new LiveFeedback("m", policy(), stream::now);
    stream.weighing(feedback, "f", 0.9, 1);
    feedback.label("f", 0, "ann", stream.now());
    assertEquals("class 0", feedback.performance().whole().get(0).classes().get(0).name());
    feedback.watches(Baselines.ofVectors().withClassNames(List.of("ok", "scratch", "dent")));
    assertEquals("ok", feedback.performance().whole().get(0).classes().get(0).name());
  }

  @Test
  void whereSomeOfThePeriodAreForgottenTheShareIsOfTheRest() {
    try (Monitor monitor = stream.builder(FeedbackPolicy.of(50)).start()) {
      for (int i = 0; i < 80; i++) {
        String id = stream.observe(monitor);
        if (i % 10 == 0) {
          monitor.feedback().correction(id, 1, "operator", stream.now());
        }
      }
      Performance.Touches touches = monitor.feedback().performance().latest().get(0).touches();
      assertTrue(touches.partly());
      assertEquals(8, touches.corrected());
      assertEquals(5 / 50.0, touches.share().value());
      String text = monitor.status().text();
      assertTrue(text.contains(" of 50 that are remembered, of more"), text);
    }
  }

  /** A sampler takes unsure ones ten times as often: the estimate is that of all. */
  @Test
  void aSamplersWeightsCountInEstimatesAndCalibration() {
    LiveFeedback feedback = new LiveFeedback("m", policy(), stream::now);
    double[] right = {0.6, 0.95};
    for (int day = 0; day < 2; day++) {
      for (int i = 0; i < 800; i++) {
        int sure = i % 10 == 0 ? 1 : 0; // of all it is the half
        String id = "d" + day + "-" + i;
        stream.weighing(feedback, id, right[sure], sure == 1 ? 1 : 1 / 9.0);
        if (day == 0 || i < 40) {
          boolean is = random.nextDouble() < right[sure] - 0.1;
          feedback.label(id, is ? 0 : 1, "ann", stream.now());
        }
      }
      stream.pass(DAY);
    }
    Performance p = feedback.performance();
    Part last = p.latest().get(0);
    assertEquals(4, last.estimates().size());
    for (Performance.Estimate estimate : last.estimates()) {
      assertEquals(0.675, estimate.accuracy(), 0.05, estimate.toString());
    }
    assertEquals(0.1, p.calibration().overconfidence(), 0.04);
    assertEquals(0.1, p.calibration().error(), 0.04);
  }

  @Test
  void withoutLabelsAccuracyIsEstimatedUntilLabelsContradict() {
    try (Monitor monitor = stream.builder(policy()).start()) {
      day(monitor, 900, 1);
      for (int i = 0; i < 600; i++) { // sure ones alone: few labels, but more are right
        if (i % 10 == 0) {
          day(monitor, 1, 1);
          stream.pass(DAY.negated());
        }
        stream.skip(stream.number() / 3 % 3 == 2 ? 0 : 1);
        stream.observe(monitor);
      }
      Part all = monitor.feedback().performance().latest().get(0);
      assertEquals(4, all.estimates().size());
      assertTrue(all.estimates().get(0).n() >= 600);
      assertFalse(all.estimates().get(0).contradicted());
      assertTrue(
          all.accuracy().interval().contains(all.estimates().get(0).accuracy()),
          all.accuracy() + " " + all.estimates());
      stream.pass(DAY);
      day(monitor, 300, 0.6); // what is right has changed
      all = monitor.feedback().performance().latest().get(0);
      assertTrue(all.estimates().get(0).contradicted());
      assertTrue(all.estimates().get(0).accuracy() > all.accuracy().interval().high());
      String text = monitor.status().text();
      assertTrue(text.contains("  accuracy  without labels: "), text);
      assertTrue(text.contains("  look at   labels contradict what was estimated"), text);
    }
  }

  @Test
  void aBaselineThatKnowsItsErrorsEstimatesFromTheFirstDayOn() {
    Baseline labelled = LabelledStream.labelled(random);
    try (Monitor monitor = stream.builder(labelled, policy()).start()) {
      day(monitor, 300, 1);
      Part all = monitor.feedback().performance().latest().get(0);
      assertEquals(1, all.estimates().size());
      assertEquals(
          labelled.errors().orElseThrow().accuracy(), all.estimates().get(0).accuracy(), 0.05);
      assertFalse(all.estimates().get(0).contradicted());
      day(monitor, 300, 0.6);
      all = monitor.feedback().performance().latest().get(0);
      assertTrue(all.estimates().get(0).contradicted());
    }
  }

  private List<Why> told() {
    return log.triggered.stream().map(Triggered::why).toList();
  }

  @Test
  void aTriggerIsToldOnceWithItsEvidence() {
    Path file = folder.resolve("monitor.checkpoint");
    FeedbackPolicy policy =
        policy().triggers(Triggers.NONE.accuracyBelow(0.7).every(Duration.ofDays(2)));
    try (Monitor monitor = stream.builder(policy).start()) {
      day(monitor, 600, 1);
      assertEquals(List.of(), told());
      day(monitor, 500, 0.6);
      day(monitor, 5, 1);
      assertEquals(
          List.of(Why.ACCURACY, Why.ACCURACY, Why.ACCURACY, Why.CONCEPT, Why.SCHEDULE),
          told().stream()
              .sorted(
                  java.util.Comparator.comparing(
                      w -> w == Why.SCHEDULE ? 2 : w == Why.CONCEPT ? 1 : 0))
              .toList());
      Triggered first = log.triggered.get(0);
      assertTrue(first.inWords().startsWith("accuracy: "), first.inWords());
      assertTrue(
          first
              .inWords()
              .endsWith("since 2026-01-03T00:00:00Z, and 0.700 is the least that was asked for"),
          first.inWords());
      assertTrue(first.step().what().startsWith("Look at the errors of "), first.step().what());
      monitor.checkpoint(file);
    }
    int before = log.triggered.size();
    try (Monitor monitor = stream.builder(policy).restore(file).start()) {
      monitor.poll(1);
      assertEquals(before, log.triggered.size(), "told already");
      stream.pass(DAY);
      monitor.poll(1);
      assertEquals(before + 1, log.triggered.size(), "it is time again");
    }
  }

  /** Labels of the second day come after those of the third. */
  @Test
  void aPeriodThatFillsLateIsLookedAtToo() {
    FeedbackPolicy policy = policy().triggers(Triggers.NONE.accuracyBelow(0.7));
    try (Monitor monitor = stream.builder(policy).start()) {
      java.util.List<String> late = new java.util.ArrayList<>();
      for (int i = 0; i < 60; i++) {
        late.add(stream.observe(monitor));
      }
      stream.pass(DAY);
      day(monitor, 60, 1);
      assertEquals(List.of(), told());
      late.forEach(id -> monitor.feedback().label(Label.wrong(id, "ann", stream.now())));
      stream.pass(Duration.ofMinutes(2));
      monitor.poll(1);
      assertEquals(List.of(Why.ACCURACY, Why.ACCURACY, Why.ACCURACY), told());
      assertTrue(
          log.triggered.get(0).inWords().contains("since 2026-01-02T00:00:00Z"),
          log.triggered.get(0).inWords());
      monitor.feedback().label(Label.wrong(late.get(0), "bob", stream.now()));
      stream.pass(Duration.ofMinutes(2));
      monitor.poll(1);
      assertEquals(3, log.triggered.size(), "told already");
    }
  }

  @Test
  void correctionsAndDriftsTrigger() {
    FeedbackPolicy policy = policy().triggers(Triggers.NONE.touchedAbove(0.1).whenDriftOpens());
    try (Monitor monitor = stream.builder(policy).start()) {
      for (int i = 0; i < 400; i++) {
        String id = stream.observe(monitor);
        if (i % 3 == 0) {
          monitor.feedback().correction(id, 1, "operator", stream.now());
        }
      }
      assertEquals(List.of(Why.TOUCHES), told().stream().filter(w -> w == Why.TOUCHES).toList());
      for (int i = 0; i < 200 && log.opened.isEmpty(); i++) {
        monitor
            .capture()
            .embedding(Baselines.vector(22, i, 4).embedding())
            .tag("camera", "cam-1")
            .commit();
        monitor.poll(1);
      }
      Triggered drift = log.triggered.get(log.triggered.size() - 1);
      assertEquals(Why.DRIFT, drift.why());
      assertTrue(
          drift.inWords().contains(log.opened.get(0).diagnosis().headline()), drift.inWords());
    }
  }
}
