package io.virk.fleet;

import io.virk.stats.twosample.NormalTail;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * One window of all slices: how far each is from its own usual level, in every test, as normal
 * deviates. What is explained, by a drift that is open or that was found first, is taken away, so
 * that the rest is judged by itself. One thread at a time.
 */
final class FleetWindow {
  /** One slice may not carry the mean of a group. */
  static final double MOST = 8;

  /** Means of a hundred observations are not quite normal: tails are those of so few degrees. */
  private static final double HEAVIEST = 30;

  /** Windows that the usual scatter of all slices is worth to each. */
  private static final double PRIOR = 8;

  /** Fewer slices say nothing of what is usual. */
  private static final int FEWEST_OF_PRIOR = 8;

  /** From so many deviates on, whether one slice has moved can be seen in it alone. */
  static final double TELLING = 3;

  /** Of a group that has moved alike, the median is near the mean. */
  private static final double ALIKE = 0.6;

  /** By so much slices differ in how they answer to one cause. */
  private static final double UNLIKE = 0.3;

  /** And so many of it have moved, if that can be seen. */
  static final double MOST_OF_IT = 0.8;

  private final List<SliceReading> readings;
  private final List<SliceTest> tests;

  /** Of each slice and test the deviate; 0 where there is none. */
  private final double[][] z;

  private final double[] scratch;

  FleetWindow(List<SliceReading> readings, List<SliceTest> tests) {
    this.readings = readings;
    this.tests = tests;
    this.z = new double[readings.size()][tests.size()];
    this.scratch = new double[readings.size()];
    for (int k = 0; k < tests.size(); k++) {
      double usual = usualSpread(k);
      for (int c = 0; c < z.length; c++) {
        z[c][k] = deviate(readings.get(c), k, usual);
      }
    }
  }

  private double usualSpread(int k) {
    int n = 0;
    for (SliceReading reading : readings) {
      if (reading.degrees()[k] > 0) {
        scratch[n++] = reading.spreads()[k];
      }
    }
    return n < FEWEST_OF_PRIOR ? 0 : median(scratch, n);
  }

  /** Its own scatter, or that of all slices where its own came out smaller by chance. */
  private static double deviate(SliceReading of, int k, double usual) {
    double degrees = of.degrees()[k];
    if (!(degrees > 0)) {
      return 0;
    }
    double spread = of.spreads()[k];
    if (usual > 0) {
      double pooled =
          Math.sqrt((PRIOR * usual * usual + degrees * spread * spread) / (PRIOR + degrees));
      spread = Math.max(spread, pooled);
      degrees += PRIOR;
    }
    return normal(of.deviations()[k] / spread, degrees);
  }

  /**
   * The normal deviate of the same tail as one of Student's t (Wallace 1959,
   * doi:10.1214/aoms/1177706094).
   */
  static double normal(double t, double degrees) {
    double v = Math.min(HEAVIEST, degrees);
    double z = Math.sqrt(v * Math.log1p(t * t / v)) * (8 * v + 1) / (8 * v + 3);
    return t < 0 ? -z : z;
  }

  /** Of a deviate the probability of one at least as far: up alone, unless the test has a sign. */
  double pValue(int k, double deviate) {
    boolean signed = tests.get(k).isSigned();
    double up = signed ? Math.abs(deviate) : deviate;
    if (up <= 0) {
      return 1;
    }
    return Math.max(1e-300, Math.exp(NormalTail.logSurvival(up)) * (signed ? 2 : 1));
  }

  /** The deviate of a group, less where its test calls for caution. */
  double cautious(int k, double deviate) {
    return deviate / tests.get(k).caution();
  }

  /** How far a deviate is on the side on which a test looks; 0 on the other. */
  double sided(int k, double deviate) {
    return tests.get(k).isSigned() ? Math.abs(deviate) : Math.max(0, deviate);
  }

  int slices() {
    return z.length;
  }

  int tests() {
    return tests.size();
  }

  SliceReading reading(int slice) {
    return readings.get(slice);
  }

  double z(int slice, int test) {
    return z[slice][test];
  }

  /** The mean deviate of some slices, none of which counts for more than {@link #MOST}. */
  double mean(int[] slices, int k) {
    double sum = 0;
    for (int c : slices) {
      sum += Math.max(-MOST, Math.min(MOST, z[c][k]));
    }
    return sum / slices.length;
  }

  double median(int[] slices, int k) {
    for (int i = 0; i < slices.length; i++) {
      scratch[i] = z[slices[i]][k];
    }
    return median(scratch, slices.length);
  }

  /** Of all slices but some, if those are many; else of all, of which they are few. */
  double medianOfOthers(int[] slices, int k) {
    BitSet in = new BitSet(z.length);
    if (3 * slices.length > z.length) {
      for (int c : slices) {
        in.set(c);
      }
    }
    int n = 0;
    for (int c = 0; c < z.length; c++) {
      if (!in.get(c)) {
        scratch[n++] = z[c][k];
      }
    }
    return median(scratch, n);
  }

  private static double median(double[] values, int n) {
    Arrays.sort(values, 0, n);
    return n == 0 ? 0 : n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
  }

  /**
   * Whether slices have moved alike, in the direction of their mean.
   *
   * @param from what they would be at if they had not moved
   */
  boolean isAlike(int[] slices, int k, double from) {
    double mean = mean(slices, k) - from;
    double median = median(slices, k) - from;
    if (!(median * Math.signum(mean) >= ALIKE * Math.abs(mean))) {
      return false;
    }
    return Math.abs(median) < TELLING
        || moved(slices, k, median, from).length >= MOST_OF_IT * slices.length;
  }

  /**
   * Those of some slices that have moved at least half as far as the median of them, in the effect,
   * for each scatters by itself; all, if that cannot be seen.
   *
   * @param far the median deviate of the slices, as seen from those that have not moved
   */
  int[] moved(int[] slices, int k, double far, double from) {
    if (Math.abs(far) < TELLING) {
      return slices;
    }
    for (int i = 0; i < slices.length; i++) {
      scratch[i] = readings.get(slices[i]).effects()[k];
    }
    double usual = median(scratch, slices.length);
    return Arrays.stream(slices)
        .filter(c -> readings.get(c).effects()[k] * Math.signum(usual) >= Math.abs(usual) / 2)
        .filter(c -> (z[c][k] - from) * Math.signum(far) > 0)
        .toArray();
  }

  /** The median of some slices in every test, as seen from somewhere. */
  double[] common(int[] slices, double[] from) {
    double[] common = new double[tests.size()];
    for (int k = 0; k < common.length; k++) {
      common[k] = median(slices, k) - from[k];
    }
    return common;
  }

  /**
   * Takes from some slices what they have in common, of each as much as it has of it. Where much is
   * taken, what is left says less: slices do not answer to one cause quite alike.
   */
  void explain(int[] slices, double[] common, double[] from) {
    double squared = dot(common, common);
    for (int c : slices) {
      double along = 0;
      for (int k = 0; k < common.length; k++) {
        along += (z[c][k] - from[k]) * common[k];
      }
      for (int k = 0; k < common.length && squared > 0; k++) {
        double taken = along / squared * common[k];
        z[c][k] = (z[c][k] - taken) / Math.sqrt(1 + UNLIKE * UNLIKE * taken * taken);
      }
    }
  }

  /** Takes everything from a slice: it is known to have moved. */
  void explain(int slice) {
    Arrays.fill(z[slice], 0);
  }

  static double cosine(double[] a, double[] b) {
    double length = Math.sqrt(dot(a, a) * dot(b, b));
    return length > 0 ? dot(a, b) / length : 0;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** The deviates of one slice; a copy. */
  double[] of(int slice) {
    return z[slice].clone();
  }

  /** The mean effect of some slices. */
  double effect(int[] slices, int k) {
    double sum = 0;
    for (int c : slices) {
      sum += readings.get(c).effects()[k];
    }
    return sum / Math.max(1, slices.length);
  }

  /** Whether an effect deserves a drift. */
  boolean isLarge(int[] slices, int k, boolean ofGroup) {
    double least = tests.get(k).kind().least(ofGroup);
    double effect = effect(slices, k);
    return tests.get(k).isSigned() ? Math.abs(effect) >= least : effect >= least;
  }

  /** Their mean shift of the appearance; null without images. */
  double[] shift(int[] slices) {
    double[] sum = null;
    int n = 0;
    for (int c : slices) {
      float[] each = readings.get(c).shift();
      if (each.length > 0 && (sum == null || sum.length == each.length)) {
        sum = sum == null ? new double[each.length] : sum;
        for (int i = 0; i < each.length; i++) {
          sum[i] += each[i];
        }
        n++;
      }
    }
    for (int i = 0; sum != null && i < sum.length; i++) {
      sum[i] /= n;
    }
    return sum;
  }
}
