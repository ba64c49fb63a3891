package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.calibrate.Autocorrelation;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Verdict;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.ObservedValues;
import io.virk.signal.internal.Values;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What sequential detectors promise and what comes, over many baselines: the promise is one about
 * all of them, for nobody knows how far off his own is.
 */
class SequentialRatesTest {
  private static final ScalarSignal SCORE = ScalarSignal.MAHALANOBIS;
  private static final int ROWS = 1500;
  private static final int D = 4;
  private static final double RATE = 1e-3;
  private static final int BASELINES = 40;
  private static final int LENGTH = 5000;

  /** AR(1), normal, of variance 1. */
  private static final class Process {
    private final double correlation;
    private final double innovation;
    private final boolean skewed;
    private final SplittableRandom random;
    private final float[] state = new float[D];

    Process(double correlation, boolean skewed, long seed) {
      this.correlation = correlation;
      this.innovation = Math.sqrt(1 - correlation * correlation);
      this.skewed = skewed;
      this.random = new SplittableRandom(seed);
      for (int i = 0; i < D; i++) {
        state[i] = (float) random.nextGaussian();
      }
    }

    void next(float[] x, double moved) {
      for (int i = 0; i < D; i++) {
        state[i] = (float) (correlation * state[i] + innovation * random.nextGaussian());
        x[i] = (float) (skewed ? Math.exp(0.5 * state[i]) + 0.6 * moved : state[i] + moved);
      }
    }
  }

  private static Optional<SequentialDetector.Watch> watch(
      SequentialDetector detector, Process process, long seed) {
    double[] scores = new double[ROWS];
    float[] embeddings = new float[ROWS * D];
    float[] x = new float[D];
    for (int i = 0; i < ROWS; i++) {
      process.next(x, 0);
      scores[i] = x[0];
      System.arraycopy(x, 0, embeddings, i * D, D);
    }
    SignalTable rows = Values.table(SCORE, scores, embeddings, D);
    double time = Autocorrelation.integratedTime(scores);
    return detector.against(
        detector.appliesTo(SCORE) ? SCORE : VectorSignal.EMBEDDING, rows, time, RATE, seed);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    // largest median delay of a step of a deviation; of skewed scores; none: not bounded
    "cusum, 0, false, 20",
    "cusum, 0.5, false, 60",
    "cusum, 0.9, false, 500",
    "cusum, 0.5, true, 70",
    "e-detector, 0, false, 25",
    "e-detector, 0.5, false, 110",
    "e-detector, 0.9, false, 500",
    "e-detector, 0.5, true, 110",
    "newma, 0, false, 12",
    "newma, 0.5, false, 30",
    "newma, 0.9, false, 2000"
  })
  void noMoreFalseAlarmsThanAskedForAndAStepIsFound(
      String name, double correlation, boolean skewed, int longest) {
    SequentialDetector detector = SequentialDetector.named(name);
    int alarms = 0;
    int streams = 0;
    double[] delays = new double[BASELINES];
    float[] x = new float[D];
    ObservedValues values = Values.embed(Values.numbered(0), x);
    for (int b = 0; b < BASELINES; b++) {
      Process process = new Process(correlation, skewed, 1000 * b + 17);
      Optional<SequentialDetector.Watch> made = watch(detector, process, b);
      delays[b] = Double.POSITIVE_INFINITY;
      if (made.isEmpty()) {
        continue; // refused: its signal remembers too long for so few rows
      }
      SequentialDetector.Watch watch = made.get();
      streams++;
      for (int i = 0; i < LENGTH; i++) {
        process.next(x, 0);
        if (watch.accept(Values.set(values, SCORE, x[0])) == Verdict.DRIFT) {
          alarms++;
          watch.reset();
        }
      }
      watch.reset();
      for (int i = 0; i < 3000 && Double.isInfinite(delays[b]); i++) {
        process.next(x, i < 100 ? 0 : 1);
        if (watch.accept(Values.set(values, SCORE, x[0])) == Verdict.DRIFT && i >= 100) {
          delays[b] = i - 99;
        }
      }
    }
    assertTrue(streams >= BASELINES / 2, "watched: " + streams);
    double expected = RATE * LENGTH * streams;
    // three standard deviations above what was asked for, were each alarm independent
    assertTrue(
        alarms <= expected + 3 * Math.sqrt(expected), alarms + " alarms, asked for " + expected);
    Arrays.sort(delays);
    double median = delays[streams / 2];
    assertTrue(median <= longest, "median delay of a deviation: " + median);
  }
}
