package io.virk.bench.quality;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Power of kernel tests beside VIRK's, on the same windows at the same false-alarm promise. Prints
 * tables in Markdown. Thresholds of MMD, MMD-FUSE and MMDAgg are set by the same clean windows;
 * VIRK is calibrated on its baseline alone, and betting needs no threshold.
 */
final class KernelTestTable {
  private static final int[] WINDOWS = {32, 100};
  private static final int CLEAN = 4000;
  private static final int DRAWN = 200;
  private static final int LONG = 500;
  private static final String NUMBERS = "normal";
  private static final String IMAGES = "CIFAR-10";

  private KernelTestTable() {}

  /**
   * Runs everything; the images only where their folder is.
   *
   * @param data folder of the data
   * @param size scales the numbers of windows, 1 for {@value #DRAWN} of a shift
   * @param part {@value #NUMBERS} or {@value #IMAGES}, or nothing for both
   */
  static void run(Path data, double size, String part) {
    if (!part.isEmpty() && !part.equals(NUMBERS) && !part.equals(IMAGES)) {
      throw new IllegalArgumentException(
          "part: " + part + " (expected: " + NUMBERS + " or " + IMAGES + ")");
    }
    if (!part.equals(IMAGES)) {
      table(KernelTestData.normal(), size);
    }
    if (!part.equals(NUMBERS) && Files.isDirectory(data)) {
      table(KernelTestData.cifar(data), size);
    } else if (!part.equals(NUMBERS)) {
      System.out.println("left out: " + IMAGES + ", whose folder is not there");
    }
  }

  private static void table(KernelTestData data, double size) {
    int clean = (int) Math.max(200, CLEAN * size);
    int drawn = (int) Math.max(4, DRAWN * size);
    for (int m : WINDOWS) {
      KernelTestJudge judge = new KernelTestJudge(data, m, clean);
      System.out.printf(
          Locale.ROOT,
          "%n### %s, windows of %d%n%nRejected, %%, at one false alarm in 20 / in 1,000 windows;"
              + " thresholds by %d clean windows; %d windows of a shift, %d others that are clean."
              + "%n%n| shift |",
          data.name(),
          m,
          clean,
          drawn,
          clean / 2);
      KernelTestJudge.METHODS.forEach(name -> System.out.printf(" %s |", name));
      System.out.printf(Locale.ROOT, "%n|---|%s%n", "---:|".repeat(KernelTestJudge.METHODS.size()));
      line(judge, "none", data.clean(), m, clean / 2, 5_000_000L);
      for (int s = 0; s < data.shifts().size(); s++) {
        KernelTestData.Shift shift = data.shifts().get(s);
        line(judge, shift.name(), shift.windows(), m, drawn, 9_000_000L + 10_000L * s);
      }
    }
    sequential(data, drawn / 2);
  }

  private static void line(
      KernelTestJudge judge,
      String name,
      KernelTestData.Windows windows,
      int m,
      int count,
      long seed) {
    int methods = KernelTestJudge.METHODS.size();
    int alphas = KernelTestJudge.ALPHAS.length;
    int[][] fired = new int[methods][alphas];
    IntStream.range(0, count)
        .parallel()
        .mapToObj(
            i -> {
              SplittableRandom random = new SplittableRandom(seed + i);
              return judge.judge(windows.draw(m, random), random);
            })
        .toList()
        .forEach(
            one -> {
              for (int k = 0; k < methods; k++) {
                for (int a = 0; a < alphas; a++) {
                  fired[k][a] += one[k][a] ? 1 : 0;
                }
              }
            });
    StringBuilder row = new StringBuilder("| " + name + " |");
    String format = name.equals("none") ? " %.1f / %.2f |" : " %.0f / %.0f |";
    for (int[] one : fired) {
      row.append(
          String.format(Locale.ROOT, format, 100.0 * one[0] / count, 100.0 * one[1] / count));
    }
    System.out.println(row);
  }

  /** Betting needs no window: what it sees of a stream that goes on. */
  private static void sequential(KernelTestData data, int count) {
    KernelTestJudge judge = new KernelTestJudge(data, WINDOWS[0], 200);
    System.out.printf(
        Locale.ROOT,
        "%n### %s, betting for as long as %d rows%n%nRejected by then, %%, at one false alarm in 20"
            + " / in 1,000 streams; %d streams.%n%n| shift | rejected |%n|---|---:|%n",
        data.name(),
        LONG,
        count);
    for (int s = -1; s < data.shifts().size(); s++) {
      KernelTestData.Windows windows = s < 0 ? data.clean() : data.shifts().get(s).windows();
      long seed = 20_000_000L + 10_000L * s;
      double[] wealth =
          IntStream.range(0, count)
              .parallel()
              .mapToDouble(
                  i -> {
                    SplittableRandom random = new SplittableRandom(seed + i);
                    return judge.wealth(windows.draw(LONG, random), LONG, random);
                  })
              .toArray();
      StringBuilder row =
          new StringBuilder("| " + (s < 0 ? "none" : data.shifts().get(s).name()) + " |");
      for (double alpha : KernelTestJudge.ALPHAS) {
        long rejected = Arrays.stream(wealth).filter(w -> w >= Math.log(1 / alpha)).count();
        row.append(String.format(Locale.ROOT, " %.0f", 100.0 * rejected / count));
        row.append(alpha == KernelTestJudge.ALPHAS[0] ? " /" : " |");
      }
      System.out.println(row);
    }
  }
}
