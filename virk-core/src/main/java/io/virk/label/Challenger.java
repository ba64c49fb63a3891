package io.virk.label;

import io.virk.stats.Interval;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.performance.ConfusionCounts;
import io.virk.stats.sequence.PairedSequence;
import io.virk.stats.sequence.SharedLevel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Compares a challenger with the champion on the <i>same</i> observations, and may be asked at any
 * time: promote, keep, or not yet. Each observation counts for agreement; with its label, for the
 * paired difference of the accuracies ({@link PairedSequence}).
 *
 * <p>Promoted is a challenger that is better than the champion less the margin (0: better), unless
 * it is worse by more than the margin of slices in one of them. One that is worse is not. Of all
 * looks at once, one that is no better than that is promoted with probability alpha / 2 at most,
 * and one that is no worse rejected with alpha / 2; slices share alpha for being told worse, so
 * that keeping the champion is wrong with 1.5 alpha at most.
 *
 * <p>At most {@value #MOST_SLICES} slices are kept apart; more count for the whole alone. Not
 * thread-safe.
 */
public final class Challenger {
  private static final char KIND = 'C';
  private static final int VERSION = 1;

  /** The most classes. */
  public static final int MOST_CLASSES = 2_000;

  /** The most slices that are kept apart. */
  public static final int MOST_SLICES = 1_000;

  /** What to do. */
  public enum Decision {
    /** The challenger is better, and in no slice known to be worse. */
    PROMOTE,
    /** The champion is better, or the challenger is worse in a slice. */
    KEEP,
    /** The labels do not decide it. */
    NOT_YET
  }

  /**
   * A slice in which the challenger is worse, or may be.
   *
   * @param slice its name
   * @param labels of it
   * @param difference of the accuracies, challenger less champion, -1 .. 1
   * @param interval of the difference at all times at once, for all slices together
   * @param isWorse whether it is worse by more than the margin of slices
   */
  public record SliceResult(
      String slice, long labels, double difference, Interval interval, boolean isWorse) {}

  /**
   * Observations on which the two differ.
   *
   * @param champion what the champion says
   * @param challenger what the challenger says
   * @param count how often
   */
  public record Difference(int champion, int challenger, long count) {}

  /**
   * What is known by now.
   *
   * @param decision what to do
   * @param observations that both models saw
   * @param agreement share of them on which both say the same; NaN without any
   * @param labels among them
   * @param difference of the accuracies, challenger less champion; NaN without labels
   * @param interval of the difference, at all times at once
   * @param moreLabels about how many more it takes, at the difference so far; 0 if it is decided,
   *     {@link Long#MAX_VALUE} if the difference so far decides nothing
   * @param slices the worst first
   * @param differences the most frequent first, at most ten
   */
  public record Result(
      Decision decision,
      long observations,
      double agreement,
      long labels,
      double difference,
      Interval interval,
      long moreLabels,
      List<SliceResult> slices,
      List<Difference> differences) {
    public Result {
      slices = List.copyOf(slices);
      differences = List.copyOf(differences);
    }
  }

  private final int classes;
  private final double alpha;
  private final double margin;
  private final double sliceMargin;
  private final ConfusionCounts both;
  private final PairedSequence all = new PairedSequence();
  private final Map<String, PairedSequence> slices = new TreeMap<>();

  /**
   * Before the first observation.
   *
   * @param classes 1 .. 2,000
   * @param alpha of the decision, above 0, at most 0.5
   * @param margin by which the challenger may be worse and still be promoted, 0 .. 0.5
   * @param sliceMargin by which it may be worse in a slice, 0 .. 0.5
   */
  public Challenger(int classes, double alpha, double margin, double sliceMargin) {
    if (classes < 1 || classes > MOST_CLASSES) {
      throw new IllegalArgumentException("classes: " + classes + " (expected: 1 .. 2000)");
    }
    if (!(alpha > 0 && alpha <= 0.5)) {
      throw new IllegalArgumentException("alpha: " + alpha + " (expected: > 0 and <= 0.5)");
    }
    this.margin = checked(margin, "margin");
    this.sliceMargin = checked(sliceMargin, "sliceMargin");
    this.classes = classes;
    this.alpha = alpha;
    this.both = new ConfusionCounts(classes);
  }

  private static double checked(double margin, String name) {
    if (!(margin >= 0 && margin <= 0.5)) {
      throw new IllegalArgumentException(name + ": " + margin + " (expected: 0 .. 0.5)");
    }
    return margin;
  }

  /**
   * Takes an observation that both models saw.
   *
   * @param champion class that it says, 0 .. classes - 1
   * @param challenger class that it says, 0 .. classes - 1
   */
  public void observe(int champion, int challenger) {
    both.accept(champion, challenger);
  }

  /**
   * Takes a label of an observation that was chosen by chance, whether or not it was observed
   * before.
   *
   * @param slice its name; "" for none
   * @param champion class that it says, 0 .. classes - 1
   * @param challenger class that it says, 0 .. classes - 1
   * @param actual the class of the label, 0 .. classes - 1
   */
  public void label(String slice, int champion, int challenger, int actual) {
    Objects.requireNonNull(slice, "slice");
    check(champion, "champion");
    check(challenger, "challenger");
    check(actual, "actual");
    boolean first = challenger == actual;
    boolean second = champion == actual;
    all.accept(first, second);
    if (!slice.isEmpty() && (slices.containsKey(slice) || slices.size() < MOST_SLICES)) {
      slices.computeIfAbsent(slice, s -> new PairedSequence()).accept(first, second);
    }
  }

  private void check(int value, String name) {
    if (value < 0 || value >= classes) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: 0 .. " + (classes - 1) + ")");
    }
  }

  /**
   * What is known by now.
   *
   * @return never null; not yet is an answer
   */
  public Result result() {
    double threshold = Math.log(2 / alpha);
    boolean better = all.logEvidenceAbove(-margin) >= threshold;
    boolean worse = all.logEvidenceBelow(0) >= threshold;
    List<SliceResult> ofSlices = new ArrayList<>();
    slices.forEach((name, sequence) -> ofSlices.add(slice(name, sequence)));
    ofSlices.sort(Comparator.comparingDouble(SliceResult::difference));
    boolean worseSlice = ofSlices.stream().anyMatch(SliceResult::isWorse);
    Decision decision =
        worse && !better || worseSlice
            ? Decision.KEEP
            : better ? Decision.PROMOTE : Decision.NOT_YET;
    long more =
        decision == Decision.NOT_YET
            ? Math.min(all.moreUntilAbove(-margin, alpha / 2), all.moreUntilBelow(0, alpha / 2))
            : 0;
    long seen = both.total();
    return new Result(
        decision,
        seen,
        both.accuracy(),
        all.count(),
        all.estimate(),
        all.interval(1 - alpha),
        more,
        ofSlices,
        differences());
  }

  private SliceResult slice(String name, PairedSequence sequence) {
    double share = SharedLevel.ofEach(alpha, slices.size());
    return new SliceResult(
        name,
        sequence.count(),
        sequence.estimate(),
        sequence.interval(1 - share),
        sequence.logEvidenceBelow(-sliceMargin) >= -Math.log(share));
  }

  private List<Difference> differences() {
    List<Difference> found = new ArrayList<>();
    for (int a = 0; a < classes; a++) {
      for (int b = 0; b < classes; b++) {
        if (a != b && both.count(a, b) > 0) {
          found.add(new Difference(a, b, both.count(a, b)));
        }
      }
    }
    found.sort(Comparator.comparingLong(Difference::count).reversed());
    return found.size() > 10 ? found.subList(0, 10) : found;
  }

  /**
   * What was seen, in a compact, versioned form with a checksum.
   *
   * @return for {@link #restore}
   */
  public byte[] toBytes() {
    byte[] pairs = both.toBytes();
    byte[] whole = all.toBytes();
    BinaryOutput out =
        new BinaryOutput(KIND, VERSION, 100 + pairs.length + (whole.length + 60) * slices.size())
            .count(pairs.length)
            .bytes(pairs)
            .count(whole.length)
            .bytes(whole)
            .count(slices.size());
    slices.forEach(
        (name, sequence) -> {
          byte[] text = name.getBytes(StandardCharsets.UTF_8);
          byte[] one = sequence.toBytes();
          out.count(text.length).bytes(text).count(one.length).bytes(one);
        });
    return out.toCheckedBytes();
  }

  /**
   * Goes on from what {@link #toBytes} wrote, exactly as that would; nothing has been seen yet.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, of something else, or of another number
   *     of classes
   */
  public void restore(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    ConfusionCounts pairs = ConfusionCounts.fromBytes(in.bytes("pairs"));
    if (pairs.classes() != classes) {
      throw new IllegalArgumentException(
          "classes: " + pairs.classes() + " (expected: " + classes + ")");
    }
    both.combine(pairs);
    all.combine(PairedSequence.fromBytes(in.bytes("paired differences")));
    long count = in.count("slices", 0, MOST_SLICES);
    for (long i = 0; i < count; i++) {
      String name = new String(in.bytes("slice"), StandardCharsets.UTF_8);
      slices.put(name, PairedSequence.fromBytes(in.bytes("paired differences of a slice")));
    }
    in.end();
  }
}
