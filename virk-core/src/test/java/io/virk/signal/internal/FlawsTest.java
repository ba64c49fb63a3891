package io.virk.signal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlawsTest {
  private final Flaws flaws = new Flaws();

  @Test
  void aFlawSaysWhatWasFoundWhatWasExpectedAndWhere() {
    SignalExtractor extractor = Schemas.extractor(16, 3, null, null, null);
    extractor.extract(Observation.builder().sequence(1204).embedding(new float[15]).build());
    assertEquals(
        "embedding: 15 values (expected: 16, the baseline's), observation 1204",
        extractor.flaws().get(0).text());
    float[] logits = {1, Float.NaN, 2};
    extractor.extract(Observation.builder().sequence(7).logits(logits).build());
    assertTrue(
        extractor.flaws().get(0).text().startsWith("logits: NaN at index 1 (expected: "),
        extractor.flaws().get(0).text());
  }

  @Test
  void anInputThatIsFlawedMoreOftenThanNotIsToldOnceWithWhatHelps() {
    Optional<String> told = Optional.empty();
    int times = 0;
    for (int i = 0; i < 1000; i++) {
      if (i % 4 != 0) {
        flaws.count(length(Flaw.EMBEDDING_LENGTH, 15, 16, i));
        flaws.count(FlawFound.tag(Flaw.SLICE_TAG, "camera", i));
      }
      Optional<String> now = flaws.observed();
      times += now.isPresent() ? 1 : 0;
      told = told.or(() -> now);
    }
    assertEquals(1, times);
    String words = told.orElseThrow();
    assertTrue(words.contains("embedding: flawed in 192 of the last 256 observations"), words);
    assertTrue(words.contains("15 values (expected: 16, the baseline's), observation 255"), words);
    assertTrue(words.contains("What helps: use the model that the baseline was built with"), words);
    assertTrue(words.contains("tag: flawed in 192"), words);
    assertEquals(Map.of(Flaw.EMBEDDING_LENGTH, 750L, Flaw.SLICE_TAG, 750L), flaws.counts());
  }

  /** A drift was judged and opened meanwhile. */
  @Test
  void whatNothingIsJudgedByIsLeftOutAndNoMore() {
    Optional<String> told = Optional.empty();
    for (int i = 0; i < 256; i++) {
      flaws.count(new FlawFound(Flaw.TAG_LENGTH, "300 characters", "at most 256", i));
      if (i < 100) {
        flaws.count(FlawFound.tag(Flaw.SLICE_TAG, "camera", i));
      }
      told = flaws.observed();
    }
    String words = told.orElseThrow();
    assertTrue(
        words.startsWith(
            "tag: flawed in 256 of the last 256 observations, which are judged without it; the"
                + " last: tag: 300 characters"),
        words);
  }

  @Test
  void halfOfTheObservationsAndTwoFlawsOfOneAreNotMost() {
    for (int i = 0; i < 1024; i++) {
      if (i % 2 == 0) {
        flaws.count(length(Flaw.TENSOR_LENGTH, 1, 2, i));
        flaws.count(length(Flaw.TENSOR_LENGTH, 1, 2, i));
      }
      assertEquals(Optional.empty(), flaws.observed());
    }
  }

  private static FlawFound length(Flaw flaw, int found, int expected, long observation) {
    return new FlawFound(flaw, found + " values", expected + ", the baseline's", observation);
  }
}
