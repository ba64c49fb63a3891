package io.virk.diagnose.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.diagnose.Outliers;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.stats.twosample.BinomialInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** More outliers while the bulk stands still: some content that the baseline does not have. */
final class CoverageGap {
  /** Beyond this part of the baseline an observation is an outlier. */
  private static final double OUTLYING = 0.975;

  /** Of the share of outliers in the window, with the confidence of its lower end. */
  private static final double CONFIDENCE = 0.99;

  /** Outliers are more if the share is surely so many times the baseline's, and by so much. */
  private static final double TIMES = 2;

  private static final double MORE = 0.02;

  /** A larger share is no gap but a change of all. */
  private static final double MOST = 0.5;

  /**
   * The lower quarter of the window may be so far from where it should be, in parts of the
   * baseline's rows, divided by the root of the number of rows: two and a half standard errors.
   */
  private static final double STILL = 1.25;

  private static final int FEWEST = 16;
  private static final int FEWEST_OF_BASELINE = 40;

  private CoverageGap() {}

  /** Looks for one by what is larger the further out an observation is. */
  static Outliers of(Drift drift, SignalTable baseline, SignalTable window) {
    List<String> drifted = drift.evidence().stream().map(DetectionResult::signal).toList();
    List<ScalarSignal> signals = new ArrayList<>();
    if (drifted.contains(ScalarSignal.MAHALANOBIS.name())
        || drifted.contains(VectorSignal.EMBEDDING.name())) {
      signals.add(ScalarSignal.MAHALANOBIS);
    }
    if (drifted.contains(ScalarSignal.ENERGY.name())) {
      signals.add(ScalarSignal.ENERGY);
    }
    for (ScalarSignal signal : signals) {
      boolean known = baseline.schema().scalar(signal.name()).isPresent();
      if (known && isGap(baseline.scalar(signal), window.scalar(signal))) {
        double[] before = baseline.scalar(signal);
        double limit = limit(before);
        return new Outliers(
            signal.name(), share(before, limit), share(window.scalar(signal), limit));
      }
    }
    return Outliers.NONE;
  }

  static boolean isGap(double[] before, double[] now) {
    if (before.length < FEWEST_OF_BASELINE || now.length < FEWEST) {
      return false;
    }
    double limit = limit(before);
    double usual = share(before, limit);
    long out = Math.round(share(now, limit) * now.length);
    double low = BinomialInterval.clopperPearson(out, now.length, CONFIDENCE).low();
    double[] ascending = now.clone();
    Arrays.sort(ascending);
    double quarter = 1 - share(before, ascending[ascending.length / 4]);
    double others = 1 - (double) out / now.length;
    double expected = 0.25 / others; // if the outliers are above and the others as they were
    return out <= MOST * now.length
        && low > TIMES * usual + MORE
        && Math.abs(quarter - expected) <= STILL / Math.sqrt(others * now.length);
  }

  private static double limit(double[] before) {
    double[] ascending = before.clone();
    Arrays.sort(ascending);
    return ascending[(int) (OUTLYING * (ascending.length - 1))];
  }

  private static double share(double[] values, double limit) {
    return (double) Arrays.stream(values).filter(v -> v > limit).count() / values.length;
  }
}
