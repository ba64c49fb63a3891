package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.event.ChallengerJudged;
import io.virk.event.ConceptJudged;
import io.virk.label.Challenger.Decision;
import io.virk.label.ConceptFinding.Kind;
import io.virk.label.Studied.Compared;
import io.virk.label.Studied.Planned;
import io.virk.label.ToLabel.Why;
import io.virk.label.internal.LabelledStream;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.Flaw;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a live monitor finds out by labels: concept shift, a challenger, what should be labelled.
 */
@Tag("once")
class StudiesTest {
  private final LabelledStream stream = new LabelledStream();
  private final SplittableRandom random = new SplittableRandom(9);
  private final Baseline baseline = LabelledStream.labelled(new SplittableRandom(3));

  @TempDir private Path folder;

  private Monitor monitor(FeedbackPolicy policy) {
    return stream.builder(baseline, policy).start();
  }

  private static FeedbackPolicy policy() {
    return FeedbackPolicy.of(5_000).model("v7");
  }

  /** Observes and labels as often right as the confidence says, if nothing has changed. */
  private void label(Monitor monitor, int count, IntUnaryOperator meaning) {
    for (int k = 0; k < count; k++) {
      String id = stream.observe(monitor);
      int i = stream.number() - 1;
      boolean right = random.nextDouble() < LabelledStream.confidence(i);
      int actual = right ? i % 3 : (i + 1) % 3;
      monitor.feedback().label(id, meaning.applyAsInt(actual), "ann", stream.now());
    }
    look(monitor);
  }

  /** VIRK looks at last, though little has come. */
  private void look(Monitor monitor) {
    stream.pass(Duration.ofMinutes(1));
    monitor.poll(1);
  }

  private static ConceptFinding concept(Monitor monitor) {
    return monitor.feedback().studied().concept().orElseThrow().whole();
  }

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

  private static float[] says(int actual) {
    float[] logits = new float[3];
    logits[actual] = 2;
    return logits;
  }

  /** Both models see them; the challenger is right where it is said to be. */
  private void challenge(Monitor monitor, int count, double champion, double challenger) {
    challenge(monitor, count, champion, challenger, true);
  }

  private void challenge(
      Monitor monitor, int count, double champion, double challenger, boolean isLabelled) {
    for (int k = 0; k < count; k++) {
      int i = stream.number();
      int actual = random.nextDouble() < champion ? i % 3 : (i + 1) % 3;
      int other = random.nextDouble() < challenger ? actual : (actual + 1) % 3;
      String id = stream.observe(monitor, c -> c.output("challenger", says(other)));
      if (isLabelled) {
        monitor.feedback().label(id, actual, "ann", stream.now());
      }
    }
    look(monitor);
  }

  @Test
  void aBetterChallengerIsPromotedAndAWorseOneIsNot() {
    FeedbackPolicy policy = policy().challenger(ChallengerPolicy.of("v8"));
    try (Monitor monitor = monitor(policy)) {
      challenge(monitor, 30, 0.7, 0.9);
      Compared early = monitor.feedback().studied().challenger().orElseThrow();
      assertEquals(Decision.NOT_YET, early.result().decision());
      assertTrue(early.result().moreLabels() > 0);
      assertTrue(
          monitor.status().text().contains("\n  models    v8: not yet, about "),
          monitor.status().text());
      challenge(monitor, 400, 0.7, 0.9);
      Compared compared = monitor.feedback().studied().challenger().orElseThrow();
      assertEquals(Decision.PROMOTE, compared.result().decision());
      assertEquals(430, compared.result().labels());
      assertEquals(2, compared.result().slices().size());
      assertEquals(
          "camera=cam-0",
          compared.result().slices().stream()
              .map(Challenger.SliceResult::slice)
              .sorted()
              .toList()
              .get(0));
      ReleaseNote.Example example = compared.examples().get(0);
      assertTrue(example.actual() >= 0 && example.before() != example.after());
      challenge(monitor, 40, 0.7, 0.9, false);
      assertEquals(
          3, // of each kind of difference three stay that have a label, whatever comes
          monitor.feedback().studied().challenger().orElseThrow().examples().stream()
              .filter(e -> e.actual() >= 0)
              .filter(e -> e.before() == example.before() && e.after() == example.after())
              .count());
      ChallengerJudged told = stream.log.challengers.get(0);
      assertTrue(told.promote() && told.low() > 0, told.inWords());
      assertEquals(1, stream.log.challengers.size());
      ReleaseNote note = compared.note();
      assertTrue(note.headline().startsWith("v8 is right "), note.headline());
    }
    try (Monitor monitor = monitor(policy)) {
      challenge(monitor, 400, 0.9, 0.6);
      assertEquals(
          Decision.KEEP,
          monitor.feedback().studied().challenger().orElseThrow().result().decision());
    }
  }

  @Test
  void anOutputThatCannotBeUsedIsCounted() {
    try (Monitor monitor = monitor(policy().challenger(ChallengerPolicy.of("v8")))) {
      stream.observe(monitor, c -> c.output("challenger", new float[4]));
      stream.observe(monitor, c -> c.output("other", new float[3]));
      stream.observe(monitor, c -> c.output(null, new float[3]));
      stream.observe(monitor, c -> c.output("challenger", (float[]) null));
      stream.observe(monitor, c -> c.output("challenger", new float[] {1, Float.NaN, 0}));
      float none = Float.NEGATIVE_INFINITY;
      stream.observe(monitor, c -> c.output("challenger", new float[] {none, none, none}));
      stream.observe(monitor, c -> c.output("challenger", FloatBuffer.wrap(new float[3])));
      look(monitor);
      Map<Flaw, Long> flaws = monitor.status().judged().flaws();
      assertEquals(1, flaws.get(Flaw.CHALLENGER_LENGTH));
      assertEquals(2, flaws.get(Flaw.CHALLENGER_UNKNOWN));
      Compared compared = monitor.feedback().studied().challenger().orElseThrow();
      assertEquals(6, compared.missing());
      assertEquals(1, compared.result().observations());
    }
    try (Monitor monitor = monitor(policy())) {
      stream.observe(monitor, c -> c.output("challenger", new float[3]));
      assertEquals(Map.of(Flaw.CHALLENGER_UNKNOWN, 1L), monitor.status().judged().flaws());
    }
  }

  @Test
  void aBatchBringsItToo() {
    try (Monitor monitor = monitor(policy().challenger(ChallengerPolicy.of("v8")))) {
      float[][] embeddings = {
        Baselines.vector(21, 0, 0).embedding(), Baselines.vector(21, 1, 0).embedding()
      };
      for (int way = 0; way < 3; way++) {
        float[] rows = {2, 0, 0, 0, 2, 0};
        var batch =
            monitor.captureBatch(2).embeddings(embeddings).logits(new float[][] {says(0), says(2)});
        switch (way) {
          case 0 -> batch.outputs("challenger", rows);
          case 1 -> batch.outputs("challenger", new float[][] {says(0), says(1)});
          default -> batch.outputs("challenger", FloatBuffer.wrap(rows));
        }
        batch.id(0, "a" + way).id(1, "b" + way).commit();
        monitor.poll(2);
      }
      look(monitor);
      Compared compared = monitor.feedback().studied().challenger().orElseThrow();
      assertEquals(6, compared.result().observations());
      assertEquals(0.5, compared.result().agreement());
      assertEquals(new Challenger.Difference(2, 1, 3), compared.result().differences().get(0));
    }
  }

  @Test
  void aChallengerThatCannotBeComparedIsRefusedAtTheStart() {
    ChallengerPolicy four = ChallengerPolicy.of("v8").model(4, frame -> new float[4]);
    FeedbackPolicy policy = policy().challenger(four);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Monitor.builder(baseline).feedback(policy).polled().start());
    assertTrue(
        refused.getMessage().contains("challenger.logitsLength: 4 (expected: 3, ")
            && refused.getMessage().contains("challenger: a model that looks at images, but "),
        refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> ChallengerPolicy.of(" "));
    assertThrows(IllegalArgumentException.class, () -> ChallengerPolicy.of("v8").judged(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> LabelPlan.perDay(0, 9));
    assertThrows(
        IllegalArgumentException.class, () -> LabelPlan.perDay(5, 9).shares(0.5, 0.5, 0.5, 0));
    assertThrows(IllegalArgumentException.class, () -> Studies.STANDARD.concept(Double.NaN, 0.1));
  }

  @Test
  void virkRunsAChallengerOnTheSameImages() {
    QuadrantEmbedder model = new QuadrantEmbedder();
    int[] calls = new int[1];
    ChallengerPolicy other =
        ChallengerPolicy.of("v8")
            .model(
                model.logitsLength(),
                frame -> {
                  if (calls[0]++ == 3) {
                    throw new IllegalStateException("out of memory");
                  }
                  return model.embed(List.of(frame)).logits();
                });
    try (Monitor monitor =
        Monitor.builder(Baselines.ofFourCameras())
            .embedder(model)
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .clock(stream::now)
            .feedback(policy().challenger(other))
            .listener(stream.log)
            .polled()
            .start()) {
      for (int i = 0; i < 8; i++) {
        monitor
            .capture()
            .id(i)
            .image(Scenes.frame(i % 4, i / 4, Baselines.WIDTH, Baselines.HEIGHT))
            .commit();
        monitor.poll(1);
      }
      look(monitor);
      Compared compared = monitor.feedback().studied().challenger().orElseThrow();
      assertEquals(7, compared.result().observations(), "it failed once, and all else went on");
      assertEquals(1, compared.result().agreement());
      assertEquals(1, compared.missing());
      assertEquals(8, monitor.status().judged().observations());
      assertEquals(1, monitor.status().failures().embedder());
    }
  }

  /** A day of observations, evenly. */
  private void day(Monitor monitor, int count) {
    for (int i = 0; i < count; i++) {
      stream.observe(monitor);
      stream.pass(Duration.ofDays(1).dividedBy(count));
    }
  }

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

  @Test
  void allOfItGoesOnFromACheckpoint() throws IOException {
    FeedbackPolicy policy = policy().labelsPerDay(40, 600).challenger(ChallengerPolicy.of("v8"));
    Path middle = folder.resolve("middle");
    byte[] through;
    Studied studied;
    int number;
    try (Monitor monitor = stream.builder(baseline, policy).nanoClock(() -> 0).start()) {
      day(monitor, 200);
      label(monitor, 60, actual -> (actual + 1) % 3);
      challenge(monitor, 60, 0.9, 0.7);
      monitor.checkpoint(middle);
      number = stream.number();
      through = rest(monitor, "through");
      studied = monitor.feedback().studied();
    }
    stream.skip(number - stream.number());
    try (Monitor monitor =
        stream.builder(baseline, policy).nanoClock(() -> 0).restore(middle).start()) {
      assertArrayEquals(through, rest(monitor, "restored"));
      assertEquals(studied, monitor.feedback().studied());
    }
    FeedbackPolicy other = policy.challenger(ChallengerPolicy.of("v9"));
    try (Monitor monitor = stream.builder(baseline, other).restore(middle).start()) {
      assertEquals(0, monitor.feedback().studied().challenger().orElseThrow().result().labels());
      assertEquals(120, concept(monitor).labels());
    }
    try (Monitor monitor = stream.builder(baseline, policy().model("v9")).restore(middle).start()) {
      assertEquals(0, concept(monitor).labels(), "another model");
    }
  }

  private byte[] rest(Monitor monitor, String name) throws IOException {
    for (int i = 0; i < 50; i++) {
      int k = i;
      String id = stream.observe(monitor, c -> c.output("challenger", says(k % 3)));
      monitor.feedback().label(id, k % 3, "ann", Baselines.CLOCK.instant());
    }
    monitor.poll(1);
    Path file = folder.resolve(name);
    monitor.checkpoint(file);
    return Files.readAllBytes(file);
  }
}
