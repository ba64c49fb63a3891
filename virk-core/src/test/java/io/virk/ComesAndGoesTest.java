package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.diagnose.Diagnosis;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A fault that comes and goes within each window. */
class ComesAndGoesTest {
  private static final int WINDOW = 64;
  private static final int GOES = 16;

  private final SplittableRandom random = new SplittableRandom(4);

  private Observation speed(int i, boolean faulty) {
    return Observation.builder()
        .sequence(i)
        .epochMillis(1000L * i)
        .signal("speed", (faulty ? 12 : 5) + random.nextGaussian())
        .build();
  }

  /** Was told by the last rows alone, which were well. */
  @Test
  void theFirstWordsAreOfAllOfItsRows() {
    BaselineBuilder builder =
        Baseline.builder("line")
            .window(WINDOW)
            .clock(Baselines.CLOCK)
            .signal(ScalarSignal.ofHost("speed", "m/s"));
    for (int i = 0; i < 6 * WINDOW; i++) {
      builder.add(speed(i, false));
    }
    List<Observation> live = new ArrayList<>();
    for (int i = 0; i < 6 * WINDOW; i++) {
      live.add(speed(i, i >= 2 * WINDOW && i / GOES % 2 == 0));
    }
    BacktestResult result =
        Backtest.of(Monitor.builder(builder.build()).fitAccepted().blindAccepted()).over(live);
    BacktestResult.Episode episode = result.episodes().get(0);
    Diagnosis first = episode.opening();
    assertEquals(8.5, first.changes().get(0).now(), 0.7, first.explanation());
    assertEquals( // there are no images to compare
        "Compare recent values with earlier ones: has what is measured, the sensor, or what comes"
            + " after it changed?",
        first.recommendedAction());
    long began = result.opened().get(0).drift().onset().best().sequence();
    assertTrue(began <= 2 * WINDOW + GOES, first.explanation());
  }
}
