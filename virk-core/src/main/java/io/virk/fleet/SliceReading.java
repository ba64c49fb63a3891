package io.virk.fleet;

import io.virk.detect.Slice;
import io.virk.fleet.internal.Names;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a window of one slice is from its own usual level, in every test of the fleet: what a
 * {@link FleetJudge} goes by. Some hundred bytes; nothing of single observations.
 *
 * <p>The arrays are not to be modified.
 *
 * @param slice whose
 * @param groups what it belongs to
 * @param windowMillis begin of the window, milliseconds since 1970
 * @param observations of the window
 * @param baseline its hash
 * @param deviations of every test from its usual value; NaN without one; none while the slice's
 *     usual level is being learned
 * @param spreads how far they scatter, standard deviations
 * @param degrees independent windows behind each spread
 * @param effects how large each deviation is
 * @param shift of the mean appearance, standard deviations of the baseline; empty without images
 */
public record SliceReading(
    Slice slice,
    Map<String, String> groups,
    long windowMillis,
    long observations,
    String baseline,
    float[] deviations,
    float[] spreads,
    float[] degrees,
    float[] effects,
    float[] shift) {
  private static final char KIND = 'r';
  private static final int VERSION = 1;
  private static final int MOST_TESTS = 4000;

  public SliceReading {
    groups = Collections.unmodifiableMap(new TreeMap<>(groups));
  }

  /** Of a slice whose level is not known yet. */
  static SliceReading learning(
      Slice slice, Map<String, String> groups, long windowMillis, long n, String baseline) {
    float[] none = {};
    return new SliceReading(slice, groups, windowMillis, n, baseline, none, none, none, none, none);
  }

  /** Whether the usual level of the slice is still being learned. */
  public boolean isLearning() {
    return deviations.length == 0;
  }

  /**
   * A compact, versioned, checksummed form.
   *
   * @return for {@link #fromBytes}
   */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 16 * deviations.length + 400);
    Names.write(out, slice);
    Names.write(out, groups);
    Names.write(out, baseline);
    out.bits(windowMillis).count(observations).count(deviations.length);
    for (float[] each : new float[][] {deviations, spreads, degrees, effects}) {
      out.singles(each, 0, each.length);
    }
    out.count(shift.length).singles(shift, 0, shift.length);
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote. The bytes may be anyone's.
   *
   * @param bytes Not modified.
   * @return the reading
   * @throws IllegalArgumentException if they are cut off, damaged, of something else, of a newer
   *     version or no possible reading
   */
  public static SliceReading fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    Slice slice = Names.readSlice(in);
    Map<String, String> groups = Names.readGroups(in);
    String baseline = Names.read(in, "baseline");
    long window = in.bits("window");
    long observations = in.count("observations", 0, Long.MAX_VALUE >> 1);
    int tests = (int) in.count("tests", 0, MOST_TESTS);
    in.holds("tests", 16L * tests);
    float[][] read = new float[4][tests];
    for (int i = 0; i < read.length; i++) {
      in.finiteSingles(read[i], 0, tests, "tests");
    }
    for (int k = 0; k < tests; k++) {
      float spread = read[1][k];
      float degrees = read[2][k];
      if (!(degrees >= 0) || !(degrees > 0 ? spread > 0 : spread >= 0)) {
        throw Checks.rejected(
            "spread and degrees", spread + ", " + degrees, ">= 0, and a spread > 0 of degrees > 0");
      }
    }
    int length = in.size("shift", 0, Float.BYTES);
    float[] shift = new float[length];
    in.finiteSingles(shift, 0, length, "shift");
    in.end();
    return new SliceReading(
        slice, groups, window, observations, baseline, read[0], read[1], read[2], read[3], shift);
  }

  /**
   * Whether it is what a judge can go by.
   *
   * @param hash of the baseline
   * @param length of a window, milliseconds
   * @param tests how many there are
   * @param numbers of a shift; 0 where no cause is known
   * @throws IllegalArgumentException if it is of another baseline, windows or appearance
   */
  void check(String hash, long length, int tests, int numbers) {
    if (!baseline.equals(hash) || !(isLearning() || deviations.length == tests)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "reading: of the baseline %s, %d tests (expected: %s, %d)",
              baseline,
              deviations.length,
              hash,
              tests));
    }
    if (Math.floorMod(windowMillis, length) != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "reading: of a window that begins at %d (expected: a multiple of %d ms, its length)",
              windowMillis,
              length));
    }
    if (shift.length > 0 && shift.length != numbers) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "reading: a shift of %d numbers (expected: none, or %d)",
              shift.length,
              numbers));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SliceReading that
        && slice.equals(that.slice)
        && windowMillis == that.windowMillis
        && Arrays.equals(toBytes(), that.toBytes());
  }

  @Override
  public int hashCode() {
    return 31 * slice.hashCode() + Long.hashCode(windowMillis);
  }

  @Override
  public String toString() {
    return "SliceReading[" + slice + ", window " + windowMillis + "]";
  }
}
