package io.virk.fleet;

import io.virk.baseline.calibrate.Autocorrelation;
import io.virk.stats.Moments;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the numbers of windows usually are and scatter: the mean of each number, its standard
 * deviation, and how many independent windows are behind it, for neighbouring ones are alike.
 * Learned of so many windows and then never again; but of numbers whose windows were so alike that
 * they are worth few independent ones, of twice and four times as many, if it may. One thread at a
 * time.
 */
final class Scatter {
  /** Windows of a number below which its scatter is not known. */
  private static final int FEWEST = 8;

  /** Independent windows that are enough. */
  private static final double ENOUGH = 20;

  /**
   * Of a series that is worth few independent windows the time that it remembers comes out too
   * short: of one worth 6 half of the truth ({@link Autocorrelation}). So few are taken for fewer.
   */
  private static final double DOUBT = 8;

  /** Whose means tell whether the level itself wanders. */
  private static final int BLOCKS = 8;

  private static final double WANDERS = 2;

  private final int windows;
  private final int longest;
  private final int numbers;

  /** Of each window what was seen; null when nothing is learned any more. */
  private List<float[]> series = new ArrayList<>();

  private boolean settled;
  private final float[] centres;
  private final float[] spreads;
  private final float[] degrees;

  /**
   * Of nothing yet.
   *
   * @param windows after which it is known
   * @param times as many windows as it may learn from, 1, 2 or 4
   * @param numbers of a window
   */
  Scatter(int windows, int times, int numbers) {
    this.windows = windows;
    this.longest = windows * times;
    this.numbers = numbers;
    this.centres = new float[numbers];
    this.spreads = new float[numbers];
    this.degrees = new float[numbers];
  }

  /** Whether nothing is known yet. */
  boolean isLearning() {
    return !settled;
  }

  /** Whether it would take more windows. */
  boolean isOpen() {
    return series != null;
  }

  /**
   * Takes the numbers of the next window, NaN where one is missing. Kept.
   *
   * @param least of each number the scatter that it has at least
   */
  void learn(float[] row, double[] least) {
    series.add(row);
    int n = series.size();
    if (n == windows || n == 2 * windows || n == longest) {
      settle(least);
      settled = true;
      boolean enough = true;
      for (float each : degrees) {
        enough &= each == 0 || each >= ENOUGH - 1;
      }
      if (n >= longest || enough) {
        series = null;
      }
    }
  }

  private void settle(double[] least) {
    for (int i = 0; i < numbers; i++) {
      int column = i;
      double[] values =
          series.stream().mapToDouble(row -> row[column]).filter(Double::isFinite).toArray();
      if (values.length >= FEWEST && degrees[i] < ENOUGH - 1) {
        settle(i, values, least[i]);
      }
    }
  }

  private void settle(int i, double[] values, double least) {
    Moments moments = Moments.of(values);
    double found = values.length / Autocorrelation.integratedTime(values);
    double worth = Math.max(2, found * found / (found + DOUBT));
    double between = 0;
    double within = 0;
    double[] blocks = new double[BLOCKS];
    for (int block = 0; block < BLOCKS; block++) {
      int from = block * values.length / BLOCKS;
      int to = (block + 1) * values.length / BLOCKS;
      Moments of = Moments.of(Arrays.copyOfRange(values, from, to));
      blocks[block] = of.mean();
      within += of.populationVariance() * (to - from) / values.length;
    }
    // a level that wanders will be further away than it has been so far
    between = WANDERS * Moments.of(blocks).variance();
    // of values that are alike the scatter comes out too small, by 1 / worth of its square
    within *= worth / (worth - 1);
    double variance = within + between;
    double doubt = within * within / (worth - 1) + between * between / (BLOCKS - 1);
    double known = variance > 0 ? variance * variance / doubt : worth - 1; // Satterthwaite 1946
    centres[i] = (float) moments.mean();
    spreads[i] = (float) Math.max(least, Math.sqrt(variance * (1 + 1 / worth)));
    degrees[i] = (float) Math.max(1, known);
  }

  double centre(int i) {
    return centres[i];
  }

  double spread(int i) {
    return spreads[i];
  }

  /** Independent windows less one; 0 if too few had the number, or nothing is known. */
  double degrees(int i) {
    return degrees[i];
  }

  void write(BinaryOutput out) {
    out.flag(settled).flag(series != null);
    if (series != null) {
      out.count(series.size());
      for (float[] row : series) {
        for (float value : row) {
          out.bits(Float.floatToRawIntBits(value) & 0xffffffffL);
        }
      }
    }
    if (settled) {
      for (float[] each : new float[][] {centres, spreads, degrees}) {
        out.singles(each, 0, each.length);
      }
    }
  }

  /** Reads what {@link #write} wrote, of as many windows and numbers. */
  static Scatter read(BinaryInput in, int windows, int times, int numbers) {
    Scatter read = new Scatter(windows, times, numbers);
    read.settled = in.flag("whether it is known");
    if (in.flag("whether it learns")) {
      int least = read.settled ? windows : 0;
      int most = read.settled ? Math.max(windows, read.longest - 1) : windows - 1;
      int n = (int) in.count("windows", least, most);
      in.holds("windows", (long) Long.BYTES * numbers * n);
      for (int row = 0; row < n; row++) {
        float[] values = new float[numbers];
        for (int i = 0; i < numbers; i++) {
          values[i] = Float.intBitsToFloat((int) in.bits("statistic"));
        }
        read.series.add(values);
      }
    } else {
      read.series = null;
      read.settled = true;
    }
    if (read.settled) {
      for (float[] each : new float[][] {read.centres, read.spreads, read.degrees}) {
        in.finiteSingles(each, 0, numbers, "scatter");
      }
    }
    return read;
  }
}
