package io.virk.baseline.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which part each observation of a baseline plays: a quarter fits models, a half is the reference,
 * a quarter calibrates; none plays two.
 *
 * <p>Observations that name their source are split by source: every source plays one part, and the
 * sources of a slice are dealt out, the largest first, to whichever part lacks most. The others are
 * split by runs of neighbours within their slice and context: of every four runs one fits, two are
 * reference, one calibrates. Runs are long, for at their ends neighbours play different parts; and
 * which of every four plays which part is drawn, so that no part sees the same phase of a season
 * each time. An observation whose bytes occur in another part too is left out; where there are many
 * of them the whole split is refused.
 */
public final class PartSplit {
  /** Fits models. */
  static final byte FIT = 1;

  /** Windows are compared with it. */
  static final byte REFERENCE = 2;

  /** Calibrates, and is compared with too. */
  static final byte CALIBRATION = 3;

  /** A copy of an observation of another part. */
  static final byte LEFT_OUT = 4;

  private static final byte[] OF_FOUR_RUNS = {REFERENCE, FIT, REFERENCE, CALIBRATION};
  private static final byte[] PARTS = {REFERENCE, FIT, CALIBRATION};
  private static final double[] SHARES = {0.5, 0.25, 0.25};
  private static final int RUNS = 16;
  private static final int LONGEST_RUN = 256;

  /** At most this share may be copies. */
  private static final double COPIES = 0.01;

  private final byte[] parts;
  private final int copies;

  private PartSplit(byte[] parts, int copies) {
    this.parts = parts;
    this.copies = copies;
  }

  /** The part of each row. */
  byte[] parts() {
    return parts;
  }

  /** How many were left out. */
  int copies() {
    return copies;
  }

  /** One source: its rows are all those that name it. */
  private record Source(String stratum, int first, int rows) {}

  /**
   * Splits.
   *
   * @param store the observations. Not modified.
   * @param repeats whether copies are part of the scene and stay where they are
   * @throws IllegalArgumentException if there are fewer than three sources, or too many copies
   */
  public static PartSplit of(ObservationStore store, boolean repeats) {
    byte[] parts = new byte[store.rows()];
    boolean sources = bySource(store, parts);
    byRuns(store, parts);
    if (sources) {
      checkAllParts(store, parts);
    }
    return new PartSplit(parts, repeats ? 0 : leaveOutCopies(store, parts));
  }

  private static boolean bySource(ObservationStore store, byte[] parts) {
    Map<String, Source> sources = new LinkedHashMap<>();
    for (int row = 0; row < parts.length; row++) {
      String source = store.source(row);
      if (source != null) {
        Source known = sources.get(source);
        sources.put(
            source,
            known == null
                ? new Source(store.stratum(row), row, 1)
                : new Source(known.stratum(), known.first(), known.rows() + 1));
      }
    }
    Map<String, Byte> partOf = deal(sources);
    for (int row = 0; row < parts.length; row++) {
      if (store.source(row) != null) {
        parts[row] = partOf.get(store.source(row));
      }
    }
    return !sources.isEmpty();
  }

  private static Map<String, Byte> deal(Map<String, Source> sources) {
    List<Map.Entry<String, Source>> largestFirst = new ArrayList<>(sources.entrySet());
    largestFirst.sort(
        Comparator.<Map.Entry<String, Source>>comparingInt(e -> -e.getValue().rows())
            .thenComparingInt(e -> e.getValue().first()));
    Map<String, int[]> dealt = new HashMap<>();
    Map<String, Byte> partOf = new HashMap<>();
    for (Map.Entry<String, Source> entry : largestFirst) {
      Source source = entry.getValue();
      int[] have = dealt.computeIfAbsent(source.stratum(), s -> new int[PARTS.length]);
      int total = source.rows() + have[0] + have[1] + have[2];
      int neediest = 0;
      for (int p = 1; p < PARTS.length; p++) {
        if (SHARES[p] * total - have[p] > SHARES[neediest] * total - have[neediest]) {
          neediest = p;
        }
      }
      have[neediest] += source.rows();
      partOf.put(entry.getKey(), PARTS[neediest]);
    }
    return partOf;
  }

  private static void byRuns(ObservationStore store, byte[] parts) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (int row = 0; row < parts.length; row++) {
      if (parts[row] == 0) {
        sizes.merge(store.stratum(row), 1, Integer::sum);
      }
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (int row = 0; row < parts.length; row++) {
      if (parts[row] == 0) {
        String slice = store.stratum(row);
        int run = Math.max(1, Math.min(LONGEST_RUN, sizes.get(slice) / RUNS));
        int index = (counts.merge(slice, 1, Integer::sum) - 1) / run;
        int offset = new SplittableRandom(slice.hashCode() * 31L + index / 4).nextInt(4);
        parts[row] = OF_FOUR_RUNS[(index + offset) % 4];
      }
    }
  }

  private static void checkAllParts(ObservationStore store, byte[] parts) {
    int[] sizes = new int[LEFT_OUT];
    for (byte part : parts) {
      sizes[part]++;
    }
    for (byte part : PARTS) {
      if (sizes[part] == 0) {
        throw new IllegalArgumentException(
            "sources: "
                + distinct(store)
                + " (expected: at least 3, so that fit, reference and calibration share none)");
      }
    }
  }

  private static long distinct(ObservationStore store) {
    return IntStream.range(0, store.rows())
        .mapToObj(store::source)
        .filter(Objects::nonNull)
        .distinct()
        .count();
  }

  private static int leaveOutCopies(ObservationStore store, byte[] parts) {
    Map<Long, Integer> first = new HashMap<>();
    int copies = 0;
    int copy = -1;
    for (int row = 0; row < parts.length; row++) {
      long digest = store.digest(row);
      Integer original = digest == 0 ? null : first.putIfAbsent(digest, row);
      if (original != null && parts[original] != parts[row]) {
        parts[row] = LEFT_OUT;
        copies++;
        copy = copy < 0 ? row : copy;
      }
    }
    if (copies > COPIES * parts.length) {
      throw new IllegalArgumentException(
          "observations: "
              + copies
              + " of "
              + parts.length
              + " are byte-identical to one of another part (expected: at most 1 %), first:"
              + " observation "
              + copy
              + " is a copy of "
              + first.get(store.digest(copy))
              + ". Leave copies out, or give them the same source; where the scene repeats itself"
              + " (a camera that is dark at night), say repeatsAllowed()");
    }
    return copies;
  }
}
