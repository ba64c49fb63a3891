package io.virk.engine;

import io.virk.diagnose.IntervalChange;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The times between the observations of one stream, by the host's clock: the last {@value #KEPT} as
 * they are, those before in bins of a twelfth of an octave. A clock that is set back is passed
 * over. VIRK's thread alone.
 */
final class Intervals {
  private static final int KEPT = 128;

  /** Of a millisecond to some 12 days. */
  private static final int BINS = 12 * 30;

  private static final double PER_OCTAVE = 12;

  /** Beyond so many those before count half. */
  private static final int MEMORY = 1 << 14;

  /** Observations that nobody has seen: counting goes on from there. */
  private static final long MOST = Long.MAX_VALUE / 2;

  private static final int LEAST_BEFORE = 16;
  private static final int LEAST_NOW = 8;
  private static final double LONG = 1.5;

  /** From a median absolute deviation to a standard deviation. */
  private static final double NORMAL = 1.4826;

  /** The low halves of numbers of observations, which are never 2^31 apart. */
  private final int[] sequences = new int[KEPT];

  private final int[] millis = new int[KEPT];
  private final short[] bins = new short[BINS];
  private int binned;
  private long count;
  private long last = Long.MIN_VALUE;

  /** An observation has come. */
  void arrived(long sequence, long epochMillis) {
    long interval = epochMillis - last;
    boolean first = last == Long.MIN_VALUE;
    last = epochMillis;
    if (first || interval < 0) {
      return;
    }
    int at = (int) (count % KEPT);
    if (count >= KEPT) {
      forget(millis[at]);
    }
    sequences[at] = (int) sequence;
    millis[at] = (int) Math.min(Integer.MAX_VALUE, interval);
    count++;
  }

  private void forget(int interval) {
    bins[bin(interval)]++;
    if (++binned >= MEMORY) {
      binned = 0;
      for (int i = 0; i < BINS; i++) {
        bins[i] /= 2;
        binned += bins[i];
      }
    }
  }

  private static int bin(int interval) {
    double log = Math.log(Math.max(1, interval)) / Math.log(2);
    return Math.min(BINS - 1, (int) Math.round(PER_OCTAVE * log));
  }

  /**
   * Compares those since an observation with those before it.
   *
   * @return null if there are too few of either
   */
  IntervalChange change(long since) {
    int kept = (int) Math.min(count, KEPT);
    double[] before = new double[kept + binned];
    double[] now = new double[kept];
    int a = 0;
    int b = 0;
    for (int i = 0; i < kept; i++) {
      if (sequences[i] - (int) since < 0) {
        before[a++] = millis[i];
      } else {
        now[b++] = millis[i];
      }
    }
    boolean few = a < LEAST_BEFORE; // what is kept as it is, is more precise
    for (int i = 0; i < BINS && few; i++) { // all bins: the first ones hold the shortest
      Arrays.fill(before, a, a + bins[i], Math.pow(2, i / PER_OCTAVE));
      a += bins[i];
    }
    if (a < LEAST_BEFORE || b < LEAST_NOW) {
      return null;
    }
    double[] early = Arrays.copyOf(before, a);
    double[] late = Arrays.copyOf(now, b);
    Arrays.sort(early);
    Arrays.sort(late);
    double usual = median(early);
    return new IntervalChange(
        usual,
        median(late),
        jitter(early),
        jitter(late),
        longer(early, usual),
        longer(late, usual),
        b);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double jitter(double[] sorted) {
    double middle = Math.log(Math.max(1, median(sorted)));
    double[] off =
        Arrays.stream(sorted).map(v -> Math.abs(Math.log(Math.max(1, v)) - middle)).toArray();
    Arrays.sort(off);
    return NORMAL * median(off);
  }

  private static double longer(double[] intervals, double usual) {
    return Arrays.stream(intervals).filter(v -> v > LONG * usual).count()
        / (double) intervals.length;
  }

  /** Bytes of its state. */
  static int bytes() {
    return 3 * Long.BYTES + 2 * KEPT * Integer.BYTES + BINS * Short.BYTES;
  }

  void writeTo(ByteBuffer out) {
    out.putLong(count).putLong(last).putLong(binned);
    for (int i = 0; i < KEPT; i++) {
      out.putInt(sequences[i]).putInt(millis[i]);
    }
    for (short bin : bins) {
      out.putShort(bin);
    }
  }

  /**
   * Goes on from what was written.
   *
   * @throws IllegalArgumentException if it is no such thing
   */
  void readFrom(ByteBuffer in) {
    count = in.getLong();
    last = in.getLong();
    long all = in.getLong();
    boolean fits = count >= 0 && count <= MOST && all >= 0 && all < MEMORY;
    for (int i = 0; i < KEPT; i++) {
      sequences[i] = in.getInt();
      millis[i] = in.getInt();
      fits &= millis[i] >= 0;
    }
    long sum = 0;
    for (int i = 0; i < BINS; i++) {
      bins[i] = in.getShort();
      fits &= bins[i] >= 0;
      sum += bins[i];
    }
    if (!fits || sum != all) {
      throw new IllegalArgumentException(
          "intervals: " + count + ", " + all + " of them in bins (expected: as many as are there)");
    }
    binned = (int) all;
  }
}
