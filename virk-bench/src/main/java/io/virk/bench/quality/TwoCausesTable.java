package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.signal.SignalTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two causes at once, of two families: how often both are named, and how often one alone is taken
 * for two. Prints a table in Markdown.
 */
final class TwoCausesTable {
  private static final int[] SEVERITIES = {1, 2, 3, 4};
  private static final int WINDOW = 32;

  private static final List<List<String>> PAIRS =
      List.of(
          List.of("defocus", "warm colour cast"),
          List.of("under-exposure", "sensor noise"),
          List.of("vignetting", "sensor noise"),
          List.of("green colour cast", "JPEG compression"),
          List.of("haze", "defocus"),
          List.of("over-exposure", "JPEG compression"),
          List.of("dirt on the lens", "under-exposure"),
          List.of("camera shake", "pale colours"),
          List.of("stripes", "cool colour cast"),
          List.of("dead and hot pixels", "low contrast"));

  private TwoCausesTable() {}

  /**
   * Prints it.
   *
   * @param data folder of the data
   * @param size scales how many are drawn
   * @param only name of a set, or nothing for all
   */
  static void run(Path data, double size, String only) {
    int windows = (int) Math.max(2, Math.round(10 * size));
    System.out.printf(
        Locale.ROOT,
        "%d pairs, %d windows of %d each.%n%n| images | severity of both | both named, %% | a pair"
            + " with one of them, %% | another pair, %% | one of them named alone, %% | another"
            + " alone, %% | one alone taken for two, %% |%n|---|---|---|---|---|---|---|---|%n",
        PAIRS.size(),
        windows,
        WINDOW);
    for (CauseSet set : CauseSet.all(data)) {
      if (only.isEmpty() ? !set.name().equals("Fashion-MNIST") : set.name().equals(only)) {
        run(set, windows);
      }
    }
  }

  private static void run(CauseSet set, int windows) {
    Baseline baseline = set.build();
    Reference reference = baseline.reference(Slice.ALL);
    SplittableRandom random = new SplittableRandom(6);
    for (int severity : SEVERITIES) {
      int[] counts = new int[5];
      int taken = 0;
      List<String> wrong = new ArrayList<>();
      Set<String> singles = new TreeSet<>();
      PAIRS.forEach(singles::addAll);
      for (List<String> pair : PAIRS) {
        SignalTable rows = changed(set, pair, severity, random);
        for (int w = 0; w < windows; w++) {
          Fingerprint found = match(reference, rows, random);
          int kind = kind(pair, found);
          counts[kind]++;
          if (kind != 0) {
            wrong.add(pair + ": " + words(found));
          }
        }
      }
      for (String one : singles) {
        SignalTable rows = changed(set, List.of(one), severity, random);
        for (int w = 0; w < windows; w++) {
          taken += match(reference, rows, random).together().isEmpty() ? 0 : 1;
        }
      }
      double all = PAIRS.size() * windows / 100.0;
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.0f | %.0f | %.0f | %.0f | %.0f | %.1f |%n",
          set.name(),
          severity,
          counts[0] / all,
          counts[1] / all,
          counts[2] / all,
          counts[3] / all,
          counts[4] / all,
          100.0 * taken / (singles.size() * windows));
      if (Boolean.getBoolean("said")) {
        wrong.forEach(System.out::println);
      }
    }
  }

  /** 0 both, 1 a pair with one of them, 2 another pair, 3 one of them alone, 4 another, or none. */
  private static int kind(List<String> pair, Fingerprint found) {
    List<String> said = found.together().stream().map(CauseMatch::cause).toList();
    if (!said.isEmpty()) {
      return said.containsAll(pair) ? 0 : said.stream().anyMatch(pair::contains) ? 1 : 2;
    }
    return found.cause().filter(c -> pair.contains(c.cause())).isPresent() ? 3 : 4;
  }

  private static String words(Fingerprint found) {
    String together =
        found.together().stream()
            .map(c -> c.cause() + " " + c.severity())
            .collect(Collectors.joining(" + "));
    CauseMatch best = found.causes().get(0);
    return String.format(
        Locale.ROOT,
        "[%s] %s %.1f: %.2f, unknown %.2f",
        together,
        best.cause(),
        best.severity(),
        best.probability(),
        found.unknown());
  }

  private static SignalTable changed(
      CauseSet set, List<String> causes, int severity, SplittableRandom random) {
    int from = random.nextInt(set.tested().size());
    List<Frame> run =
        IntStream.range(0, 2 * WINDOW)
            .mapToObj(i -> set.tested().get((from + i) % set.tested().size()))
            .toList();
    for (String name : causes) {
      Cause cause = Causes.named(name);
      run = cause.apply(run, severity, random.nextInt(1 << 20));
    }
    return CauseSet.signals(run);
  }

  private static Fingerprint match(Reference reference, SignalTable rows, SplittableRandom random) {
    int[] drawn = random.ints(0, rows.rows()).distinct().limit(WINDOW).toArray();
    return reference.fingerprint(rows.take(drawn));
  }
}
