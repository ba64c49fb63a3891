package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.cause.internal.CauseSignature;
import io.virk.cause.internal.ComparedRows;
import io.virk.detect.Slice;
import io.virk.signal.SignalTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What is wrong with one image: which of four causes happened to it, of which one did, in the form
 * of DistortBench (arXiv 2604.19966), whose best vision-language model is right in 61.9 % and a
 * majority of people in 65.7 %. The image is compared with a baseline of other images, of which
 * none shows the same thing; the answer is the likeliest of the four. The other three are drawn at
 * random, or first from the cause's own family. Prints a table in Markdown.
 */
final class SingleImageTable {
  private static final int[] SEVERITIES = {1, 3, 5};
  private static final int CHOICES = 4;

  /** A row counts as one observation, though the comparison asks for a few. */
  private static final int COPIES = 4;

  private SingleImageTable() {}

  /** Counts. */
  private static final class Cell {
    int images;
    int random;
    int related;
    int first;
    int severity;
    int right;

    String words() {
      return String.format(
          Locale.ROOT,
          " %.1f | %.1f | %.1f | %.1f |",
          100.0 * random / images,
          100.0 * related / images,
          100.0 * first / images,
          right == 0 ? Double.NaN : 100.0 * severity / right);
    }

    void add(Cell other) {
      images += other.images;
      random += other.random;
      related += other.related;
      first += other.first;
      severity += other.severity;
      right += other.right;
    }
  }

  /**
   * Prints it.
   *
   * @param data folder of the data
   * @param size scales how many are drawn
   * @param part name of a set, or nothing for all
   */
  static void run(Path data, double size, String part) {
    int images = (int) Math.max(2, Math.round(20 * size));
    System.out.printf(
        Locale.ROOT,
        "%d images a cause and severity.%n%n| images | severity | right of four, %% | right of four"
            + " relatives, %% | right of all, %% | severity within one, of those, %% |%n"
            + "|---|---|---|---|---|---|%n",
        images);
    for (CauseSet set : CauseSet.all(data)) {
      if (part.isEmpty() || part.equals(set.name())) {
        run(set, images);
      }
    }
  }

  private static void run(CauseSet set, int images) {
    Baseline baseline = set.build();
    Reference reference = baseline.reference(Slice.ALL);
    List<Cause> causes = baseline.causes().stream().filter(Cause::seenInOneFrame).toList();
    SplittableRandom random = new SplittableRandom(4);
    Cell all = new Cell();
    for (int severity : SEVERITIES) {
      Cell cell = new Cell();
      for (Cause cause : causes) {
        int from = random.nextInt(set.tested().size());
        SignalTable rows = set.signals(cause, severity, from, images, 500 + from);
        for (int i = 0; i < rows.rows(); i++) {
          add(cell, cause, severity, match(reference, rows, i), causes, random);
        }
      }
      System.out.printf(Locale.ROOT, "| %s | %d |%s%n", set.name(), severity, cell.words());
      all.add(cell);
    }
    System.out.printf(Locale.ROOT, "| %s | mean |%s%n", set.name(), all.words());
  }

  private static Fingerprint match(Reference reference, SignalTable rows, int row) {
    List<CauseSignature> signatures = reference.signatures();
    int[] copies = IntStream.range(0, COPIES).map(i -> row).toArray();
    return ComparedRows.match(
        new ComparedRows.Known(
            signatures,
            Optional.empty(),
            reference.pool(),
            reference.rows(),
            s -> COPIES * reference.autocorrelationTime(s)),
        rows.take(copies));
  }

  private static void add(
      Cell cell,
      Cause truth,
      int severity,
      Fingerprint found,
      List<Cause> causes,
      SplittableRandom random) {
    CauseMatch best = found.causes().get(0);
    boolean right = best.cause().equals(truth.name());
    cell.images++;
    cell.first += right ? 1 : 0;
    List<String> others = drawn(truth, causes, random, false);
    List<String> relatives = drawn(truth, causes, random, true);
    cell.random += isFirst(truth, others, found) ? 1 : 0;
    cell.related += isFirst(truth, relatives, found) ? 1 : 0;
    double own =
        found.causes().stream()
            .filter(c -> c.cause().equals(truth.name()))
            .mapToDouble(CauseMatch::severity)
            .findFirst()
            .orElse(0);
    cell.right += right ? 1 : 0;
    cell.severity += right && Math.abs(own - severity) <= 1 ? 1 : 0;
  }

  /** Three other causes, those of the family first if so. */
  private static List<String> drawn(
      Cause truth, List<Cause> causes, SplittableRandom random, boolean familyFirst) {
    List<Cause> left = new ArrayList<>(causes);
    left.remove(truth);
    List<String> drawn = new ArrayList<>();
    while (drawn.size() < CHOICES - 1) {
      List<Cause> family = left.stream().filter(c -> c.family().equals(truth.family())).toList();
      List<Cause> from = familyFirst && !family.isEmpty() ? family : left;
      Cause other = from.get(random.nextInt(from.size()));
      drawn.add(other.name());
      left.remove(other);
    }
    return drawn;
  }

  /** Causes stand by their probability, and by their likeness where that is nothing. */
  private static boolean isFirst(Cause truth, List<String> others, Fingerprint found) {
    return found.causes().stream()
        .map(CauseMatch::cause)
        .filter(c -> c.equals(truth.name()) || others.contains(c))
        .findFirst()
        .filter(truth.name()::equals)
        .isPresent();
  }
}
