package io.virk.image.internal;

import java.util.Arrays;

/** The means over patches of what is measured on them. Not thread-safe. */
final class PatchMeans {
  /** What a mean of many pixels has lost. */
  private static final ImageMeasure[] MEASURES =
      Arrays.stream(ImageMeasure.values())
          .filter(ImageMeasure::isNative)
          .toArray(ImageMeasure[]::new);

  private final double[] sums = new double[MEASURES.length];
  private int patches;

  void start() {
    Arrays.fill(sums, 0);
    patches = 0;
  }

  void add(ImageStatistics patch) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += patch.value(MEASURES[i]);
    }
    patches++;
  }

  void measure(ImageStatistics into) {
    for (int i = 0; i < sums.length; i++) {
      into.set(MEASURES[i], sums[i] / patches);
    }
  }
}
