package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.label.Review.Why;
import io.virk.label.SamplingPlan.Choice;
import io.virk.label.SamplingPlan.Sample;
import io.virk.stats.sequence.WeightedMean;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SamplingPlanTest {
  private static final int ALL = 2000;
  private final double[] confidences = new double[ALL];
  private final double[] distances = new double[ALL];
  private final boolean[] wrong = new boolean[ALL];
  private final double share;

  SamplingPlanTest() {
    SplittableRandom random = new SplittableRandom(1);
    int count = 0;
    for (int i = 0; i < ALL; i++) {
      confidences[i] = 1 - 0.5 * Math.pow(random.nextDouble(), 3);
      distances[i] = Math.abs(random.nextGaussian());
      wrong[i] = random.nextDouble() < 1 - confidences[i] + (distances[i] > 2 ? 0.3 : 0);
      count += wrong[i] ? 1 : 0;
    }
    share = (double) count / ALL;
  }

  @Test
  void weightedLabelsAreUnbiasedAndFindMoreErrors() {
    double mean = 0;
    double byChance = 0;
    int held = 0;
    int rounds = 400;
    for (int seed = 0; seed < rounds; seed++) {
      Sample sample = SamplingPlan.standard().choose(100, confidences, distances, seed);
      assertEquals(100, sample.choices().size(), 1);
      WeightedMean errors = new WeightedMean(0, 1, sample.largestWeight());
      for (Choice choice : sample.choices()) {
        errors.accept(wrong[choice.index()] ? 1 : 0, choice.weight());
        byChance += wrong[choice.index()] ? 1.0 / rounds : 0;
      }
      mean += errors.estimate() / rounds;
      held += errors.interval(0.95).contains(share) ? 1 : 0;
    }
    assertEquals(share, mean, 0.01);
    assertTrue(byChance > 1.5 * 100 * share, byChance + " errors found");
    assertTrue(held >= 0.95 * rounds, "held " + held);
  }

  @Test
  void theSameSeedChoosesTheSame() {
    SamplingPlan plan = SamplingPlan.of(0.2, 0.4);
    assertEquals(
        plan.choose(50, confidences, distances, 3), plan.choose(50, confidences, distances, 3));
    assertNotEquals(
        plan.choose(50, confidences, distances, 3), plan.choose(50, confidences, distances, 4));
  }

  @Test
  void reasonsAreToldAndMissingNumbersGoToTheControl() {
    Sample sample = SamplingPlan.standard().choose(200, confidences, distances, 5);
    assertEquals(
        Set.of(Why.UNSURE, Why.FAR, Why.CONTROL),
        sample.choices().stream().map(SamplingPlan.Choice::why).collect(Collectors.toSet()));
    double[] none = new double[ALL];
    Arrays.fill(none, Double.NaN);
    Sample control = SamplingPlan.standard().choose(200, none, none, 5);
    assertTrue(control.choices().stream().allMatch(c -> c.why() == Why.CONTROL));
    assertEquals(10, control.largestWeight(), 1e-9);
  }

  @Test
  void moreThanThereAreIsAllOfWeightOne() {
    Sample all =
        SamplingPlan.standard().choose(9, new double[] {0.1, 0.9, 1}, new double[] {1, 2, 3}, 1);
    assertEquals(3, all.choices().size());
    assertTrue(all.choices().stream().allMatch(c -> c.weight() == 1));
  }

  @Test
  void whatIsOutOfRangeIsRejected() {
    SamplingPlan plan = SamplingPlan.standard();
    double[] one = {0.5};
    assertThrows(IllegalArgumentException.class, () -> plan.choose(0, one, one, 1));
    assertThrows(IllegalArgumentException.class, () -> plan.choose(1, new double[] {2}, one, 1));
    assertThrows(IllegalArgumentException.class, () -> plan.choose(1, one, new double[2], 1));
    assertThrows(IllegalArgumentException.class, () -> SamplingPlan.of(0.05, 0.1));
    assertThrows(IllegalArgumentException.class, () -> SamplingPlan.of(0.5, 0.6));
  }
}
