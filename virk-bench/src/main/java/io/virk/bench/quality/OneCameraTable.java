package io.virk.bench.quality;

import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.Slice;
import io.virk.event.DriftOpened;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Of eight cameras that look alike something happens to one: whether the drift that opens is of
 * that camera alone, of what cause, and since when. CIFAR-10, half of the images the baseline, the
 * others shown by the cameras in turn, each once; windows of 32. Prints a table in Markdown.
 */
final class OneCameraTable {
  private static final int CAMERAS = 8;
  private static final int WINDOW = 32;

  /** Observations of each camera before it happens, and until it must have been told. */
  private static final int BEFORE = 64;

  private static final int AFTER = 4 * WINDOW;
  private static final int[] SEVERITIES = {1, 3, 5};
  private static final String[] CAUSES = {
    "under-exposure",
    "washed-out gamma",
    "warm colour cast",
    "haze",
    "defocus",
    "camera shake",
    "sensor noise",
    "fixed pattern noise",
    "dirt on the lens",
    "view blocked in part",
    "JPEG compression",
    "low bit rate",
    "wrong crop",
    "red and blue swapped",
    "low resolution"
  };

  private final List<Frame> shown;
  private final Baseline baseline;
  private final SplittableRandom random = new SplittableRandom(8);

  private OneCameraTable(List<Frame> frames) {
    SplittableRandom order = new SplittableRandom(5);
    List<Frame> all = new ArrayList<>(frames);
    for (int i = all.size() - 1; i > 0; i--) {
      int j = order.nextInt(i + 1);
      Frame swapped = all.get(i);
      all.set(i, all.get(j));
      all.set(j, swapped);
    }
    BaselineBuilder builder =
        Baseline.builder("eight cameras").window(WINDOW).clock(() -> Instant.EPOCH);
    for (int i = 0; i < all.size() / 2; i++) {
      builder.add(
          Observation.builder().sequence(i).image(all.get(i)).tag("camera", camera(i)).build());
    }
    baseline = builder.build();
    shown = all.subList(all.size() / 2, all.size());
  }

  private static String camera(int number) {
    return "cam-" + number % CAMERAS;
  }

  /**
   * Prints it.
   *
   * @param data folder of the data
   * @param size scales how many are drawn
   * @param part one of the severities, or nothing for all
   */
  static void run(Path data, double size, String part) {
    RealSet set = RealSet.cifar(data);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      frames.add(set.frame(i));
    }
    OneCameraTable table = new OneCameraTable(frames);
    int runs = (int) Math.max(1, Math.round(2 * size));
    System.out.printf(
        Locale.ROOT,
        "%d causes, %d runs each.%n%n| severity | told within %d observations, %% | of those: that"
            + " camera alone, %% | it is among them, %% | cause named, and rightly, %% | named"
            + " wrongly, %% | onset within half a window, %% | interval covers it, %% | drifts of"
            + " other cameras, all runs |%n|---|---|---|---|---|---|---|---|---|%n",
        CAUSES.length,
        runs,
        AFTER);
    for (int severity : SEVERITIES) {
      if (!part.isEmpty() && !part.equals(String.valueOf(severity))) {
        continue;
      }
      Outcome sum = new Outcome();
      for (String cause : CAUSES) {
        for (int r = 0; r < runs; r++) {
          table.run(Causes.named(cause), severity, sum);
        }
      }
      System.out.printf(Locale.ROOT, "| %d |%s%n", severity, sum.words());
    }
  }

  /** Counts of runs. */
  private static final class Outcome {
    int runs;
    int told;
    int alone;
    int among;
    int right;
    int wrong;
    int onset;
    int covers;
    int others;

    String words() {
      return String.format(
          Locale.ROOT,
          " %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %d |",
          100.0 * told / runs,
          100.0 * alone / told,
          100.0 * among / told,
          100.0 * right / told,
          100.0 * wrong / told,
          100.0 * onset / told,
          100.0 * covers / told,
          others);
    }
  }

  private void run(Cause cause, int severity, Outcome sum) {
    int faulty = random.nextInt(CAMERAS);
    int from = random.nextInt(shown.size());
    long seed = random.nextInt(1 << 20);
    List<Frame> own = new ArrayList<>();
    for (int k = 0; k < BEFORE + AFTER; k++) {
      own.add(shown.get((from + CAMERAS * k + faulty) % shown.size()));
    }
    List<Frame> changed = cause.apply(own.subList(BEFORE, own.size()), severity, seed);
    List<DriftOpened> opened = new ArrayList<>();
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onDriftOpened(DriftOpened event) {
            opened.add(event);
          }
        };
    try (Monitor monitor =
        Monitor.builder(baseline)
            .sampler(Sampler.fraction(1))
            .sliceBy("camera")
            .fitAccepted()
            .polled()
            .listener(listener)
            .start()) {
      for (int k = 0; k < BEFORE + AFTER && opened.isEmpty(); k++) {
        for (int c = 0; c < CAMERAS; c++) {
          boolean isChanged = c == faulty && k >= BEFORE;
          Frame clean = shown.get((from + CAMERAS * k + c) % shown.size());
          Frame frame = isChanged ? changed.get(k - BEFORE) : clean;
          monitor.capture().image(frame).tag("camera", camera(c)).commit();
          monitor.poll(1);
        }
      }
    }
    count(opened, cause, new Slice("camera", camera(faulty)), faulty, sum);
  }

  private static void count(
      List<DriftOpened> opened, Cause cause, Slice slice, int faulty, Outcome sum) {
    sum.runs++;
    long truth = (long) BEFORE * CAMERAS + faulty;
    sum.others += (int) opened.stream().filter(o -> o.drift().opened().sequence() < truth).count();
    DriftOpened told =
        opened.stream()
            .filter(o -> o.drift().opened().sequence() >= truth)
            .findFirst()
            .orElse(null);
    if (told == null) {
      return;
    }
    sum.told++;
    sum.alone += told.drift().slices().equals(Set.of(slice)) ? 1 : 0;
    sum.among += told.drift().slices().contains(slice) ? 1 : 0;
    boolean named = told.diagnosis().fingerprint().cause().isPresent();
    boolean right = told.diagnosis().cause().equals(cause.name());
    sum.right += right ? 1 : 0;
    sum.wrong += named && !right ? 1 : 0;
    double error = Math.abs(told.drift().onset().best().sequence() - truth) / (double) CAMERAS;
    sum.onset += error <= WINDOW / 2.0 ? 1 : 0;
    if (Boolean.getBoolean("said")) {
      System.out.println(cause.name() + " " + truth + ": " + told.drift().onset());
    }
    boolean early = told.drift().onset().open();
    sum.covers +=
        (early || told.drift().onset().earliest().sequence() <= truth)
                && truth <= told.drift().onset().latest().sequence()
            ? 1
            : 0;
  }
}
