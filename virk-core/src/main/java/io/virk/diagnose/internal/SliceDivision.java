package io.virk.diagnose.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Observations divided by the values of a tag, or by pairs of those of two: of each part how its
 * own mean, and its share, have changed since a drift began.
 */
final class SliceDivision {
  /** Observations of a value at each of both times, at least, for its change to be looked at. */
  static final int FEWEST = 8;

  /** Values of one division that are looked at: the most frequent ones. */
  private static final int MOST = 200;

  final List<SliceKey> keys;
  final List<Part> parts = new ArrayList<>();

  /** Values that are not looked at. */
  final int leftOut;

  /** Of the parts that are looked at. */
  private final double variance;

  private final double[] numbers;
  private final int firstSince;

  /** The observations of one value, or of a pair. */
  static final class Part {
    final long code;
    final GroupChange change = new GroupChange();
    final GroupChange share = new GroupChange();
    double eValue = Double.NaN;
    double shareEValue = Double.NaN;

    private Part(long code) {
      this.code = code;
    }

    boolean isLookedAt() {
      return change.countBefore() >= FEWEST && change.countSince() >= FEWEST;
    }
  }

  /**
   * Divides.
   *
   * @param keys one or two
   * @param numbers one an observation, in the order of time. Not modified.
   * @param firstSince index of the first since the drift began
   */
  SliceDivision(List<SliceKey> keys, double[] numbers, int firstSince) {
    this.keys = keys;
    this.numbers = numbers;
    this.firstSince = firstSince;
    Map<Long, Part> all = new HashMap<>();
    for (int i = 0; i < numbers.length; i++) {
      long code = code(i);
      if (code >= 0) {
        Part part = all.computeIfAbsent(code, Part::new);
        if (i < firstSince) {
          part.change.before(numbers[i]);
        } else {
          part.change.since(numbers[i]);
        }
      }
    }
    List<Part> often = new ArrayList<>(all.values());
    often.sort(
        Comparator.comparingLong((Part p) -> -p.change.countSince() - p.change.countBefore())
            .thenComparingLong(p -> p.code));
    double squares = 0;
    long n = 0;
    for (Part part : often) {
      boolean any = part.change.countSince() >= FEWEST || part.change.countBefore() >= FEWEST;
      if (parts.size() < MOST && any) {
        parts.add(part);
        squares += part.change.squares();
        n += Math.max(0, part.change.countBefore() - 1) + Math.max(0, part.change.countSince() - 1);
      }
    }
    leftOut = often.size() - parts.size();
    variance = n > 0 ? squares / n : 0;
  }

  /** Which part an observation belongs to; -1 if to none. */
  long code(int row) {
    long code = keys.get(0).codes()[row];
    if (keys.size() == 1 || code < 0) {
      return code;
    }
    long second = keys.get(1).codes()[row];
    return second < 0 ? -1 : code << 32 | second;
  }

  /** A part whose few numbers happen to be alike varies as the others do, half of that at least. */
  double leastVariance() {
    return variance / 2;
  }

  /** Works out how sure the change of each part is. */
  void judge() {
    for (Part part : parts) {
      if (part.isLookedAt()) {
        part.eValue = part.change.eValue(leastVariance());
      }
    }
  }

  /** Works out how sure the change of each share is. */
  void judgeShares() {
    Map<Long, Part> byCode = new HashMap<>();
    parts.forEach(p -> byCode.put(p.code, p));
    for (Part part : byCode.values()) {
      for (int i = 0; i < numbers.length; i++) {
        double is = code(i) == part.code ? 1 : 0;
        if (i < firstSince) {
          part.share.before(is);
        } else {
          part.share.since(is);
        }
      }
      double p = (double) (part.change.countBefore() + part.change.countSince()) / numbers.length;
      part.shareEValue = part.share.eValue(p * (1 - p) / 2);
    }
  }

  /** Of all observations in none of some parts. */
  GroupChange rest(List<Part> of) {
    List<Long> codes = of.stream().map(p -> p.code).toList();
    GroupChange rest = new GroupChange();
    for (int i = 0; i < numbers.length; i++) {
      if (!codes.contains(code(i))) {
        if (i < firstSince) {
          rest.before(numbers[i]);
        } else {
          rest.since(numbers[i]);
        }
      }
    }
    return rest;
  }
}
