package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.internal.PixelFaults;
import io.virk.image.internal.PixelWatch;
import io.virk.signal.SignalTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What real faults are called, that nobody simulated: a lens out of focus, and a camera that was
 * moved, in photos of one scene; noise that was injected on board of a satellite; and circuit
 * boards with defects, whose images were encoded more coarsely than those of good ones. Parts of
 * the sharp photo, and of half of the clean images, are the baseline; windows are drawn from other
 * parts of the faulty ones. Prints a table in Markdown.
 */
final class RealFaultsTable {
  private static final int[] WINDOWS = {8, 32};
  private static final int TIMES = 50;
  private static final int TOLD = 3;

  /** Images of a camera before and after, as many as two runs of a watch over pixels. */
  private static final int RUN = 136;

  private RealFaultsTable() {}

  /**
   * A fault.
   *
   * @param about one line
   * @param expected name of a cause
   */
  private record Fault(String about, String expected, List<Frame> baseline, List<Frame> faulty) {}

  /**
   * Prints it.
   *
   * @param data folder of the data
   * @param only a part of the name of the faults that are wanted
   */
  static void run(Path data, String only) {
    System.out.printf(
        Locale.ROOT,
        "| real fault | expected | window | first, %% | family first, %% | named rightly, %% | as good as"
            + " sure, %% | named wrongly, %% | called |%n|---|---|---|---|---|---|---|---|---|%n");
    for (Fault fault : faults(data)) {
      if (!fault.about().contains(only)) {
        continue;
      }
      CauseSet set =
          new CauseSet(fault.about(), "", fault.baseline(), fault.faulty(), Optional.empty());
      Baseline baseline = set.build();
      Reference reference = baseline.reference(Slice.ALL);
      SignalTable rows = CauseSet.signals(fault.faulty());
      for (int n : WINDOWS) {
        line(fault, n, reference, rows);
      }
    }
    fixedShare(data.resolve("images/opssat-2023-a.zip"));
  }

  private static void line(Fault fault, int n, Reference reference, SignalTable rows) {
    SplittableRandom random = new SplittableRandom(3);
    int first = 0;
    int family = 0;
    int right = 0;
    int sure = 0;
    int wrong = 0;
    Fingerprint last = null;
    for (int t = 0; t < TIMES; t++) {
      int[] drawn = IntStream.range(0, n).map(i -> random.nextInt(rows.rows())).toArray();
      Fingerprint found = reference.fingerprint(rows.take(drawn));
      CauseMatch best = found.causes().get(0);
      boolean is = best.cause().equals(fault.expected());
      String ofTruth =
          found.causes().stream()
              .filter(c -> c.cause().equals(fault.expected()))
              .map(CauseMatch::family)
              .findFirst()
              .orElse("");
      first += is ? 1 : 0;
      family += found.families().get(0).name().equals(ofTruth) ? 1 : 0;
      boolean named = found.cause().isPresent();
      right += is && named ? 1 : 0;
      sure += is && found.isSure() ? 1 : 0;
      wrong += !is && named ? 1 : 0;
      last = found;
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d | %.0f | %.0f | %.0f | %.0f | %.0f | %s |%n",
        fault.about(),
        fault.expected(),
        n,
        100.0 * first / TIMES,
        100.0 * family / TIMES,
        100.0 * right / TIMES,
        100.0 * sure / TIMES,
        100.0 * wrong / TIMES,
        called(last));
  }

  private static String called(Fingerprint found) {
    String causes =
        found.causes().stream()
            .limit(TOLD)
            .map(
                c ->
                    String.format(
                        Locale.ROOT, "%s %.1f: %.2f", c.cause(), c.severity(), c.probability()))
            .collect(Collectors.joining(", "));
    String together =
        found.together().stream()
            .map(c -> String.format(Locale.ROOT, "%s %.1f", c.cause(), c.severity()))
            .collect(Collectors.joining(" and "));
    return String.format(
            Locale.ROOT,
            "%s, unknown %.2f, unchanged %.2f",
            causes,
            found.unknown(),
            found.unchanged())
        + (together.isEmpty() ? "" : "; together " + together);
  }

  private static List<Fault> faults(Path data) {
    List<Fault> faults = new ArrayList<>();
    Path blur = data.resolve("images/blur-triplet-106.zip");
    Frame sharp = RealSet.files(blur, "106_sharp").get(0);
    for (String kind : List.of("defocus", "motion")) {
      Frame faulty = RealSet.files(blur, "106_" + kind).get(0);
      String expected = kind.equals("defocus") ? "defocus" : "camera shake";
      faults.add(
          new Fault(
              kind + ", parts of 320 x 240",
              expected,
              shuffled(parts(sharp, 320, 240, 80, 60, 0)),
              parts(faulty, 320, 240, 80, 60, 1)));
      faults.add(
          new Fault(
              kind + ", parts of 1024 x 683, reduced",
              expected,
              shuffled(parts(sharp, 1024, 683, 51, 34, 0)),
              parts(faulty, 1024, 683, 51, 34, 1)));
    }
    Path opsSat = data.resolve("images/opssat-2023-a.zip");
    List<Frame> clean = RealSet.files(opsSat, "onboard224/");
    faults.add(
        new Fault(
            "OPS-SAT, noise injected on board",
            "sensor noise",
            shuffled(partsOf(clean, 0)),
            partsOf(RealSet.files(opsSat, "noised224/"), 1)));
    Path boards = data.resolve("images/deeppcb-40pairs.zip");
    faults.add(
        new Fault(
            "DeepPCB, boards with defects, encoded more coarsely",
            "JPEG compression",
            shuffled(boards(RealSet.files(boards, "template/"), 0)),
            boards(RealSet.files(boards, "defect/"), 1)));
    return faults;
  }

  /** In any order: parts side by side are no stream of a camera. */
  private static List<Frame> shuffled(List<Frame> frames) {
    List<Frame> shuffled = new ArrayList<>(frames);
    Collections.shuffle(shuffled, new Random(1));
    return shuffled;
  }

  /** Of every other board parts of 320 x 320, in gray. */
  private static List<Frame> boards(List<Frame> images, int from) {
    List<Frame> parts = new ArrayList<>();
    for (int i = from; i < images.size(); i += 2) {
      Frame board = images.get(i);
      for (int at = 0; at < 9; at++) {
        parts.add(gray(RealSet.part(board, 160 * (at % 3), 160 * (at / 3), 320, 320)));
      }
    }
    return parts;
  }

  private static Frame gray(Frame frame) {
    if (frame.format() == PixelFormat.GRAY) {
      return frame;
    }
    byte[] pixels = new byte[frame.width() * frame.height()];
    int step = frame.format().samplesPerPixel();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = frame.pixels()[i * step + 1];
    }
    return Frame.of(pixels, frame.width(), frame.height(), PixelFormat.GRAY);
  }

  /** What of the noise that was injected on board is the same in all images, by images in turn. */
  private static void fixedShare(Path opsSat) {
    PixelWatch watch = new PixelWatch();
    long sequence = 0;
    for (String kind : List.of("onboard224/", "noised224/")) {
      List<Frame> images = RealSet.files(opsSat, kind);
      for (int i = 0; i < RUN; i++) {
        watch.add(images.get(i % images.size()), sequence++);
      }
    }
    PixelFaults found = watch.since(RUN);
    System.out.printf(
        Locale.ROOT,
        "%nOPS-SAT: pixels differ by %.1f levels more from those about them, of which %.0f %% is the"
            + " same in all images.%n",
        Math.sqrt(found.grain()),
        100 * found.fixedGrain() / found.grain());
  }

  /** Of every other image parts of 128 x 128. */
  private static List<Frame> partsOf(List<Frame> images, int from) {
    List<Frame> parts = new ArrayList<>();
    for (int i = from; i < images.size(); i += 2) {
      parts.addAll(parts(images.get(i), 128, 128, 32, 32, 0));
      parts.addAll(parts(images.get(i), 128, 128, 32, 32, 1));
    }
    return parts;
  }

  /** Every other of the parts of an image, as the squares of a chess board. */
  private static List<Frame> parts(Frame image, int width, int height, int x, int y, int colour) {
    List<Frame> parts = new ArrayList<>();
    for (int j = 0; j * y + height <= image.height(); j++) {
      for (int i = (j + colour) % 2; i * x + width <= image.width(); i += 2) {
        parts.add(RealSet.part(image, i * x, j * y, width, height));
      }
    }
    return parts;
  }
}
