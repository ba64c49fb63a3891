package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.detect.Slice;
import io.virk.event.ConceptJudged;
import io.virk.label.ConceptFinding.Kind;
import io.virk.scenes.Baselines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether it is the data that move or what they mean, as a live monitor finds out by labels. */
@Tag("once")
class ConceptStudyTest extends StudiedStream {
  @Test
  void twoSwappedClassesAreAShiftOfTheConceptAndNothingIsNeither() {
    Studies wide = Studies.STANDARD.concept(0.05, 0.2);
    try (Monitor monitor = monitor(policy().studies(wide))) {
      assertEquals(Kind.TOO_FEW_LABELS, concept(monitor).kind());
      label(monitor, 400, actual -> actual);
      assertEquals(Kind.NEITHER, concept(monitor).kind());
      ConceptJudged none = stream.log.concepts.get(0);
      assertFalse(none.conceptShift() || none.dataDrift(), none.inWords());
      label(monitor, 200, actual -> actual == 0 ? 0 : 3 - actual);
      assertEquals(Kind.CONCEPT_SHIFT, concept(monitor).kind());
      ConceptJudged shift =
          stream.log.concepts.stream().filter(e -> e.conceptShift()).findFirst().orElseThrow();
      assertEquals(Slice.ALL, shift.slice());
      assertTrue(shift.errorRate() > shift.expectedErrorRate());
      Map<Slice, ConceptFinding> slices =
          monitor.feedback().studied().concept().orElseThrow().slices();
      assertEquals(2, slices.size());
      String text = monitor.status().text();
      assertTrue(text.contains("\n  concept   What the inputs mean has moved; "), text);
      assertTrue(text.contains(" Shifted by its own labels alone: "), text);
    }
  }

  @Test
  void aSliceOfFewLabelsSaysHowManyItHas() {
    try (Monitor monitor = monitor(policy())) {
      label(monitor, 28, actual -> actual);
      ConceptFinding part =
          monitor.feedback().studied().concept().orElseThrow().slices().values().stream()
              .findFirst()
              .orElseThrow();
      assertEquals(14, part.labels());
      assertEquals(6, part.moreLabels());
      assertEquals(Kind.TOO_FEW_LABELS, part.kind());
    }
  }

  @Test
  void labelsThatAreNoEvidenceAreLeftOut() {
    try (Monitor monitor = monitor(policy())) {
      for (int k = 0; k < 30; k++) {
        String id = stream.observe(monitor);
        monitor.feedback().correction(id, 0, "op", stream.now());
        monitor.feedback().label(Label.of(id, 0, "ann", stream.now()).weight(0));
      }
      look(monitor);
      assertEquals(0, concept(monitor).labels());
      assertEquals(60, monitor.feedback().studied().concept().orElseThrow().leftOut());
      String id = stream.observe(monitor);
      monitor.feedback().label(id, 0, "ann", stream.now());
      monitor.feedback().label(id, 1, "bob", stream.now());
      look(monitor);
      assertEquals(1, concept(monitor).labels(), "once an observation");
    }
  }

  @Test
  void errorsOfADriftAreNoShiftOfTheConceptNorThoseBeforeItOpened() {
    try (Monitor monitor = monitor(policy())) {
      for (int i = 0; i < 64; i++) {
        stream.observe(monitor);
        stream.pass(Duration.ofSeconds(1));
      }
      assertTrue(stream.log.opened.isEmpty());
      int began = stream.number();
      while (stream.log.opened.isEmpty() && stream.number() < began + 200) {
        int i = stream.number();
        stream.observe(monitor, c -> c.embedding(Baselines.vector(21, i, 3).embedding()));
        stream.pass(Duration.ofSeconds(1));
      }
      int opened = stream.number();
      assertTrue(opened < began + 200, "it drifts");
      long onset = stream.log.opened.get(0).drift().onset().best().sequence();
      for (int i = (int) onset; i < opened; i++) {
        monitor.feedback().label("f" + i, (i + 1 + i % 2) % 3, "ann", stream.now());
      }
      look(monitor);
      ConceptFinding finding = concept(monitor);
      assertEquals(opened - onset, finding.labels());
      assertEquals(1, finding.errorRate());
      assertTrue(Double.isNaN(finding.expectedErrorRate()), "all of them are of the drift");
      assertFalse(finding.kind() == Kind.CONCEPT_SHIFT || finding.kind() == Kind.NEITHER);
      monitor.feedback().label("f0", 0, "ann", stream.now());
      look(monitor);
      assertFalse(Double.isNaN(concept(monitor).expectedErrorRate()), "but not the first");
    }
  }

  @Test
  void anotherGuidelineBeginsAnew() {
    try (Monitor monitor = monitor(policy())) {
      label(monitor, 60, actual -> (actual + 1) % 3);
      assertEquals(Kind.CONCEPT_SHIFT, concept(monitor).kind());
      Label label = Label.of(stream.observe(monitor), 0, "ann", stream.now());
      monitor.feedback().label(label.guideline("2"));
      look(monitor);
      assertEquals(1, concept(monitor).labels());
      assertEquals(Kind.TOO_FEW_LABELS, concept(monitor).kind());
      label(monitor, 5, actual -> actual);
      assertEquals(1, concept(monitor).labels(), "by the older one");
    }
  }

  /** More labels than are kept at once: what was given up unseen is counted. */
  @Test
  void labelsThatNobodyLookedAtAreCounted() {
    try (Monitor monitor = monitor(policy().labels(10))) {
      for (int k = 0; k < 5; k++) {
        stream.observe(monitor);
      }
      List<String> ids = new java.util.ArrayList<>();
      for (int k = 0; k < 30; k++) {
        ids.add(stream.observe(monitor));
      }
      ids.forEach(id -> monitor.feedback().label(id, 1, "ann", stream.now()));
      look(monitor);
      assertEquals(10, concept(monitor).labels());
      assertEquals(20, monitor.feedback().studied().concept().orElseThrow().leftOut());
    }
  }
}
