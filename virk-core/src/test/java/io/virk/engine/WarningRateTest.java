package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Verdict;
import io.virk.detect.WindowPolicy;
import io.virk.event.WindowJudged;
import io.virk.scenes.Baselines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many windows warn of observations as in the baseline, and independent. */
class WarningRateTest {
  private static final int WINDOW = 16;
  private static final int WINDOWS = 250;

  private static final Map<List<Integer>, WindowSizes> SIZES = new HashMap<>();

  private static WindowSizes sizes(int rows, int number) {
    return SIZES.computeIfAbsent(List.of(rows, number), key -> built(rows, number));
  }

  private static WindowSizes built(int rows, int number) {
    BaselineBuilder builder = Baseline.builder("vectors").window(WINDOW).clock(Baselines.CLOCK);
    for (int i = 0; i < rows; i++) {
      builder.add(Baselines.vector(50 + number, i, 0));
    }
    return new WindowSizes(builder.build(), WindowPolicy.DEFAULT);
  }

  /** Windows that warn, or are called a drift, of all that were judged of some baselines. */
  private static double rate(int rows, int baselines, FalseAlarms allowance) {
    int[] count = new int[2];
    for (int b = 0; b < baselines; b++) {
      Engine engine = new Engine(Streams.settings(allowance, false, 8), sizes(rows, b));
      for (int i = 0; i < WINDOW * WINDOWS; i++) {
        engine.accept(
            Baselines.vector(1000 + b, i, 0),
            event -> {
              if (event instanceof WindowJudged judged) {
                count[0]++;
                count[1] += judged.verdict().compareTo(Verdict.WARNING) >= 0 ? 1 : 0;
              }
            });
      }
    }
    return (double) count[1] / count[0];
  }

  @Tag("slow")
  @Tag("once")
  @ParameterizedTest
  @CsvSource({"120, 20", "120, 50", "1000, 20", "1000, 50"})
  void itIsTheOneThatIsAskedForWhateverTheAllowanceOfDrifts(int rows, int asked) {
    FalseAlarms seldom = FalseAlarms.oncePerWindows(10_000);
    double rate = rate(rows, 6, seldom.warningOncePerWindows(asked));
    assertTrue(rate > 0.25 / asked && rate < 1.1 / asked, "one in " + asked + ": " + rate);
  }

  @Tag("slow")
  @Tag("once")
  @Test
  void unlessItIsAskedForItIsFiftyTimesThatOfDrifts() {
    double rate = rate(320, 6, FalseAlarms.oncePerWindows(10_000));
    assertTrue(rate > 0 && rate < 1.1 * 50 / 10_000, "" + rate);
  }
}
