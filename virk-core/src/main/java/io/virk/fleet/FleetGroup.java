package io.virk.fleet;

import io.virk.fleet.internal.Names;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.util.Arrays;

/**
 * How the mean deviates of a group of slices, or of all, usually are and scatter: what all of them
 * see, the weather and the hour, is in that. One thread at a time.
 */
final class FleetGroup {
  /** Slices of a group at least. */
  static final int FEWEST = 3;

  /** Independent slices scatter by 1, and their mean by the root of their number less. */
  private static final double LEAST = 0.7;

  /** What all see, the weather, is alike for longer than what one camera sees. */
  private static final int TIMES = 4;

  private final int windows;
  private Scatter scatter;
  private double usualSlices;

  FleetGroup(int windows, int tests) {
    this.windows = windows;
    this.scatter = new Scatter(windows, TIMES, tests);
  }

  boolean isLearning() {
    return scatter.isLearning();
  }

  /** Whether it would learn from more windows. */
  boolean isOpen() {
    return scatter.isOpen();
  }

  /** Takes the means of a window of so many slices. */
  void learn(double[] means, int slices) {
    usualSlices += scatter.isLearning() ? (double) slices / windows : 0;
    double[] least = new double[means.length];
    Arrays.fill(least, LEAST / Math.sqrt(slices));
    float[] row = new float[means.length];
    for (int k = 0; k < row.length; k++) {
      row[k] = (float) means[k];
    }
    scatter.learn(row, least);
  }

  double centre(int k) {
    return scatter.isLearning() ? 0 : scatter.centre(k);
  }

  /** The deviate of a mean of so many slices; 0 while it is learned. */
  double deviate(double mean, int slices, int k) {
    if (scatter.isLearning() || !(scatter.degrees(k) > 0)) {
      return 0;
    }
    double stretch = Math.sqrt(Math.max(1, usualSlices / slices));
    return FleetWindow.normal(
        (mean - scatter.centre(k)) / (stretch * scatter.spread(k)), scatter.degrees(k));
  }

  void write(BinaryOutput out) {
    out.real(usualSlices);
    scatter.write(out);
  }

  static FleetGroup read(BinaryInput in, int windows, int tests) {
    FleetGroup read = new FleetGroup(windows, tests);
    read.usualSlices = in.nonNegative("slices of a group");
    read.scatter = Scatter.read(in, windows, TIMES, tests);
    return read;
  }

  /** A tag and its value. */
  record Key(String key, String value) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byKey = key.compareTo(other.key);
      return byKey != 0 ? byKey : value.compareTo(other.value);
    }

    void write(BinaryOutput out) {
      Names.write(out, key);
      Names.write(out, value);
    }

    static Key read(BinaryInput in) {
      return new Key(Names.read(in, "key of a group"), Names.read(in, "group"));
    }
  }
}
