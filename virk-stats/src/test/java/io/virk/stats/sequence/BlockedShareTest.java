package io.virk.stats.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shares whose observations are taken back, and such of frames that are alike. */
class BlockedShareTest {
  private static final int STREAMS = 400;

  /**
   * Shares of streams in which the 95 % interval was ever wrong: blocked, and as if independent.
   */
  private static double[] wrong(int alike, double p, int frames) {
    int blocked = 0;
    int plain = 0;
    for (int s = 0; s < STREAMS; s++) {
      SplittableRandom random = new SplittableRandom(1_000L * alike + s);
      BlockedShare share = new BlockedShare();
      boolean event = false;
      boolean blockedWrong = false;
      boolean plainWrong = false;
      for (int i = 0; i < frames; i++) {
        event = i % alike == 0 ? random.nextDouble() < p : event;
        share.accept(i, event, 1);
        if (i >= 40 * alike && i % (frames / 8) == 0 || i == frames - 1) {
          blockedWrong |= !share.interval(0.95, 1).contains(p);
          plainWrong |= !share.share().interval(0.95, 1).contains(p);
        }
      }
      blocked += blockedWrong ? 1 : 0;
      plain += plainWrong ? 1 : 0;
    }
    return new double[] {blocked / (double) STREAMS, plain / (double) STREAMS};
  }

  @ParameterizedTest
  @CsvSource({"1, 0.1, 1600, 0", "10, 0.1, 1600, 0.1", "30, 0.2, 3200, 0.3"})
  void framesThatAreAlikeAreNotTakenForIndependent(
      int alike, double p, int frames, double wrongAsIndependent) {
    double[] wrong = wrong(alike, p, frames);
    assertTrue(wrong[0] <= 0.05, alike + " alike: wrong in " + wrong[0]);
    assertTrue(wrong[1] >= wrongAsIndependent, "as if independent: wrong in " + wrong[1]);
  }

  @Test
  void independentOnesLoseLittle() {
    double sum = 0;
    for (int s = 0; s < 200; s++) {
      SplittableRandom random = new SplittableRandom(s);
      BlockedShare share = new BlockedShare();
      for (int i = 0; i < 1_000; i++) {
        share.accept(i, random.nextDouble() < 0.2, 1);
      }
      sum += share.designEffect();
    }
    assertTrue(sum / 200 < 1.7, "effect " + sum / 200);
  }

  /** In any order, and taken back again: what is left counts alone. */
  @Test
  void whatIsTakenBackLeavesTheRest() {
    SplittableRandom random = new SplittableRandom(2);
    BlockedShare share = new BlockedShare();
    BlockedShare rest = new BlockedShare();
    for (int i = 0; i < 3_000; i++) {
      boolean event = i % 3 == 0;
      share.accept(i, event, 0.1 + i % 2);
      if (i >= 1_000) {
        rest.accept(i, event, 0.1 + i % 2);
      }
    }
    for (int i = 999; i >= 0; i--) {
      share.remove(i, i % 3 == 0, 0.1 + i % 2);
    }
    assertEquals(rest.share().estimate(), share.share().estimate(), 1e-12);
    assertEquals(rest.designEffect(), share.designEffect(), 0.2);
    assertEquals(2_000, share.copy().combine(new BlockedShare()).share().trials());
    assertThrows(IllegalArgumentException.class, () -> share.remove(4, true, 1));
    for (int i = 1_000; i < 3_000; i++) {
      share.remove(i, i % 3 == 0, 0.1 + i % 2);
    }
    assertEquals(0, share.share().trials());
    assertEquals(0, share.share().weight());
    assertEquals(1, share.designEffect());
  }

  @Test
  void aShareIsThatOfTheSequencesItIsMadeOf() {
    WeightedShare even = new WeightedShare();
    WeightedShare weighted = new WeightedShare();
    WeightedMean mean = new WeightedMean(0, 1, 9);
    for (int i = 0; i < 200; i++) {
      double weight = i % 2 == 0 ? 9 : 1;
      even.accept(i % 5 == 0, 3);
      weighted.accept(i % 5 == 0, weight);
      mean.accept(i % 5 == 0 ? 1 : 0, weight);
    }
    assertEquals(BernoulliSequence.interval(40, 200, 0.95), even.interval(0.95, 3));
    assertEquals(mean.estimate(), weighted.estimate(), 1e-12);
    assertEquals(mean.interval(0.95).low(), weighted.interval(0.95, 9).low(), 1e-9);
    assertEquals(mean.interval(0.95).high(), weighted.interval(0.95, 9).high(), 1e-9);
    assertEquals(BernoulliSequence.interval(10, 50, 0.95), even.interval(0.95, 3, 4));
    assertTrue(weighted.interval(0.95, 9, 4).contains(weighted.interval(0.95, 9).low()));
    weighted.remove(true, 9);
    assertEquals(199, weighted.trials());
    assertThrows(IllegalArgumentException.class, () -> weighted.interval(0.95, 2));
    assertThrows(IllegalArgumentException.class, () -> new WeightedShare().remove(true, 1));
  }
}
