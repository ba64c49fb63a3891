package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.event.ChallengerJudged;
import io.virk.label.Challenger.Decision;
import io.virk.label.Studied.Compared;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.Flaw;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another model beside the one that is watched, as a live monitor compares them. */
@Tag("once")
class ChallengerStudyTest extends StudiedStream {
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
}
