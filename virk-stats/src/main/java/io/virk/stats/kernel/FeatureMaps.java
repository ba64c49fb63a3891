package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;

/** What feature maps share: checks, the way around single precision, and how one is recognised. */
final class FeatureMaps {
  private FeatureMaps() {}

  static void check(FeatureMap map, float[] x, float[] features, float[] scratch) {
    Checks.matrix(x, 1, map.inputDimension(), "x");
    if (features.length < map.featureCount()) {
      throw rejected("features.length", features.length, ">= " + map.featureCount());
    }
    if (scratch.length < map.scratchLength()) {
      throw rejected("scratch.length", scratch.length, ">= " + map.scratchLength());
    }
  }

  /** For the rare vector too long for single precision. Allocates. */
  static void mapInDouble(FeatureMap map, float[] x, float[] features) {
    double[] exact = map.map(MaximumMeanDiscrepancy.widened(x));
    for (int i = 0; i < exact.length; i++) {
      features[i] = (float) exact[i];
    }
  }

  /** What tells one map from another: its sizes, and what it makes of one vector. */
  static void writeMark(FeatureMap map, BinaryOutput out) {
    out.count(map.inputDimension()).count(map.featureCount()).real(mark(map));
  }

  /** Rejects a mark of another map; allows for runtimes whose cosines differ in the last bit. */
  static void checkMark(FeatureMap map, BinaryInput in) {
    int d = (int) in.count("inputDimension", 1, Integer.MAX_VALUE);
    int count = (int) in.count("featureCount", 1, Integer.MAX_VALUE);
    double mark = in.finite("mark of the map");
    if (d != map.inputDimension() || count != map.featureCount()) {
      throw rejected(
          "map",
          map.inputDimension() + " to " + map.featureCount(),
          d + " to " + count + " numbers, as when written");
    }
    double expected = mark(map);
    if (!(Math.abs(expected - mark) <= 1e-9 * (1 + Math.abs(expected)))) {
      throw rejected("mark of the map", mark, expected + ": the map is another");
    }
  }

  /** Sum of the features of a vector without pattern, with weights without pattern. */
  private static double mark(FeatureMap map) {
    double[] x = new double[map.inputDimension()];
    for (int i = 0; i < x.length; i++) {
      x[i] = scattered(i);
    }
    double[] features = map.map(x);
    double sum = 0;
    for (int i = 0; i < features.length; i++) {
      sum += scattered(i) * features[i];
    }
    return sum;
  }

  /** Multiples of the golden ratio, less whole numbers: -1/2 to 1/2. */
  private static double scattered(int i) {
    double multiple = (i + 1) * 0.6180339887498949;
    return multiple - Math.rint(multiple);
  }
}
