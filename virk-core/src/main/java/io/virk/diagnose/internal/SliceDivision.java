package io.virk.diagnose.internal;

import io.virk.detect.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Observations divided by the values of a tag, or by pairs of those of two: of each part how its
 * own mean, and its share, have changed since a drift began.
 */
final class SliceDivision {
  /** Observations of a value at each of both times, at least, for its change to be looked at. */
  static final int FEWEST = 8;

  /** Parts of one division that are looked at: the most frequent ones. */
  private static final int MOST = 200;

  final List<SliceKey> keys;
  final List<Part> parts;

  /** The part of each observation; -1 of none that is looked at. */
  private final int[] partOf;

  private final double[] numbers;
  private final int firstSince;
  private final double variance;

  /** The observations of one value, or of a pair. */
  static final class Part {
    final GroupChange change = new GroupChange();
    final GroupChange share = new GroupChange();
    double eValue = Double.NaN;
    double shareEValue = Double.NaN;
    private final List<Slice> slices;

    private Part(List<Slice> slices) {
      this.slices = slices;
    }

    List<Slice> slices() {
      return slices;
    }

    boolean isLookedAt() {
      return change.countBefore() >= FEWEST && change.countSince() >= FEWEST;
    }
  }

  /**
   * Divides. Cost: the observations, and the product of the numbers of values.
   *
   * @param keys one or two
   * @param numbers one an observation, in the order of time. Not modified.
   * @param firstSince index of the first since the drift began
   */
  SliceDivision(List<SliceKey> keys, double[] numbers, int firstSince) {
    this.keys = keys;
    this.numbers = numbers;
    this.firstSince = firstSince;
    int second = keys.size() == 1 ? 1 : keys.get(1).values().size();
    int cells = keys.get(0).values().size() * second;
    int[] before = new int[cells];
    int[] since = new int[cells];
    partOf = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      int cell = cell(i, second);
      partOf[i] = cell;
      if (cell >= 0) {
        (i < firstSince ? before : since)[cell]++;
      }
    }
    int[] often =
        IntStream.range(0, cells)
            .filter(c -> before[c] >= FEWEST || since[c] >= FEWEST)
            .boxed()
            .sorted((a, b) -> before[b] + since[b] - before[a] - since[a])
            .limit(MOST)
            .mapToInt(c -> c)
            .toArray();
    int[] partOfCell = before; // not needed any more
    Arrays.fill(partOfCell, -1);
    parts = new ArrayList<>(often.length);
    for (int cell : often) {
      partOfCell[cell] = parts.size();
      Slice first = keys.get(0).slice(cell / second);
      parts.add(
          new Part(
              keys.size() == 1
                  ? List.of(first)
                  : List.of(first, keys.get(1).slice(cell % second))));
    }
    for (int i = 0; i < numbers.length; i++) {
      partOf[i] = partOf[i] < 0 ? -1 : partOfCell[partOf[i]];
      if (partOf[i] >= 0) {
        add(parts.get(partOf[i]).change, i, numbers[i]);
      }
    }
    double squares = 0;
    long n = 0;
    for (Part part : parts) {
      squares += part.change.squares();
      n += Math.max(0, part.change.countBefore() - 1) + Math.max(0, part.change.countSince() - 1);
    }
    variance = n > 0 ? squares / n : 0;
  }

  private int cell(int row, int second) {
    int code = keys.get(0).codes()[row];
    if (keys.size() == 1 || code < 0) {
      return code;
    }
    int other = keys.get(1).codes()[row];
    return other < 0 ? -1 : code * second + other;
  }

  private void add(GroupChange to, int row, double number) {
    if (row < firstSince) {
      to.before(number);
    } else {
      to.since(number);
    }
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

  /** Works out how sure the change of each share is. Cost: observations times parts. */
  void judgeShares() {
    for (int p = 0; p < parts.size(); p++) {
      Part part = parts.get(p);
      for (int i = 0; i < numbers.length; i++) {
        add(part.share, i, partOf[i] == p ? 1 : 0);
      }
      double share =
          (double) (part.change.countBefore() + part.change.countSince()) / numbers.length;
      part.shareEValue = part.share.eValue(share * (1 - share) / 2);
    }
  }

  /** Which observations are in any of some parts. */
  boolean[] in(List<Part> some) {
    boolean[] chosen = new boolean[parts.size()];
    for (int p = 0; p < chosen.length; p++) {
      chosen[p] = some.contains(parts.get(p));
    }
    boolean[] in = new boolean[numbers.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = partOf[i] >= 0 && chosen[partOf[i]];
    }
    return in;
  }

  /** Of all observations in none of some parts. */
  GroupChange rest(List<Part> some) {
    boolean[] in = in(some);
    GroupChange rest = new GroupChange();
    for (int i = 0; i < in.length; i++) {
      if (!in[i]) {
        add(rest, i, numbers[i]);
      }
    }
    return rest;
  }
}
