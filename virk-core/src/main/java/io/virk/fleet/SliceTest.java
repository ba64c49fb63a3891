package io.virk.fleet;

import io.virk.stats.divergence.PopulationStabilityIndex;
import io.virk.stats.divergence.Smoothing;
import java.util.ArrayList;
import java.util.List;

/**
 * One comparison of a window of a slice with its usual level. All but that of a mean are one-sided,
 * and their statistic is a logarithm, for what they measure is positive and skewed.
 *
 * @param part whose signal
 * @param kind what is compared
 * @param changes that are scanned for, unit vectors on the part's scale; none of others
 */
record SliceTest(SchemePart part, Kind kind, List<float[]> changes) {
  /** What is compared, and the smallest effect of a slice and of a group that deserves a drift. */
  enum Kind {
    /** Of a scalar, in standard deviations of the baseline. */
    MEAN("mean-shift", 0.5, 0.1),
    /** Of a scalar's deciles. */
    BINS("binned-population-stability", 0.25, 0.05),
    CLASSES("population-stability", 0.25, 0.05),
    /** Of random features: the squared discrepancy. */
    FEATURES("random-feature-mmd", 0.05, 0.005),
    /** Of a vector's means: the squared shift in squared deviations, the mean of its numbers. */
    NUMBERS("mean-distance", 0.25, 0.02),
    /** Of a vector's means: the largest shift along what a known cause does. */
    CAUSES("cause-scan", 1, 0.2);

    private final String detector;
    private final double least;
    private final double leastOfGroup;

    Kind(String detector, double least, double leastOfGroup) {
      this.detector = detector;
      this.least = least;
      this.leastOfGroup = leastOfGroup;
    }

    String detector() {
      return detector;
    }

    double least(boolean ofGroup) {
      return ofGroup ? leastOfGroup : least;
    }
  }

  private static final int FEWEST_VALUES = 8;
  private static final int FEWEST_CLASSES = 16;
  private static final Smoothing SMOOTHING = Smoothing.additive(0.5);

  /** Keeps logarithms finite. */
  private static final double TINY = 1e-9;

  /** Scatter of a statistic below which nothing can be told. */
  private static final double LEAST_OF_MEAN = 1e-3;

  private static final double LEAST_OF_LOGARITHM = 0.02;

  /** All tests of a scheme, in the order of its signals. */
  static List<SliceTest> of(SummaryScheme scheme) {
    List<SliceTest> tests = new ArrayList<>();
    for (SchemePart part : scheme.parts()) {
      switch (part.form()) {
        case SCALAR -> {
          tests.add(new SliceTest(part, Kind.MEAN, List.of()));
          tests.add(new SliceTest(part, Kind.BINS, List.of()));
        }
        case CLASSES -> tests.add(new SliceTest(part, Kind.CLASSES, List.of()));
        case FEATURES -> tests.add(new SliceTest(part, Kind.FEATURES, List.of()));
        default -> {
          List<float[]> changes =
              KnownDirections.of(scheme).stream()
                  .filter(c -> c.part() == part)
                  .map(KnownDirections.Direction::unit)
                  .toList();
          tests.add(new SliceTest(part, changes.isEmpty() ? Kind.NUMBERS : Kind.CAUSES, changes));
        }
      }
    }
    return List.copyOf(tests);
  }

  boolean isSigned() {
    return kind == Kind.MEAN;
  }

  /**
   * How much more a group's mean of this is taken to scatter than it did while it was learned:
   * where all wander together, distances from where they were at the beginning grow as the square.
   */
  double caution() {
    return isSigned() ? 1 : 2;
  }

  /**
   * By how much the statistic of a window of fewer observations than usual is larger by chance, at
   * most: all of a distance may be chance, and its square is as one over their number.
   *
   * @param ratio usual observations to those of the window, 1 or more
   */
  double byFewer(double ratio) {
    return isSigned() ? 0 : kind == Kind.CAUSES ? Math.log(ratio) / 2 : Math.log(ratio);
  }

  /** Observations of a summary that it can use. */
  long values(Summary of) {
    return part.isVector() ? part.inSums(of) : part.count(of);
  }

  /**
   * How far a window is from a level.
   *
   * @return NaN if either has too few values
   */
  double statistic(Summary window, Summary level) {
    int fewest = kind == Kind.CLASSES ? FEWEST_CLASSES : FEWEST_VALUES;
    if (Math.min(values(window), values(level)) < fewest) {
      return Double.NaN;
    }
    return switch (kind) {
      case MEAN -> part.mean(window) - part.mean(level);
      case BINS, CLASSES ->
          Math.log(
              Math.max(
                  TINY,
                  PopulationStabilityIndex.of(part.counts(level), part.counts(window), SMOOTHING)));
      case FEATURES -> Math.log(Math.max(TINY, squared(shift(window, level))));
      case NUMBERS -> Math.log(Math.max(TINY, squared(shift(window, level)) / part.length()));
      case CAUSES -> Math.log(Math.max(TINY, farthest(shift(window, level))));
    };
  }

  /** The effect of a statistic over its usual one, on its own scale. */
  double effect(double statistic, double usual) {
    return isSigned() ? statistic - usual : Math.exp(statistic) - Math.exp(usual);
  }

  /** The least scatter that a statistic is believed to have. */
  double leastSpread() {
    return isSigned() ? LEAST_OF_MEAN : LEAST_OF_LOGARITHM;
  }

  /** Of the means of a vector. */
  double[] shift(Summary window, Summary level) {
    double[] shift = part.means(window);
    double[] from = part.means(level);
    for (int k = 0; k < shift.length; k++) {
      shift[k] -= from[k];
    }
    return shift;
  }

  private static double squared(double[] shift) {
    double sum = 0;
    for (double each : shift) {
      sum += each * each;
    }
    return sum;
  }

  private double farthest(double[] shift) {
    double most = 0;
    for (float[] unit : changes) {
      most = Math.max(most, KnownDirections.dot(unit, shift));
    }
    return most;
  }

  /** Part of a sentence. */
  String name() {
    return part.signal().name();
  }
}
