package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.file.BaselineCodec;
import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class BaselineLearnerTest {
  private static BaselineBuilder builder() {
    return Baseline.builder("live").window(16).clock(Baselines.CLOCK);
  }

  /** One observation a second; its embedding moved by a distance. */
  private static Observation vector(long stream, int number, double moved) {
    return Baselines.vector(stream, number, moved);
  }

  /** As a monitor does it that is polled. */
  private static LearningState accept(BaselineLearner learner, Observation observation) {
    LearningState state = learner.accept(observation);
    return state == LearningState.CHECKING ? learner.check() : state;
  }

  private static Observation at(int number, long epochMillis) {
    Observation o = vector(4, number, 0);
    return Observation.builder()
        .sequence(number)
        .epochMillis(epochMillis)
        .embedding(o.embedding())
        .logits(o.logits())
        .build();
  }

  @Test
  void aClockThatIsSetBackDoesNotKeepItFromLearning() {
    BaselineLearner learner = builder().learner(256, Duration.ofSeconds(200));
    int i = 0;
    while (learner.state() == LearningState.COLLECTING && i < 1000) {
      learner.accept(at(i, 10_000_000 + 1000L * i - (i < 128 ? 0 : 3_600_000)));
      i++;
    }
    assertEquals(265, i, "64 seconds until it is sure that the clock was set");
  }

  @Test
  void aClockThatLeapsIsNotAllTheTimeThereIs() {
    BaselineLearner learner = builder().learner(256, Duration.ofSeconds(1000));
    int i = 0;
    while (learner.state() == LearningState.COLLECTING && i < 2000) {
      learner.accept(at(i, 1000L * i + (i == 10 ? 1_000_000_000_000L : 0)));
      i++;
    }
    assertEquals(816, i, "a quarter at most, and 64 seconds until it is sure");
  }

  @Test
  void whileItIsToBeCheckedNothingIsTaken() {
    BaselineLearner learner = builder().learner(256, Duration.ZERO);
    assertEquals(
        "state: COLLECTING (expected: CHECKING)",
        assertThrows(IllegalStateException.class, learner::check).getMessage());
    for (int i = 0; i < 256; i++) {
      assertEquals(
          i < 255 ? LearningState.COLLECTING : LearningState.CHECKING,
          learner.accept(vector(4, i, 0)));
    }
    assertEquals(LearningState.CHECKING, learner.progress().state());
    for (int i = 256; i < 400; i++) {
      assertEquals(LearningState.CHECKING, learner.accept(vector(4, i, 100)));
    }
    assertEquals(
        "state: CHECKING (expected: READY)",
        assertThrows(IllegalStateException.class, learner::build).getMessage());
    assertEquals(LearningState.READY, CompletableFuture.supplyAsync(learner::check).join());
    assertEquals(256, learner.progress().observed());
    assertEquals(0, learner.progress().restarts());
  }

  @Test
  void aStableStreamIsLearnedOnceBothNumberAndTimeHavePassed() {
    BaselineLearner learner = builder().learner(256, Duration.ofSeconds(399));
    assertEquals(LearningState.COLLECTING, learner.state());
    assertEquals(Optional.empty(), learner.progress().from());
    assertEquals(
        "state: COLLECTING (expected: READY)",
        assertThrows(IllegalStateException.class, learner::build).getMessage());
    for (int i = 0; i < 400; i++) {
      assertEquals(
          i < 399 ? LearningState.COLLECTING : LearningState.READY,
          accept(learner, vector(4, i, 0)),
          "observation " + i);
    }
    assertEquals(LearningState.READY, accept(learner, vector(4, 400, 100)));
    LearningProgress progress = learner.progress();
    assertEquals(400, progress.observed());
    assertEquals(400, progress.kept());
    assertEquals(Optional.of(Instant.ofEpochSecond(399)), progress.to());
    assertEquals(0, progress.restarts());
    Baseline baseline = CompletableFuture.supplyAsync(learner::build).join();
    assertEquals(
        "learned from live traffic from 1970-01-01T00:00:00Z to 1970-01-01T00:06:39Z, 400"
            + " observations, 400 of them kept",
        baseline.provenance().source());
    assertEquals(400, baseline.provenance().seen());
    // the same as if a builder had been fed
    BaselineBuilder fed = builder();
    for (int i = 0; i < 400; i++) {
      fed.add(vector(4, i, 0));
    }
    Map<String, byte[]> expected = BaselineCodec.arrays(fed.build().content().parts());
    Map<String, byte[]> learned = BaselineCodec.arrays(baseline.content().parts());
    assertEquals(expected.keySet(), learned.keySet());
    expected.forEach(
        (name, bytes) -> assertTrue(java.util.Arrays.equals(bytes, learned.get(name)), name));
  }

  @Test
  void anUnstableStreamIsToldInWordsAndItsOlderHalfDropped() {
    BaselineLearner learner = builder().learner(512, Duration.ZERO);
    int number = 0;
    while (learner.state() == LearningState.COLLECTING) {
      accept(learner, vector(5, number, number < 200 ? 1.5 : 0));
      number++;
    }
    assertEquals(512, number);
    assertEquals(LearningState.UNSTABLE, learner.state());
    LearningProgress progress = learner.progress();
    assertEquals(1, progress.restarts());
    assertEquals(256, progress.observed());
    assertEquals(Optional.of(Instant.ofEpochSecond(256)), progress.from());
    String why = progress.instability().orElseThrow();
    assertTrue(
        why.startsWith("the embedding of all observations changed at about 1970-01-01 00:03:"),
        why);
    assertTrue(why.contains("of 512 kept); p <= 0.0005"), why);
    while (learner.state() == LearningState.UNSTABLE) {
      accept(learner, vector(5, number++, 0));
    }
    assertEquals(512 + 256, number);
    assertEquals(LearningState.READY, learner.state());
    Baseline baseline = learner.build();
    assertTrue(baseline.provenance().source().contains("after 1 times that were not stable"));
    assertEquals(0, baseline.mahalanobis().orElseThrow().means()[0], 0.3);
  }

  @Test
  void aScalarIsToldWithItsValues() {
    BaselineLearner learner = builder().learner(256, Duration.ZERO);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 256; i++) {
      Frame frame = Scenes.frame(1, i, 24, 18);
      if (i >= 150) {
        frame = io.virk.cause.catalogue.Causes.all().get(0).apply(frame, 3, random.nextLong());
      }
      accept(learner, Observation.builder().epochMillis(1000L * i).image(frame).build());
    }
    String why = learner.progress().instability().orElseThrow();
    assertTrue(why.matches("the (mean|spread) of \\w+ of all observations changed .*"), why);
    assertTrue(why.contains(" before, ") && why.contains(" after; p <= "), why);
  }

  @Test
  void aChangeOfOneCameraIsFound() {
    BaselineLearner learner = builder().sliceBy("camera").learner(2048, Duration.ZERO);
    for (int i = 0; i < 2048; i++) {
      Observation o = vector(6, i, i % 8 == 3 && i > 1000 ? 1 : 0);
      accept(
          learner,
          Observation.builder()
              .epochMillis(i)
              .embedding(o.embedding())
              .tag("camera", "cam-" + i % 8)
              .build());
    }
    String why = learner.progress().instability().orElseThrow();
    assertTrue(why.startsWith("the embedding of cam-3 changed"), why);
  }

  @Test
  void memoryIsBoundedAndTheWholeTimeKept() {
    BaselineLearner learner = builder().learner(300_000, Duration.ZERO);
    SplittableRandom random = new SplittableRandom(8);
    float[] embedding = new float[8];
    for (int i = 0; i < 300_000; i++) {
      for (int j = 0; j < embedding.length; j++) {
        embedding[j] = (float) random.nextGaussian();
      }
      accept(learner, Observation.builder().epochMillis(i).embedding(embedding).build());
      assertTrue(i % 1000 > 0 || learner.progress().kept() <= 8192);
    }
    LearningProgress progress = learner.progress();
    assertEquals(LearningState.READY, learner.state(), progress.toString());
    assertTrue(progress.kept() > 4096 && progress.kept() <= 8192, progress.toString());
    assertEquals(Optional.of(Instant.EPOCH), progress.from());
    assertTrue(progress.memory() < 4 << 20, progress.toString());
    assertEquals(300_000, learner.build().provenance().seen());
    LearningProgress built = learner.progress();
    assertEquals(0, built.memory(), "a monitor keeps its learner for its status");
    assertEquals(LearningState.READY, built.state());
    assertEquals(300_000, built.observed());
    assertTrue(built.kept() > 0);
    assertThrows(IllegalStateException.class, learner::build);
  }

  private static int unstable(double correlation, int n, int streams) {
    int unstable = 0;
    for (int s = 0; s < streams; s++) {
      SplittableRandom random = new SplittableRandom(1000 + s);
      BaselineLearner learner = builder().seed(s).learner(n, Duration.ZERO);
      float[] state = new float[3];
      for (int i = -200; i < n; i++) {
        float[] embedding = new float[3];
        for (int j = 0; j < 3; j++) {
          state[j] =
              (float)
                  (correlation * state[j]
                      + Math.sqrt(1 - correlation * correlation) * random.nextGaussian());
          embedding[j] = state[j];
        }
        if (i >= 0) {
          accept(
              learner,
              Observation.builder()
                  .epochMillis(i)
                  .embedding(embedding)
                  .predictedClass(random.nextInt(5))
                  .build());
        }
      }
      unstable += learner.progress().restarts();
    }
    return unstable;
  }

  @Test
  void aStableStreamIsRarelyCalledUnstable() {
    // 1 % each: more than 8 of 200 would come once in 1,000 tests
    int independent = unstable(0, 512, 200);
    assertTrue(independent <= 8, independent + " of 200");
    // memory of 5.7 observations, blocks of 64
    int correlated = unstable(0.7, 2048, 100);
    assertTrue(correlated <= 7, correlated + " of 100");
  }

  @Test
  void whatIsNotToBeCountedIsPassedOver() {
    BaselineLearner learner = builder().learner(128, Duration.ZERO);
    Observation of = vector(1, 1, 0);
    Observation marked =
        new Observation() {
          @Override
          public long sequence() {
            return 0;
          }

          @Override
          public long epochMillis() {
            return 0;
          }

          @Override
          public double weight() {
            return 0;
          }

          @Override
          public Frame frame() {
            return null;
          }

          @Override
          public float[] embedding() {
            return of.embedding();
          }

          @Override
          public float[] logits() {
            return null;
          }

          @Override
          public int predictedClass() {
            return NO_CLASS;
          }

          @Override
          public String tag(String key) {
            return null;
          }
        };
    for (int i = 0; i < 1000; i++) {
      assertEquals(LearningState.COLLECTING, accept(learner, marked));
    }
  }

  @Test
  void aStreamThatRepeatsItselfIsNotLearned() {
    BaselineLearner learner = builder().learner(256, Duration.ZERO);
    for (int i = 0; i < 256; i++) {
      accept(learner, vector(1, i % 40, 0));
    }
    assertEquals(LearningState.UNSTABLE, learner.state());
    String why = learner.progress().instability().orElseThrow();
    assertTrue(why.contains("byte-identical"), why);
  }

  @Test
  void imagesAndSlicesAreLearnedToo() {
    BaselineLearner learner = builder().sliceBy("camera").learner(256, Duration.ZERO);
    for (int i = 0; i < 256; i++) {
      accept(
          learner,
          Observation.builder()
              .epochMillis(1000L * i)
              .image(Scenes.frame(i % 2, i / 2, 24, 18))
              .tag("camera", "cam-" + i % 2)
              .build());
    }
    assertEquals(LearningState.READY, learner.state(), learner.progress().toString());
    Baseline baseline = learner.build();
    assertEquals(3, baseline.slices().size());
    assertTrue(!baseline.reference(new Slice("camera", "cam-1")).signatures().isEmpty());
  }

  @Test
  void settingsAreChecked() {
    assertEquals(
        "observations: 127 (expected: >= 128 for windows of 16)",
        assertThrows(IllegalArgumentException.class, () -> builder().learner(127, Duration.ZERO))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> builder().learner(1000, Duration.ofDays(-1)));
    BaselineBuilder used = builder().add(vector(1, 1, 0));
    assertThrows(IllegalStateException.class, () -> used.learner(1000, Duration.ZERO));
    BaselineBuilder taken = builder();
    taken.learner(1000, Duration.ZERO);
    assertThrows(IllegalStateException.class, () -> taken.add(vector(1, 1, 0)));
  }
}
