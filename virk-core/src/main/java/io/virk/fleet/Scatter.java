package io.virk.fleet;

import io.virk.baseline.calibrate.Autocorrelation;
import io.virk.stats.Moments;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.util.Arrays;
import java.util.Objects;

/**
 * How the numbers of windows usually are and scatter, learned of so many windows and then never
 * again: the mean of each number, its standard deviation, and how many independent windows are
 * behind it, for neighbouring ones are alike. One thread at a time.
 */
final class Scatter {
  /** Windows of a number below which its scatter is not known. */
  private static final int FEWEST = 8;

  private final int numbers;

  /** Of each window what was seen; null when it is settled. */
  private float[][] series;

  private int learned;
  private float[] centres = {};
  private float[] spreads = {};
  private float[] degrees = {};

  Scatter(int windows, int numbers) {
    this.numbers = numbers;
    this.series = new float[windows][];
  }

  boolean isLearning() {
    return series != null;
  }

  /** Windows so far. */
  int learned() {
    return learned;
  }

  /**
   * Takes the numbers of the next window, NaN where one is missing. Kept.
   *
   * @param least of each number the scatter that it has at least
   */
  void learn(float[] row, double[] least) {
    series[learned++] = row;
    if (learned == series.length) {
      settle(least);
    }
  }

  private void settle(double[] least) {
    centres = new float[numbers];
    spreads = new float[numbers];
    degrees = new float[numbers];
    for (int i = 0; i < numbers; i++) {
      int column = i;
      double[] values =
          Arrays.stream(series).mapToDouble(row -> row[column]).filter(Double::isFinite).toArray();
      if (values.length >= FEWEST) {
        Moments moments = Moments.of(values);
        double worth = values.length / Autocorrelation.integratedTime(values);
        // of values that are alike the scatter comes out too small, by 1 / worth of its square
        double ofFew = worth / Math.max(0.5, worth - 1);
        // and the next window is as far from their mean as the mean is uncertain
        double ofMean = 1 + 1 / Math.max(1, worth);
        double spread = moments.standardDeviation() * Math.sqrt(ofFew * ofMean);
        centres[i] = (float) moments.mean();
        spreads[i] = (float) Math.max(least[i], spread);
        degrees[i] = (float) Math.max(1, worth - 1);
      }
    }
    series = null;
  }

  double centre(int i) {
    return centres[i];
  }

  double spread(int i) {
    return spreads[i];
  }

  /** Independent windows less one; 0 if too few had the number. */
  double degrees(int i) {
    return degrees[i];
  }

  void write(BinaryOutput out) {
    out.count(learned);
    for (int row = 0; series != null && row < learned; row++) {
      for (float value : series[row]) {
        out.bits(Float.floatToRawIntBits(value) & 0xffffffffL);
      }
    }
    if (series == null) {
      for (float[] each : new float[][] {centres, spreads, degrees}) {
        out.singles(each, 0, each.length);
      }
    }
  }

  /** Reads what {@link #write} wrote, of as many windows and numbers. */
  static Scatter read(BinaryInput in, int windows, int numbers) {
    Scatter read = new Scatter(windows, numbers);
    read.learned = (int) in.count("learned", 0, windows);
    if (read.learned == windows) {
      read.series = null;
      read.centres = singles(in, numbers);
      read.spreads = singles(in, numbers);
      read.degrees = singles(in, numbers);
      return read;
    }
    for (int row = 0; row < read.learned; row++) {
      in.holds("statistics", (long) Long.BYTES * numbers);
      float[] values = new float[numbers];
      for (int i = 0; i < numbers; i++) {
        values[i] = Float.intBitsToFloat((int) in.bits("statistic"));
      }
      read.series[row] = Objects.requireNonNull(values);
    }
    return read;
  }

  private static float[] singles(BinaryInput in, int n) {
    in.holds("scatter", (long) Float.BYTES * n);
    float[] read = new float[n];
    in.finiteSingles(read, 0, n, "scatter");
    return read;
  }
}
