package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.virk.baseline.Fitness.Finding;
import io.virk.baseline.Fitness.Part;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whether one frame is fit to be judged. */
class FitnessTest {
  private static final int D = 24;
  private static final int CLASSES = 5;

  private final SplittableRandom random = new SplittableRandom(8);

  private float[] embedding(double moved) {
    float[] values = new float[D];
    for (int i = 0; i < D; i++) {
      values[i] = (float) (moved + (1 + i % 3) * random.nextGaussian());
    }
    return values;
  }

  private float[] logits(double sure) {
    float[] values = new float[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      values[i] = (float) random.nextGaussian();
    }
    values[random.nextInt(CLASSES)] += (float) sure;
    return values;
  }

  private Baseline baseline(int n) {
    BaselineBuilder builder = Baseline.builder("fit").window(8).clock(Baselines.CLOCK);
    for (int i = 0; i < n; i++) {
      builder.add(
          Observation.builder().sequence(i).embedding(embedding(0)).logits(logits(8)).build());
    }
    return builder.build();
  }

  @Test
  void aboutTheChosenShareOfCleanFramesIsFitWhateverIsGiven() {
    Fitness fitness = baseline(2000).fitness(.95);
    assertEquals(.95, fitness.share());
    Fitness.Check check = fitness.check();
    int[] fit = new int[3];
    int n = 4000;
    for (int i = 0; i < n; i++) {
      float[] embedding = embedding(0);
      float[] logits = logits(8);
      fit[0] += check.judge(embedding, null).isFit() ? 1 : 0;
      fit[1] += check.judge(null, logits).isFit() ? 1 : 0;
      fit[2] += check.judge(embedding, logits).isFit() ? 1 : 0;
    }
    for (int some : fit) {
      assertEquals(.95, (double) some / n, .02); // of 1,500 rows, and 4,000 frames
    }
  }

  @Test
  void whatIsFarOutIsUnfitAndSaysWhy() {
    Fitness fitness = baseline(1000).fitness(.99);
    Fitness.Check check = fitness.check();
    assertEquals(Finding.NOTHING, check.finding());
    assertTrue(check.judge(embedding(0), logits(8)).isFit(), check.inWords());
    assertNull(check.worst());
    assertFalse(check.judge(embedding(9), logits(8)).isFit());
    assertEquals(Part.EMBEDDING, check.worst());
    assertTrue(check.score(Part.EMBEDDING) > check.threshold(Part.EMBEDDING));
    assertTrue(check.inWords().startsWith("unfit: embedding "), check.inWords());
    assertFalse(check.judge(embedding(0), new float[CLASSES]).isFit());
    assertEquals(Part.LOGITS, check.worst());
    assertEquals(-Math.log(CLASSES), check.score(Part.LOGITS), 1e-5);
    // judged by one part alone the bound is nearer
    assertTrue(fitness.threshold(Part.LOGITS) <= check.threshold(Part.LOGITS));
    assertEquals(Double.NaN, fitness.threshold(Part.IMAGE));
  }

  @Test
  void whatCannotBeReadIsUnusable() {
    Fitness.Check check = baseline(500).fitness(.9).check();
    float[] broken = embedding(0);
    broken[3] = Float.NaN;
    assertEquals(Finding.UNUSABLE, check.judge(broken, logits(8)).finding());
    assertEquals(Part.EMBEDDING, check.worst());
    broken[3] = Float.POSITIVE_INFINITY;
    assertEquals(Finding.UNUSABLE, check.judge(broken, null).finding());
    assertEquals(Finding.UNUSABLE, check.judge(new float[D + 1], null).finding());
    assertEquals(Finding.UNUSABLE, check.judge(null, new float[0]).finding());
    float[] masked = logits(8);
    masked[1] = Float.NEGATIVE_INFINITY;
    assertTrue(check.judge(null, masked).score(Part.LOGITS) < 0);
    masked[1] = Float.POSITIVE_INFINITY;
    assertEquals(Finding.UNUSABLE, check.judge(null, masked).finding());
    java.util.Arrays.fill(masked, Float.NEGATIVE_INFINITY);
    assertEquals(Finding.UNUSABLE, check.judge(null, masked).finding());
    float[] huge = new float[D];
    java.util.Arrays.fill(huge, Float.MAX_VALUE);
    assertFalse(check.judge(huge, null).isFit());
    assertEquals(Finding.NOTHING, check.judge(null, null).finding());
    assertEquals(
        Finding.NOTHING,
        check.judge(null, null, Frame.of(new byte[3], 1, 1, PixelFormat.RGB)).finding());
    assertEquals("nothing to judge: no part was given that the baseline has", check.inWords());
  }

  @Test
  void tooFewObservationsAreRefused() {
    Baseline baseline = baseline(200);
    assertThrows(IllegalArgumentException.class, () -> baseline.fitness(1));
    assertThrows(IllegalArgumentException.class, () -> baseline.fitness(Double.NaN));
    assertEquals(Double.MIN_VALUE, baseline.fitness(Double.MIN_VALUE).share());
    String message =
        assertThrows(IllegalArgumentException.class, () -> baseline.fitness(.999)).getMessage();
    assertEquals(
        "share: 0.999 (expected: of a baseline with 1 / (1 - share) = 1000 observations with an"
            + " embedding, logits or an image; it keeps 152 in all)",
        message);
  }

  @Test
  void aDarkImageIsUnfitByItsBrightness() {
    Fitness.Check check = Baselines.ofFourCameras().fitness(.9).check();
    Frame frame = Scenes.frame(1, 3, Baselines.WIDTH, Baselines.HEIGHT);
    assertEquals(Finding.FIT, check.judge(null, null, frame).finding(), check.inWords());
    byte[] pixels = new byte[3 * Baselines.WIDTH * Baselines.HEIGHT];
    Frame black = Frame.of(pixels, Baselines.WIDTH, Baselines.HEIGHT, PixelFormat.RGB);
    assertEquals(Finding.UNFIT, check.judge(null, null, black).finding());
    assertEquals(Part.IMAGE, check.worst());
    assertTrue(check.inWords().contains(", by its "), check.inWords());
  }

  @Test
  void itAllocatesNothingAndThreadsAgree() throws InterruptedException {
    Fitness fitness = baseline(500).fitness(.9);
    float[][] embeddings = new float[64][];
    float[][] logits = new float[64][];
    double[] expected = new double[64];
    Fitness.Check check = fitness.check();
    for (int i = 0; i < 64; i++) {
      embeddings[i] = embedding(i / 16);
      logits[i] = logits(8);
      expected[i] = check.judge(embeddings[i], logits[i]).score(Part.EMBEDDING);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < 60; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 64; i++) {
        check.judge(embeddings[i], logits[i]);
      }
      bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, bytes);
    List<Thread> running = new ArrayList<>();
    int[] wrong = new int[4];
    for (int t = 0; t < 4; t++) {
      int own = t;
      Thread thread =
          new Thread(
              () -> {
                Fitness.Check mine = fitness.check();
                for (int i = 0; i < 6400; i++) {
                  double score =
                      mine.judge(embeddings[i % 64], logits[i % 64]).score(Part.EMBEDDING);
                  wrong[own] += score == expected[i % 64] ? 0 : 1;
                }
              });
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      thread.join();
    }
    assertEquals(0, wrong[0] + wrong[1] + wrong[2] + wrong[3]);
  }
}
