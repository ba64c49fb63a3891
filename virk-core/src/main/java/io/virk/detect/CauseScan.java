package io.virk.detect;

import io.virk.detect.internal.CrossFit;
import io.virk.detect.internal.KnownShifts;
import io.virk.detect.internal.ShiftScan;
import io.virk.detect.internal.Standardised;
import io.virk.signal.KnownChanges;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.Means;
import java.util.Arrays;

/**
 * Whether the mean appearance of a window has moved as a known cause moves it. Of every cause and
 * severity that the baseline has learned, the log-likelihood ratio of that shift against none,
 * normal, with the covariance of the reference times 1 / window + 1 / reference; the largest
 * counts. Statistic: the square of the largest z / (9 / e + e / 2), z being what the matched filter
 * of a cause gives in standard errors, e what it gives where the cause happens, once at the
 * severity and once at half of its shift: above 1 a log-likelihood ratio is above 9. Beside the
 * causes stands any change at all: the squared Mahalanobis distance of the means, over ten
 * deviations above its mean. Effect size: the distance along that filter in standard deviations.
 *
 * <p>Tests what is known to happen and little else, and so needs less than tests of every signal:
 * it knows which of them move together. A value that could not be measured counts as the baseline's
 * mean; a row of which less than half could be is left out; fewer than 8 rows of a window, 24 of a
 * reference, are too few. A baseline without causes has nothing to scan for: it gives no verdicts.
 *
 * <p>Cost: a logarithm for each number of a window, then d multiplications a cause, severity and
 * variant, and d^2: some 30 microseconds beside the logarithms. The null distribution estimates all
 * on two thirds of the pool and takes windows from the third it has not seen, as that of {@link
 * MahalanobisShift}.
 *
 * <p>Source: the matched filter, G. L. Turin, IRE Trans. Inf. Theory 6 (1960),
 * doi:10.1109/TIT.1960.1057571; for images in clutter the Hotelling observer, H. H. Barrett et al.,
 * Proc. Natl. Acad. Sci. 90 (1993), doi:10.1073/pnas.90.21.9758.
 */
final class CauseScan implements Detector {
  private static final double MINIMUM_EFFECT = 0.25;
  private static final int MINIMUM_ROWS = 8;

  /**
   * By how much windows scatter more than three fits say, in dimensions to independent rows: what
   * one fit takes for little scatter of a filter may be chance. Without, one in 1,000 is 2 with 225
   * images.
   */
  private static final double UNSURE = 0.125;

  /** Rows that are drawn together, in memories of the slowest signal. */
  private static final double BLOCK = 4;

  /** What it finds others seldom find before it (virk-bench/causes.md). */
  private static final double SHARE = 4;

  @Override
  public String name() {
    return "cause-scan";
  }

  @Override
  public boolean appliesTo(Signal signal) {
    return signal instanceof VectorSignal vector && vector.isDerived();
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public double share() {
    return SHARE;
  }

  /** As many as there are numbers, as of {@link MahalanobisShift}. */
  @Override
  public double minimumEffectiveSize(Signal signal, SignalTable pool) {
    return pool.vectors((VectorSignal) signal).dimension();
  }

  @Override
  public String effectUnit() {
    return "standard deviations of the baseline";
  }

  @Override
  public Comparer against(Signal signal, SignalTable reference) {
    VectorSignal vector = (VectorSignal) signal;
    VectorColumn column = reference.vectors(vector);
    if (column.changes().isEmpty() || column.count() < ShiftScan.LEAST_ROWS) {
      return window -> Comparison.insufficient(window.count(vector));
    }
    return new Scanner(vector, ShiftScan.of(column.values(), least(reference), column.changes()));
  }

  /** One reference, and what is scanned for. */
  private record Scanner(VectorSignal vector, ShiftScan scan)
      implements ScratchComparer, KnownShifts {
    @Override
    public Comparison compare(SignalTable window, Scratch scratch) {
      VectorColumn ofWindow = window.vectors(vector);
      int m = ofWindow.count();
      return m < MINIMUM_ROWS || ofWindow.dimension() != scan.mean().length
          ? Comparison.insufficient(m)
          : CauseScan.compare(scan, ofWindow, m, scratch);
    }
  }

  private static Comparison compare(ShiftScan scan, VectorColumn window, int m, Scratch scratch) {
    int d = window.dimension();
    float[] vectors = scan.scaled(scratch.vectors(window));
    double[] moved = Means.of(vectors, m, scratch.vector(0, d));
    for (int k = 0; k < d; k++) {
      moved[k] -= scan.mean()[k];
    }
    double independent = 1 / (1.0 / m + 1.0 / scan.rows());
    ShiftScan.Found found = scan.find(moved, independent, scratch.vector(1, d));
    return new Comparison(found.statistic(), found.distance(), Double.NaN, m, like(found));
  }

  private static String like(ShiftScan.Found found) {
    return found.change().isEmpty()
        ? "like no known cause"
        : "most like " + found.change() + " at severity " + found.severity();
  }

  private static double[] least(SignalTable table) {
    return Standardised.leastOfAppearance(table.schema());
  }

  @Override
  public double[] nullStatistics(Signal signal, SignalTable pool, Resampler resampler, int draws) {
    double[] statistics = new double[draws];
    Arrays.fill(statistics, Double.NaN);
    VectorColumn column = pool.vectors((VectorSignal) signal);
    KnownChanges changes = column.changes();
    EmbeddedRows embedded = new EmbeddedRows(column);
    int n = embedded.size();
    if (changes.isEmpty() || (CrossFit.FOLDS - 1) * n < CrossFit.FOLDS * ShiftScan.LEAST_ROWS) {
      return statistics;
    }
    int d = embedded.dimension();
    double[] work = new double[d];
    double independent = resampler.block() == 1 ? n : BLOCK * n / resampler.block();
    double unsure = 1 + UNSURE * d / independent;
    CrossFit cross = new CrossFit(n);
    Resampler repeating = resampler.repeating();
    for (int fold = 0; fold < CrossFit.FOLDS; fold++) {
      float[] others = cross.others(embedded.values(), d, fold);
      ShiftScan scan = ShiftScan.of(others, least(pool), changes);
      float[][] rows = rows(scan.scaled(embedded.values().clone()), d);
      double[] apart =
          MahalanobisShift.difference(rows, cross.heldOut(fold), cross.others(fold), d);
      double stretch = Math.sqrt(MahalanobisShift.stretch(resampler.block(), n / CrossFit.FOLDS));
      for (int b = fold; b < draws; b += CrossFit.FOLDS) {
        int[] window = cross.heldOut(embedded.of(repeating.window(b)), fold);
        int[] reference = cross.others(embedded.of(repeating.reference(b)), fold);
        if (window.length >= MINIMUM_ROWS && reference.length >= ShiftScan.LEAST_ROWS) {
          double[] moved = MahalanobisShift.difference(rows, window, reference, d);
          for (int k = 0; k < d; k++) {
            moved[k] = stretch * (moved[k] - apart[k]);
          }
          double worth = 1 / (1.0 / window.length + 1.0 / reference.length);
          statistics[b] = unsure * unsure * scan.find(moved, worth, work).statistic();
        }
      }
    }
    return statistics;
  }

  private static float[][] rows(float[] x, int d) {
    float[][] rows = new float[x.length / d][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(x, i * d, (i + 1) * d));
    return rows;
  }
}
