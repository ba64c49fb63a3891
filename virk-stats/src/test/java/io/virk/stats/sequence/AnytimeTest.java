package io.virk.stats.sequence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.Interval;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is promised of all times at once, by brute force: streams that are looked at after every
 * observation, and how many of them ever miss or reject wrongly.
 */
@Tag("slow")
@Tag("once")
class AnytimeTest {
  private static final int STREAMS = 2000;
  private static final int LENGTH = 200;
  private static final double CONFIDENCE = 0.9;

  /** More than this share of streams is beyond the promise by 3 standard errors. */
  private static final double LIMIT = 0.1 + 3 * Math.sqrt(0.1 * 0.9 / STREAMS);

  /** One stream; whether it was ever wrong. */
  private interface Stream {
    boolean isEverWrong(SplittableRandom random);
  }

  private static void holds(String what, Stream stream) {
    SplittableRandom random = new SplittableRandom(what.hashCode());
    int wrong = 0;
    for (int i = 0; i < STREAMS; i++) {
      wrong += stream.isEverWrong(random.split()) ? 1 : 0;
    }
    double share = (double) wrong / STREAMS;
    assertTrue(share <= LIMIT, what + ": wrong at some time in " + share + " of streams");
  }

  @Test
  void bernoulliIntervalsHoldTheProbability() {
    Map<Integer, Interval> known = new HashMap<>();
    for (double p : new double[] {0.02, 0.2, 0.5, 0.95}) {
      holds(
          "share " + p,
          random -> {
            int k = 0;
            for (int n = 1; n <= LENGTH; n++) {
              k += random.nextDouble() < p ? 1 : 0;
              int successes = k;
              int trials = n;
              Interval interval =
                  known.computeIfAbsent(
                      n * 1000 + k,
                      key -> BernoulliSequence.interval(successes, trials, CONFIDENCE));
              if (!interval.contains(p)) {
                return true;
              }
            }
            return false;
          });
    }
  }

  @Test
  void pairedIntervalsHoldTheDifference() {
    double enough = Math.log(20); // 2 / alpha
    double[][] shares = {{0.05, 0.05}, {0.3, 0.25}, {0.01, 0.03}};
    for (double[] share : shares) {
      double mean = share[0] - share[1];
      holds(
          "difference " + mean,
          random -> {
            PairedSequence sequence = new PairedSequence();
            for (int n = 1; n <= LENGTH / 2; n++) {
              double u = random.nextDouble();
              sequence.accept(u < share[0], u > 1 - share[1]);
              if (sequence.logEvidenceAbove(mean) >= enough
                  || sequence.logEvidenceBelow(mean) >= enough) {
                return true;
              }
            }
            return false;
          });
    }
  }

  @Test
  void weightedMeansHoldThePopulationsMean() {
    // a tenth of the population has weight 20, and other values than the rest
    double mean = (0.9 * 0.1 + 0.1 * 20 * 0.4) / (0.9 + 0.1 * 20);
    holds(
        "weights",
        random -> {
          WeightedMean sequence = new WeightedMean(0, 1, 20);
          for (int n = 1; n <= LENGTH; n++) {
            boolean heavy = random.nextInt(10) == 0;
            boolean one = random.nextDouble() < (heavy ? 0.4 : 0.1);
            sequence.accept(one ? 1 : 0, heavy ? 20 : 1);
            // each interval takes 0.2 ms: often at first, then every twentieth observation
            if ((n < 20 || n % 20 == 0) && !sequence.interval(CONFIDENCE).contains(mean)) {
              return true;
            }
          }
          return false;
        });
  }

  @Test
  void aRateThatIsNotLargerIsNotCalledLarger() {
    double alpha = 1 - CONFIDENCE;
    for (double p : new double[] {0.03, 0.2}) {
      holds(
          "rate " + p,
          random -> {
            int before = 0;
            for (int i = 0; i < 200; i++) {
              before += random.nextDouble() < p ? 1 : 0;
            }
            RateIncrease test = new RateIncrease(before, 200, 0, alpha);
            int k = 0;
            for (int n = 1; n <= LENGTH; n++) {
              k += random.nextDouble() < p ? 1 : 0;
              if (test.isIncreased(k, n)) {
                return true;
              }
            }
            return false;
          });
    }
  }

  @Test
  void errorsOfStrataAsBeforeAreNotCalledMore() {
    double[] rates = {0, 0.01, 0.1, 0.5, 0.9, 0.3};
    int[] sizes = {30, 500, 200, 50, 0, 3};
    holds(
        "strata",
        random -> {
          long[] counts = new long[rates.length];
          long[] errors = new long[rates.length];
          for (int s = 0; s < rates.length; s++) {
            counts[s] = sizes[s];
            for (int i = 0; i < sizes[s]; i++) {
              errors[s] += random.nextDouble() < rates[s] ? 1 : 0;
            }
          }
          StratifiedErrors test =
              new StratifiedErrors(errors, counts, new int[] {0, 0, 1, 1, 2, 2}, 3);
          for (int n = 1; n <= LENGTH; n++) {
            int s = n < 100 ? random.nextInt(rates.length) : 3 + random.nextInt(3);
            test.accept(s, random.nextDouble() < rates[s], 1 - random.nextDouble());
          }
          return test.rejects(1 - CONFIDENCE);
        });
  }
}
