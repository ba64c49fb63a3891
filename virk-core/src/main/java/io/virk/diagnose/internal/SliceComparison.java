package io.virk.diagnose.internal;

import io.virk.detect.Slice;
import io.virk.diagnose.SliceChange;
import io.virk.diagnose.SliceFinding;
import io.virk.diagnose.SliceFinding.Pattern;
import io.virk.diagnose.internal.SliceDivision.Part;
import io.virk.stats.twosample.MultipleTesting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Says which observations carry a drift. They are divided by each tag, by the predicted class, and
 * by each pair of those. A part has changed <em>within</em> itself if its own mean has; the mean of
 * all changes also if the <em>shares</em> of parts do, that are lighter and darker as they always
 * were (the decomposition of Kitagawa, 1955, doi:10.1080/01621459.1955.10501299). Of all parts of
 * all divisions e-BH selects those that have changed.
 *
 * <p>Cost: observations times the number of divisions, at most 45; bounded however many values a
 * tag has.
 */
final class SliceComparison {
  /** Of those that are selected, so many need not have changed, in the mean. */
  private static final double FALSE_SHARE = 0.1;

  /** The rest has not changed if it surely did not by so much of what the carriers did. */
  private static final double QUIET = 0.5;

  /** A carrier that changed less than this part of the one that changed most is none. */
  private static final double MINOR = 0.25;

  /** How much better a pair must explain the change than one value. */
  private static final double PAIR_BETTER = 1.3;

  private static final double PAIR_BETTER_BY = 10;

  /** Shares explain a change if they make so much of it. */
  private static final double BY_SHARES = 0.7;

  /** Standard errors from which the change of all is one. */
  private static final double PLAIN = 4;

  /** Change of a share that is worth a word. */
  private static final double LEAST_SHARE = 0.05;

  /** Two divisions are of the same observations if so many of them are in both. */
  private static final double SAME = 0.98;

  private static final int MOST_CARRIERS = 20;
  private static final int MOST_KEYS = 9;

  private final double[] numbers;
  private final int firstSince;
  private final DoubleUnaryOperator raw;
  private final List<SliceKey> keys;
  private final List<SliceDivision> single = new ArrayList<>();
  private final List<SliceDivision> paired = new ArrayList<>();

  /**
   * Some parts of a division that alone have changed.
   *
   * @param gain how much that explains: the square of its size in standard errors
   */
  private record Carried(SliceDivision of, List<Part> parts, GroupChange rest, double gain) {}

  private SliceComparison(
      double[] numbers, int firstSince, List<SliceKey> keys, DoubleUnaryOperator raw) {
    this.numbers = numbers;
    this.firstSince = firstSince;
    this.raw = raw;
    this.keys = keys;
  }

  /**
   * Compares.
   *
   * @param signal what the numbers are of
   * @param unit of it
   * @param numbers one an observation, in the order of time, finite. Not modified.
   * @param firstSince index of the first since the drift began
   * @param keys by which observations can be divided; the first nine are looked at
   * @param raw from a mean number to the signal's own unit
   * @return what was found
   */
  static SliceFinding of(
      String signal,
      String unit,
      double[] numbers,
      int firstSince,
      List<SliceKey> keys,
      DoubleUnaryOperator raw) {
    boolean enough =
        firstSince >= 2 * SliceDivision.FEWEST
            && numbers.length - firstSince >= SliceDivision.FEWEST;
    List<SliceKey> divided =
        keys.stream().filter(k -> k.values().size() + k.leftOut() > 1).limit(MOST_KEYS).toList();
    return enough && !divided.isEmpty()
        ? new SliceComparison(numbers, firstSince, divided, raw).find(signal, unit)
        : SliceFinding.NONE;
  }

  private SliceFinding find(String signal, String unit) {
    for (int a = 0; a < keys.size(); a++) {
      single.add(new SliceDivision(List.of(keys.get(a)), numbers, firstSince));
      for (int b = 0; b < a; b++) {
        paired.add(new SliceDivision(List.of(keys.get(b), keys.get(a)), numbers, firstSince));
      }
    }
    List<Part> looked = new ArrayList<>();
    for (List<SliceDivision> divisions : List.of(single, paired)) {
      for (SliceDivision division : divisions) {
        division.judge();
        division.parts.stream().filter(Part::isLookedAt).forEach(looked::add);
      }
    }
    Result result = result(selected(looked, looked.stream().map(p -> p.eValue).toList()));
    return new SliceFinding(
        result.pattern,
        result.pattern == Pattern.NONE ? "" : signal,
        unit,
        result.carriers,
        result.rest,
        result.same,
        keys.stream().map(SliceKey::name).toList(),
        looked.size(),
        keys.stream().mapToInt(SliceKey::leftOut).sum());
  }

  private record Result(
      Pattern pattern, List<SliceChange> carriers, List<SliceChange> rest, List<SliceChange> same) {
    static final Result NONE = new Result(Pattern.NONE, List.of(), List.of(), List.of());
  }

  private Result result(List<Part> selected) {
    Result mix = mix();
    if (mix.pattern != Pattern.NONE) {
      return mix;
    }
    Carried best = best(single, selected);
    Carried pair = best(paired, selected);
    if (pair != null && (best == null || pair.gain > PAIR_BETTER * best.gain + PAIR_BETTER_BY)) {
      best = pair;
    }
    if (best == null) {
      return Result.NONE;
    }
    List<SliceChange> same = new ArrayList<>();
    for (SliceDivision other : single) {
      Carried carried = other == best.of ? null : carried(other, selected);
      if (carried != null && isSame(best, carried)) {
        carried.parts.forEach(p -> same.add(change(p)));
      }
    }
    return new Result(
        Pattern.WITHIN,
        best.parts.stream().map(this::change).toList(),
        List.of(change(List.of(), best.rest, Double.NaN)),
        same);
  }

  private static List<Part> selected(List<Part> parts, List<Double> eValues) {
    if (parts.isEmpty()) {
      return List.of();
    }
    double[] adjusted =
        MultipleTesting.eBenjaminiHochberg(
            eValues.stream().mapToDouble(Double::doubleValue).toArray());
    List<Part> selected = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      if (adjusted[i] <= FALSE_SHARE) {
        selected.add(parts.get(i));
      }
    }
    return selected;
  }

  private Carried best(List<SliceDivision> divisions, List<Part> selected) {
    Carried best = null;
    for (SliceDivision division : divisions) {
      Carried carried = carried(division, selected);
      if (carried != null && (best == null || carried.gain > best.gain)) {
        best = carried;
      }
    }
    return best;
  }

  /** The parts of a division that have changed while the rest did not; null if that is not so. */
  private Carried carried(SliceDivision division, List<Part> selected) {
    List<Part> changed = new ArrayList<>(division.parts);
    changed.retainAll(selected);
    changed.sort(Comparator.comparingDouble((Part p) -> -Math.abs(p.change.change())));
    if (changed.isEmpty()) {
      return null;
    }
    double most = changed.get(0).change.change();
    changed.removeIf(
        p -> p.change.change() * most <= 0 || Math.abs(p.change.change()) < MINOR * Math.abs(most));
    if (changed.size() > MOST_CARRIERS) {
      return null;
    }
    GroupChange rest = division.rest(changed);
    if (rest.countBefore() < SliceDivision.FEWEST || rest.countSince() < SliceDivision.FEWEST) {
      return null;
    }
    double sum = 0;
    double n = 0;
    double gain = 0;
    for (Part part : changed) {
      double change = part.change.change();
      double error = Math.max(1e-12, part.change.error(division.leastVariance()));
      sum += part.change.countSince() * change;
      n += part.change.countSince();
      gain += change / error * (change / error);
    }
    double ofRest = Math.abs(rest.change()) + 2 * rest.error(division.leastVariance());
    return ofRest <= QUIET * Math.abs(sum / n) ? new Carried(division, changed, rest, gain) : null;
  }

  private static boolean isSame(Carried a, Carried b) {
    boolean[] inA = a.of.in(a.parts);
    boolean[] inB = b.of.in(b.parts);
    int any = 0;
    int both = 0;
    for (int i = 0; i < inA.length; i++) {
      any += inA[i] || inB[i] ? 1 : 0;
      both += inA[i] && inB[i] ? 1 : 0;
    }
    return both >= SAME * any;
  }

  /** The division whose shares explain the change, if there is one. */
  private Result mix() {
    GroupChange all = new GroupChange();
    for (int i = 0; i < numbers.length; i++) {
      if (i < firstSince) {
        all.before(numbers[i]);
      } else {
        all.since(numbers[i]);
      }
    }
    double total = all.change();
    if (Math.abs(total) < PLAIN * naive(all)) {
      return Result.NONE;
    }
    SliceDivision best = null;
    double bestLeft = 1 - BY_SHARES;
    for (SliceDivision division : single) {
      double left = left(division, all);
      if (left < bestLeft) {
        division.judgeShares();
        if (!rising(division).isEmpty()) {
          bestLeft = left;
          best = division;
        }
      }
    }
    if (best == null) {
      return Result.NONE;
    }
    return new Result(
        Pattern.MIX,
        rising(best).stream().map(this::change).toList(),
        best.parts.stream().filter(Part::isLookedAt).map(this::change).toList(),
        List.of());
  }

  /** As if neighbours did not resemble each other: they do, where a value comes in long runs. */
  private static double naive(GroupChange all) {
    double n = all.countBefore() + all.countSince() - 2;
    double variance = all.squares() / Math.max(1, n);
    return Math.sqrt(variance * (1.0 / all.countBefore() + 1.0 / all.countSince()));
  }

  /** What is left of the change of all where shares are as before, with its error; 1 = all. */
  private double left(SliceDivision division, GroupChange all) {
    double within = 0;
    double error = 0;
    long covered = 0;
    for (Part part : division.parts) {
      if (part.isLookedAt()) {
        double share = (double) part.change.countSince() / all.countSince();
        double own = share * part.change.error(division.leastVariance());
        within += share * part.change.change();
        error += own * own;
        covered += part.change.countSince();
        boolean quiet =
            Math.abs(part.change.change()) <= QUIET * Math.abs(all.change())
                || part.eValue < 1 / FALSE_SHARE;
        if (!quiet) {
          return 1;
        }
      }
    }
    boolean known = covered >= (1 - QUIET) * all.countSince();
    return known
        ? (Math.abs(within) + 2 * Math.sqrt(error)) / Math.abs(all.change())
            + (1 - (double) covered / all.countSince())
        : 1;
  }

  private static List<Part> rising(SliceDivision division) {
    List<Part> parts =
        selected(division.parts, division.parts.stream().map(p -> p.shareEValue).toList());
    return parts.stream()
        .filter(p -> Math.abs(p.share.change()) >= LEAST_SHARE)
        .sorted(
            Comparator.comparingDouble((Part p) -> -Math.abs(p.share.change()))
                .thenComparing(p -> -p.share.change()))
        .limit(MOST_CARRIERS)
        .toList();
  }

  private SliceChange change(Part part) {
    return change(part.slices(), part.change, part.eValue);
  }

  private SliceChange change(List<Slice> slices, GroupChange of, double eValue) {
    return new SliceChange(
        slices,
        of.countBefore(),
        firstSince,
        of.countSince(),
        numbers.length - firstSince,
        of.countBefore() == 0 ? Double.NaN : raw.applyAsDouble(of.meanBefore()),
        of.countSince() == 0 ? Double.NaN : raw.applyAsDouble(of.meanSince()),
        eValue);
  }
}
