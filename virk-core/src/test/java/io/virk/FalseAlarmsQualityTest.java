package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Verdict;
import io.virk.event.WindowJudged;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was promised and what comes, on streams whose truth is known. */
@Tag("slow")
@Tag("once")
class FalseAlarmsQualityTest {
  private static final int WINDOW = 32;
  private static final int ONE_IN = 50;
  private static final int WINDOWS = 120;

  /** Autocorrelated normal embeddings with a fixed marginal distribution. */
  private static final class Stream {
    private final double correlation;
    private final SplittableRandom random;
    private final double[] state = new double[3];

    Stream(double correlation, long seed) {
      this.correlation = correlation;
      this.random = new SplittableRandom(seed);
      for (int i = 0; i < state.length; i++) {
        state[i] = random.nextGaussian();
      }
    }

    float[] next(double moved) {
      float[] embedding = new float[state.length];
      for (int i = 0; i < state.length; i++) {
        double innovation = Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
        state[i] = correlation * state[i] + innovation;
        embedding[i] = (float) (state[i] + moved);
      }
      return embedding;
    }
  }

  private static Baseline baseline(double correlation, long seed) {
    Stream stream = new Stream(correlation, seed);
    BaselineBuilder builder =
        Baseline.builder("stream").window(WINDOW).clock(Baselines.CLOCK).seed(seed);
    for (int i = 0; i < 800; i++) {
      builder.add(Observation.builder().sequence(i).embedding(stream.next(0)).build());
    }
    return builder.build();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.8})
  void noMoreFalseAlarmsThanAskedForAndAShiftInTwoWindows(double correlation) {
    int drifts = 0;
    int judged = 0;
    for (long seed = 1; seed <= 3; seed++) {
      EventLog log = new EventLog();
      try (Monitor monitor =
          Monitor.builder(baseline(correlation, seed))
              .sampler(Sampler.fraction(1))
              .fitAccepted()
              .falseAlarms(FalseAlarms.oncePerWindows(ONE_IN))
              .emission(new EmissionPolicy(1, 1, 1))
              .polled()
              .listener(log)
              .start()) {
        Stream stream = new Stream(correlation, 1000 + seed);
        for (int i = 0; i < WINDOWS * WINDOW; i++) {
          monitor.capture().embedding(stream.next(0)).commit();
          monitor.poll(1);
        }
        judged += log.windows.size();
        for (WindowJudged window : log.windows) {
          drifts += window.verdict() == Verdict.DRIFT ? 1 : 0;
        }
        log.windows.clear();
        for (int i = 0; i < 3 * WINDOW; i++) {
          monitor.capture().embedding(stream.next(4)).commit();
          monitor.poll(1);
        }
        assertTrue(
            log.windows.stream().limit(2).anyMatch(w -> w.verdict() == Verdict.DRIFT),
            "the shift was missed");
      }
    }
    assertTrue(judged >= 3 * (WINDOWS - 30), "windows: " + judged);
    // three standard deviations of a binomial above what was asked for
    double expected = (double) judged / ONE_IN;
    assertTrue(
        drifts <= expected + 3 * Math.sqrt(expected),
        drifts + " in " + judged + " windows of correlation " + correlation);
    assertEquals(3 * WINDOWS, judged, 3 * 30);
  }

  /** A window of 32 observations, one a second: three ways to ask for the same. */
  @Test
  void theUnitOfTheAllowanceDoesNotMatter() {
    List<List<Double>> thresholds = new ArrayList<>();
    for (FalseAlarms allowance :
        List.of(
            FalseAlarms.oncePerWindows(1000),
            FalseAlarms.oncePerObservations(32_000),
            FalseAlarms.oncePer(Duration.ofSeconds(32_000)))) {
      EventLog log = new EventLog();
      try (Monitor monitor =
          Monitor.builder(Baselines.ofVectors())
              .window(32)
              .sampler(Sampler.fraction(1))
              .fitAccepted()
              .falseAlarms(allowance)
              .polled()
              .listener(log)
              .start()) {
        for (int i = 0; i < 4 * 32; i++) {
          Observation o = Baselines.vector(9, i, 0);
          monitor
              .capture()
              .embedding(o.embedding())
              .logits(o.logits())
              .time(1_700_000_000_000L + 1000L * i)
              .commit();
          monitor.poll(1);
        }
      }
      assertEquals(4, log.windows.size());
      thresholds.add(
          log.windows.stream()
              .flatMap(w -> w.results().stream())
              .map(r -> r.evidence().threshold())
              .toList());
    }
    for (int i = 0; i < thresholds.get(0).size(); i++) {
      double windows = thresholds.get(0).get(i);
      assertEquals(windows, thresholds.get(1).get(i), 1e-9 * windows);
      // the first window has earned 31 seconds, not 32
      assertEquals(windows, thresholds.get(2).get(i), 0.02 * windows);
    }
  }
}
