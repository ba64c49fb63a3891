package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialIntervalTest {
  /** scipy.stats.beta.ppf(0.025, k, n - k + 1) and ppf(0.975, k + 1, n - k). */
  @ParameterizedTest
  @CsvSource({
    "0, 100, 0, 0.03621669264517641",
    "1, 1000, 2.531748749129404e-05, 0.005558924279826672",
    "20, 20000, 0.0006109296061736065, 0.0015439984673203263",
    "5, 10, 0.18708602844739855, 0.8129139715526015",
    "10, 10, 0.6915028921812392, 1",
    "37, 100, 0.2755665796145515, 0.47235164055168316",
    "3, 250000, 2.4746953283276702e-06, 3.506868777497799e-05"
  })
  void asScipy(long successes, long trials, double low, double high) {
    Interval interval = BinomialInterval.clopperPearson(successes, trials, 0.95);
    assertEquals(low, interval.low(), 1e-8 * low);
    assertEquals(high, interval.high(), 1e-8 * high);
    assertTrue(interval.contains((double) successes / trials));
    assertFalse(interval.contains(-0.1));
  }

  @Test
  void rejectsWhatIsNoCount() {
    assertThrows(IllegalArgumentException.class, () -> BinomialInterval.clopperPearson(0, 0, 0.95));
    assertThrows(
        IllegalArgumentException.class, () -> BinomialInterval.clopperPearson(-1, 5, 0.95));
    assertThrows(IllegalArgumentException.class, () -> BinomialInterval.clopperPearson(6, 5, 0.95));
    assertThrows(IllegalArgumentException.class, () -> BinomialInterval.clopperPearson(1, 5, 1));
  }
}
