package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * Conformal p-values of scores against a calibration sample; larger scores are stranger, and have
 * smaller p-values. Immutable and thread-safe. Memory: 8 n bytes. Cost: log2(n) comparisons.
 *
 * <p>If calibration scores and new score are exchangeable, {@link #of(double)} is at most p with
 * probability at most p, and {@link #of(double, double)} exactly p. That holds for each score
 * alone. All p-values share one calibration sample, which errs as a whole by about 1 / sqrt(n): a
 * martingale on many of them is only as good as that. Where validity over a whole stream is wanted,
 * {@link GrowingConformalPValues} has it.
 *
 * <p>Source: V. Vovk, A. Gammerman and G. Shafer, <i>Algorithmic learning in a random world</i>,
 * Springer (2005), doi:10.1007/b106715, section 2.2 (smoothed conformal p-values).
 */
public final class ConformalPValues {
  private static final char KIND = 'q';
  private static final int VERSION = 1;

  private final double[] sorted;

  /**
   * Keeps a sorted copy.
   *
   * @param calibration scores without change, finite, at least one. Not modified.
   */
  public ConformalPValues(double[] calibration) {
    sorted = Checks.allFinite(calibration, "calibration").clone();
    for (int i = 0; i < sorted.length; i++) {
      // -0 and 0 are equal scores
      sorted[i] += 0.0;
    }
    Arrays.sort(sorted);
  }

  /**
   * (1 + number of calibration scores at least as large) / (1 + n).
   *
   * @param score finite
   * @return 1 / (n + 1) to 1
   */
  public double of(double score) {
    Checks.finite(score, "score");
    return (1.0 + sorted.length - below(score)) / (sorted.length + 1.0);
  }

  /**
   * (number of larger calibration scores + u (1 + number of equal ones)) / (1 + n): uniform where u
   * is.
   *
   * @param score finite
   * @param u random, above 0, at most 1
   * @return above 0, at most 1
   */
  public double of(double score, double u) {
    Checks.finite(score, "score");
    if (!(u > 0 && u <= 1)) {
      throw Checks.rejected("u", u, "> 0 and <= 1");
    }
    int below = below(score);
    int upTo = below(Math.nextUp(score));
    return (sorted.length - upTo + u * (1.0 + upTo - below)) / (sorted.length + 1.0);
  }

  /** Number of calibration scores. */
  public int size() {
    return sorted.length;
  }

  /** Number of calibration scores below a score. */
  private int below(double score) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The sample in a versioned form with a checksum, for {@link #fromBytes}: 8 n bytes and 14. */
  public byte[] toBytes() {
    return new BinaryOutput(KIND, VERSION, Math.toIntExact(14 + 8L * sorted.length))
        .count(sorted.length)
        .reals(sorted, sorted.length)
        .toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no sample
   */
  public static ConformalPValues fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    double[] sample = new double[in.size("sample", 1, Double.BYTES)];
    in.finites(sample, sample.length, "score");
    in.end();
    return new ConformalPValues(sample);
  }
}
