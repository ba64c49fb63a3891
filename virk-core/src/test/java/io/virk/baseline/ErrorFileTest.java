package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the model erred, in a baseline's file. */
class ErrorFileTest {
  @TempDir private Path folder;

  /** Every tenth is labelled as the next class, every fourth has no label. */
  private Path saved(int observations) {
    BaselineBuilder builder = Baseline.builder("errors").window(8).clock(Baselines.CLOCK);
    for (int i = 0; i < observations; i++) {
      float[] logits = {i % 7 / 10f, i % 5 / 10f, i % 11 / 10f};
      logits[i % 3] = 2 + i / 1000f; // no two are alike
      Observation.Builder observation = Observation.builder().logits(logits);
      if (i % 4 != 0) {
        observation.label((i % 3 + (i % 10 == 0 ? 1 : 0)) % 3);
      }
      builder.add(observation.build());
    }
    Path file = folder.resolve("errors.virk");
    builder.build().save(file);
    return file;
  }

  @Test
  void theErrorsOfLabelledObservationsComeBack() {
    Baseline read = Baseline.load(saved(200));
    ErrorProfile errors = read.errors().orElseThrow();
    assertEquals(150, errors.labels());
    assertEquals(140 / 150.0, errors.accuracy());
    assertEquals(3, errors.classes());
    assertEquals(50, errors.confusion().ofPrediction(1));
    assertEquals(read.errors(), read.withWindow(10).errors());
    Path again = folder.resolve("again.virk");
    read.save(again);
    assertEquals(Optional.of(errors), Baseline.load(again).errors());
    assertEquals(Optional.empty(), Baseline.load(saved(120)).errors(), "only 90 labels");
    assertTrue(read.refresh().learner(200, Duration.ZERO) != null);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() throws IOException {
    Path genuine = saved(200);
    for (String field : new String[] {"errorClasses", "errorBlocks"}) {
      for (int value : new int[] {0, 4, 5000}) {
        Path forged = folder.resolve("forged.virk");
        new Forgery(Forgery.entries(genuine)).set(field, value).write(forged);
        String message =
            assertThrows(BaselineFormatException.class, () -> Baseline.load(forged)).getMessage();
        assertTrue(message.contains("error"), message);
      }
    }
    int[] confusion = {50, 0, 0, 0, 50, 0, 0, 0, 50};
    int[] strata = new int[3 * ErrorProfile.BANDS_OF_CLASS * 2];
    ErrorProfile errors = Baseline.load(genuine).errors().orElseThrow();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> ErrorProfile.restored(3, confusion, strata, errors.calibration()))
            .getMessage();
    assertTrue(message.contains("(expected: those of the confusion)"), message);
  }
}
