package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * E-detector: sums up e-values of single observations into evidence of a change at some time, and
 * alarms at 1 / alpha. An e-value is 0 or more and has a mean of at most 1, given all before, as
 * long as there is no change. Then the mean number of observations to a false alarm is at least 1 /
 * alpha, whatever the distribution, without calibration: M - t is a supermartingale for the
 * Shiryaev-Roberts form, and the CUSUM form is never above it. An alarm begins anew at 0.
 *
 * <p>Memory: 48 bytes. Cost of an update: a few nanoseconds.
 *
 * <p>Source: J. Shin, A. Ramdas and A. Rinaldo, <i>E-detectors: a nonparametric framework for
 * sequential change detection</i>, New England J. Stat. Data Sci. 2 (2024),
 * doi:10.51387/23-NEJSDS51, definitions 2.1 and 2.5.
 */
public final class EDetector {

  /** How evidence for the possible times of a change is put together. */
  public enum Form {
    /** M := max(M, 1) e: the best time. */
    CUSUM,
    /** M := (M + 1) e: the sum over all times; faster at the same guarantee. */
    SHIRYAEV_ROBERTS;

    static Form readFrom(BinaryInput in) {
      return in.flag("sums over times") ? SHIRYAEV_ROBERTS : CUSUM;
    }
  }

  private static final char KIND = 'e';
  private static final int VERSION = 1;

  private final boolean sums;
  private final double alpha;
  private final double limit;
  private double evidence;

  /**
   * Before the first observation.
   *
   * @param form how times are put together
   * @param alpha 1e-60 to below 1: at most one false alarm in 1 / alpha observations, on average
   */
  public EDetector(Form form, double alpha) {
    this.sums = Objects.requireNonNull(form, "form") == Form.SHIRYAEV_ROBERTS;
    if (!(alpha >= 1e-60 && alpha < 1)) {
      throw Checks.rejected("alpha", alpha, ">= 1e-60 and < 1");
    }
    this.alpha = alpha;
    this.limit = 1 / alpha;
  }

  /**
   * Takes the e-value of the next observation.
   *
   * @param e finite, 0 or more; see {@link EValues}
   * @return whether there is a change
   * @throws IllegalArgumentException if e is not; the detector is unchanged
   */
  public boolean update(double e) {
    if (!(e >= 0 && e <= Double.MAX_VALUE)) {
      throw Checks.rejected("e", e, ">= 0 and finite");
    }
    double before = evidence;
    double next = (sums ? before + 1 : before > 1 ? before : 1) * e;
    if (next >= limit) {
      evidence = 0;
      return true;
    }
    evidence = next;
    return false;
  }

  /** The evidence now, 0 to 1 / alpha. */
  public double evidence() {
    return evidence;
  }

  /** Begins anew at 0. */
  public void reset() {
    evidence = 0;
  }

  /** Settings and state in a compact, versioned form with a checksum, for {@link #fromBytes}. */
  public byte[] toBytes() {
    return new BinaryOutput(KIND, VERSION, 24)
        .flag(sums)
        .real(alpha)
        .real(evidence)
        .toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static EDetector fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    Form form = Form.readFrom(in);
    EDetector read = new EDetector(form, in.real("alpha"));
    read.evidence = in.real("evidence");
    if (!(read.evidence >= 0 && read.evidence < read.limit)) {
      throw Checks.rejected("evidence", read.evidence, ">= 0 and < " + read.limit);
    }
    in.end();
    return read;
  }
}
