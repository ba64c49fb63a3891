package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.WindowPolicy;
import io.virk.event.Sight;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A change of the size that is said to be noticed is noticed, half of it is not. */
class SmallestChangesTest {
  private static final int WINDOW = 16;
  private static final int WINDOWS_A_DAY = 24;
  private static final int DAY = WINDOW * WINDOWS_A_DAY;
  private static final long MILLIS = 86_400_000L / DAY;

  private static Observation observation(int number, double temperature) {
    return Observation.builder()
        .sequence(number)
        .epochMillis(MILLIS * number)
        .signal("temperature", temperature)
        .build();
  }

  private static WindowSizes sizes(SplittableRandom random) {
    BaselineBuilder builder =
        Baseline.builder("oven")
            .window(WINDOW)
            .clock(Baselines.CLOCK)
            .signal(ScalarSignal.ofHost("temperature", "°C"));
    for (int i = 0; i < 600; i++) {
      builder.add(observation(i, 21 + 2 * random.nextGaussian()));
    }
    return new WindowSizes(builder.build(), WindowPolicy.DEFAULT);
  }

  /** A day after a day as in the baseline; whether it opens a drift. */
  private static boolean opens(WindowSizes sizes, long seed, double moved) {
    Engine engine = engine(sizes);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2 * DAY; i++) {
      double mean = 21 + (i < DAY ? 0 : moved);
      engine.accept(observation(i, mean + 2 * random.nextGaussian()), event -> {});
    }
    return engine.counts().opened() > 0;
  }

  private static Engine engine(WindowSizes sizes) {
    return new Engine(Streams.settings(FalseAlarms.DEFAULT, false, 8), sizes);
  }

  private static Sight.SmallestChange smallest(WindowSizes sizes) {
    Engine engine = engine(sizes);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 3 * WINDOW; i++) {
      engine.accept(observation(i, 21 + 2 * random.nextGaussian()), event -> {});
    }
    Sight.Reference all = engine.sight(OptionalDouble.empty()).references().get(0);
    assertEquals(WINDOWS_A_DAY, all.windowsADay().orElseThrow(), 0.01);
    assertEquals(1, all.smallest().size());
    return all.smallest().get(0);
  }

  @Tag("slow")
  @Test
  void aDayShowsItInNineOfTenRunsAndHalfOfItMostlyNot() {
    int runs = 0;
    int found = 0;
    int foundHalf = 0;
    for (int b = 0; b < 12; b++) {
      WindowSizes sizes = sizes(new SplittableRandom(100 + b));
      Sight.SmallestChange smallest = smallest(sizes);
      double up = smallest.upper() - smallest.typical();
      assertEquals(up, smallest.typical() - smallest.lower(), 1e-9);
      for (int run = 0; run < 25; run++) {
        double moved = run % 2 == 0 ? up : -up;
        runs++;
        found += opens(sizes, 1000L * b + run, moved) ? 1 : 0;
        foundHalf += opens(sizes, 1000L * b + run, moved / 2) ? 1 : 0;
      }
    }
    assertTrue(found >= 0.8 * runs && found <= 0.98 * runs, found + " of " + runs);
    assertTrue(foundHalf <= 0.3 * runs, foundHalf + " of " + runs);
  }

  @Test
  void itIsSaidInTheSignalsUnit() {
    assertEquals(
        "brightness 118 +-6.00 (5 %)",
        new Sight.SmallestChange("brightness", "", 118, 112, 124).inWords());
    assertEquals(
        "noise 4.00 to 3.00 or 5.50 steps (-25 %, +38 %)",
        new Sight.SmallestChange("noise", "steps", 4, 3, 5.5).inWords());
  }

  @Test
  void aRunOpensAsOftenAsASimulatedOneDoes() {
    SplittableRandom random = new SplittableRandom(1);
    for (EmissionPolicy emission :
        new EmissionPolicy[] {
          new EmissionPolicy(1, 1, 1), EmissionPolicy.DEFAULT, new EmissionPolicy(3, 4, 2)
        }) {
      for (double p : new double[] {0.02, 0.2, 0.7}) {
        for (int windows : new int[] {2, 10, 200}) {
          int opened = 0;
          for (int run = 0; run < 4000; run++) {
            int last = 0;
            for (int w = 0; w < windows; w++) {
              last = (last << 1 | (random.nextDouble() < p ? 1 : 0)) & (1 << emission.among()) - 1;
              if (Integer.bitCount(last) >= emission.required()) {
                opened++;
                break;
              }
            }
          }
          assertEquals(
              opened / 4000.0,
              SmallestChanges.opens(p, windows, emission),
              0.03,
              emission + ", " + p + ", " + windows);
        }
      }
    }
  }
}
