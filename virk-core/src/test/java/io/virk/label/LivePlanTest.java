package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.label.Studied.Planned;
import io.virk.label.ToLabel.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a live monitor says should be labelled. */
@Tag("once")
class LivePlanTest extends StudiedStream {
  @Test
  void aPlanChoosesSoManyADayAndItsLabelsWeighThem() {
    try (Monitor monitor = monitor(policy().labelsPerDay(40, 600))) {
      for (int d = 0; d < 4; d++) {
        day(monitor, 600);
      }
      Planned planned = monitor.feedback().studied().plan().orElseThrow();
      assertTrue(planned.chosen() > 100 && planned.chosen() <= 160, planned.inWords());
      assertTrue(planned.byReason().get(Why.CONTROL) > 30, planned.inWords());
      assertTrue(planned.byReason().get(Why.UNSURE) > 15, planned.inWords());
      List<ToLabel> list = monitor.feedback().toLabel(10_000);
      assertEquals(planned.waiting(), list.size());
      double weights = list.stream().mapToDouble(ToLabel::weight).sum();
      assertEquals(2400, weights, 700, "they stand for all");
      ToLabel first = list.get(0);
      monitor.feedback().label(first.id(), 1, "ann", stream.now());
      assertEquals(first.weight(), monitor.feedback().labelled().get(0).label().weight());
      assertEquals(list.size() - 1, monitor.feedback().toLabel(10_000).size());
      monitor.feedback().correction(list.get(1).id(), 1, "ann", stream.now());
      assertEquals(0, monitor.feedback().labelled().get(1).label().weight());
      String text = monitor.status().text();
      assertTrue(
          text.contains("\n  to label  " + (list.size() - 1) + " wait to be labelled"), text);
    }
  }

  /** What a plan chose and has forgotten is not taken for chosen by chance, not after a restart. */
  @Test
  void aLabelOfAChoiceThatIsForgottenStandsForNoOthers() {
    Studies studies = Studies.STANDARD.plan(LabelPlan.perDay(40, 600).kept(5));
    FeedbackPolicy policy = policy().studies(studies);
    Path checkpoint = folder.resolve("plan");
    String early;
    try (Monitor monitor = monitor(policy)) {
      early = stream.observe(monitor);
      day(monitor, 600);
      assertTrue(monitor.feedback().studied().plan().orElseThrow().forgotten() > 20);
      monitor.checkpoint(checkpoint);
    }
    try (Monitor monitor = stream.builder(baseline, policy).restore(checkpoint).start()) {
      Feedback feedback = monitor.feedback();
      feedback.label(early, 1, "ann", stream.now());
      feedback.label(Label.of(early, 1, "bob", stream.now()).weight(7));
      feedback.label(feedback.toLabel(1).get(0).id(), 1, "ann", stream.now());
      List<Labelled> labels = feedback.labelled();
      assertEquals(0, labels.get(0).label().weight());
      assertEquals(7, labels.get(1).label().weight(), "it says itself what it stands for");
      assertTrue(labels.get(2).label().weight() >= 1);
    }
  }

  @Test
  void aClockThatWasAheadForOnceStopsNoPlan() {
    try (Monitor monitor = monitor(policy().labelsPerDay(40, 600))) {
      stream.pass(Duration.ofDays(1000));
      day(monitor, 600);
      stream.pass(Duration.ofDays(-1001));
      day(monitor, 600);
      day(monitor, 600);
      Planned planned = monitor.feedback().studied().plan().orElseThrow();
      assertTrue(planned.chosen() > 90, planned.inWords());
    }
  }

  @Test
  void aListIsFilledInAndReadAgain() throws IOException {
    try (Monitor monitor = monitor(policy().labelsPerDay(40, 600))) {
      day(monitor, 300);
      day(monitor, 300);
      Feedback feedback = monitor.feedback();
      Path csv = folder.resolve("list.csv");
      int count = feedback.exportToLabel(csv, 20);
      assertEquals(20, count);
      List<String> lines = Files.readAllLines(csv);
      assertEquals(0, feedback.csv(csv).total(), "nobody has filled it in");
      lines.set(1, lines.get(1).replace(",,,", ",dent,ann," + stream.now()));
      Files.write(csv, lines);
      assertEquals(1, feedback.csv(csv).joined());
      ToLabel was = feedback.toLabel(1).get(0);
      double weight = feedback.labelled().get(0).label().weight();
      assertTrue(weight > 1, weight + "");
      assertTrue(lines.get(1).contains("," + weight + ","));
      Path json = folder.resolve("list.json");
      feedback.exportToLabel(json, 5);
      assertEquals(0, feedback.review(json, "bob", stream.now()).total());
      String text = Files.readString(json);
      Files.writeString(
          json,
          text.replaceFirst(
              "\"answer\": \"\",\\s*\"label\": \"\"",
              "\"answer\": \"WRONG\", \"label\": \"dent\""));
      assertEquals(1, feedback.review(json, "bob", stream.now()).joined());
      Label label = feedback.labelled().get(1).label();
      assertEquals(was.id(), label.id());
      assertEquals(was.weight(), label.weight(), "not 0, for the plan chose it");
      assertThrows(
          IllegalArgumentException.class,
          () -> feedback.exportToLabel(folder.resolve("list.txt"), 5));
      assertThrows(IllegalArgumentException.class, () -> feedback.toLabel(0));
    }
  }
}
