package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.scenes.Results;
import io.virk.stats.change.EValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SliceSelectionTest {
  private static DetectionResult result(Slice slice, double p) {
    return Results.of(
        slice, "brightness", "mean-shift", Verdict.NORMAL, 1, 2, p, Results.bounds(0, 31, 0, 31));
  }

  private static Slice camera(int i) {
    return new Slice("camera", String.format("%04d", i));
  }

  @Test
  void aUniformPValueIsAnEValue() {
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    int n = 1_000_000;
    for (int i = 0; i < n; i++) {
      // the mean is 1, of which p below 1e-6 would bring a large part too seldom to be averaged
      double p = 1e-6 + (1 - 1e-6) * random.nextDouble();
      sum += EValues.ofPValue(p);
    }
    assertTrue(sum / n <= 1.02 && sum / n > 0.85, "mean " + sum / n);
    // the integral of k p^(k - 1), by the midpoint rule
    for (double p : new double[] {1e-12, 1e-3, 0.2, 0.9, 0.99999, 1}) {
      double integral = 0;
      for (int i = 0; i < 100_000; i++) {
        double k = (i + 0.5) / 100_000;
        integral += k * Math.pow(p, k - 1) / 100_000;
      }
      assertEquals(1, EValues.ofPValue(p) / integral, 1e-4, "p " + p);
    }
  }

  @Tag("slow")
  @Test
  void fewOfTheSelectedAreThereByChance() {
    SplittableRandom random = new SplittableRandom(2);
    double share = 0;
    int found = 0;
    for (int round = 0; round < 200; round++) {
      Map<Slice, Double> windows = new TreeMap<>();
      double common = random.nextDouble();
      for (int i = 0; i < 100; i++) {
        // the first ten have drifted; half of the others see the same weather
        double p = i < 10 ? 1e-6 : i < 55 ? common : random.nextDouble();
        windows.put(
            camera(i), SliceSelection.eValue(List.of(result(camera(i), p), result(camera(i), p))));
      }
      Set<Slice> selected = SliceSelection.of(windows, 0.1).slices();
      long wrong = selected.stream().filter(s -> s.compareTo(camera(10)) >= 0).count();
      share += selected.isEmpty() ? 0 : (double) wrong / selected.size() / 200;
      found += selected.size() - (int) wrong;
    }
    assertTrue(share <= 0.1, "share " + share);
    assertEquals(2000, found);
  }

  @Test
  void tooLittleDataSelectsNothing() {
    List<DetectionResult> none = List.of(result(camera(1), Double.NaN));
    assertTrue(Double.isNaN(SliceSelection.eValue(none)));
    assertTrue(Double.isNaN(SliceSelection.eValue(List.of())));
    assertEquals(SliceSelection.NONE, SliceSelection.of(Map.of(), 0.5));
    for (double share : new double[] {0, 1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> SliceSelection.of(Map.of(), share));
    }
  }

  @Test
  void theSelectedAreNamedStrongestFirst() {
    Map<Slice, Double> eValues = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      eValues.put(camera(i), i == 3 ? 500 : i == 7 ? 9000 : i == 9 ? 60 : 0.8);
    }
    SliceSelection two = SliceSelection.of(eValues, 0.1);
    assertEquals(
        List.of(
            new SliceSelection.Finding(camera(7), 9000),
            new SliceSelection.Finding(camera(3), 500)),
        two.selected());
    assertEquals(40, two.among());
    assertEquals(
        "camera 0007 and 0003 of 40, at most 10 % of them by chance in the mean", two.inWords());
    assertEquals("none of 40", SliceSelection.of(eValues, 0.001).inWords());
    eValues.replaceAll((slice, e) -> 1e6);
    assertTrue(SliceSelection.of(eValues, 0.05).inWords().contains("0009 and 30 more of 40"));
  }
}
