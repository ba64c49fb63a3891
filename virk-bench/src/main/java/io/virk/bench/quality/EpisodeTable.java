package io.virk.bench.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.bench.quality.LiveStreams.Live;
import io.virk.detect.Onset;
import io.virk.event.CauseChanged;
import io.virk.event.DriftOpened;
import io.virk.event.WindowJudged;
import io.virk.stats.Interval;
import io.virk.stats.twosample.BinomialInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What is told of drifts on live streams. <b>Onset</b>: whether the interval that a drift opens
 * with covers the observation with which the change began, and how wide it is; at once, and as a
 * ramp, on which the share of changed observations grows over {@value #RAMP} windows' worth.
 * <b>Replacement</b>: a fault that is replaced by another while its drift is open; told in time if
 * the change of cause is told with the second window that lies behind the replacement, or before.
 */
final class EpisodeTable {
  private static final Set<String> STREAMS =
      Set.of(
          "independent x 1",
          "independent x 2",
          "independent x 8",
          "CIFAR-10 x 1",
          "CIFAR-10 x 2",
          "CIFAR-10 x 4");

  private static final int RAMP = 10;
  private static final int CLEAN = 200;
  private static final int SOON = 32;
  private static final double HELD = 4.3;
  private static final int WINDOWS = 2;

  /** After the replacement, windows' worth. */
  private static final int WAITED = 12;

  private static final String[] STRENGTHS = {"weak", "middle", "strong"};

  private static final Replacement[] REPLACEMENTS = {
    new Replacement(Change.JPEG, 5, Change.BLACK, 5, "black picture"),
    new Replacement(Change.DEFOCUS, 3, Change.BLACK, 5, "black picture"),
    new Replacement(Change.DEFOCUS, 5, Change.DARKENING, 5, "under-exposure"),
    new Replacement(Change.DARKENING, 5, Change.DEFOCUS, 5, "defocus"),
    new Replacement(Change.NOISE, 3, Change.DEFOCUS, 3, "defocus"),
    new Replacement(Change.DEFOCUS, 3, Change.NOISE, 3, "sensor noise")
  };

  private EpisodeTable() {}

  /** One fault, and the one that comes in its place. */
  private record Replacement(Change first, int of, Change then, int ofThen, String cause) {
    String words() {
      return first.words()
          + " "
          + of
          + ", then "
          + then.words()
          + (then == Change.BLACK ? "" : " " + ofThen);
    }
  }

  /**
   * How an onset was told.
   *
   * @param truth the first changed observation, from that of the stream's start on
   * @param told the interval
   * @param spacing of how many observations one counts
   */
  private record Told(long truth, Onset told, double spacing) {
    boolean covers() {
      return truth <= told.latest().sequence()
          && (told.open() || truth >= told.earliest().sequence());
    }

    double width() {
      return told.open()
          ? Double.POSITIVE_INFINITY
          : (told.latest().sequence() - told.earliest().sequence() + 1) / spacing;
    }

    double error() {
      return Math.abs(told.best().sequence() - truth) / spacing;
    }
  }

  /** Of a stream: onsets by strength and shape, and for each replacement the runs told. */
  private static final class Outcome {
    private final List<List<Told>> onsets =
        IntStream.range(0, 2 * STRENGTHS.length)
            .mapToObj(i -> (List<Told>) new ArrayList<Told>())
            .toList();

    /** Windows behind the replacement until it was told; infinite if never. */
    private final List<List<Double>> replaced =
        Arrays.stream(REPLACEMENTS).map(r -> (List<Double>) new ArrayList<Double>()).toList();

    private final int[] right = new int[REPLACEMENTS.length];

    void add(Outcome other) {
      for (int i = 0; i < onsets.size(); i++) {
        onsets.get(i).addAll(other.onsets.get(i));
      }
      for (int i = 0; i < right.length; i++) {
        replaced.get(i).addAll(other.replaced.get(i));
        right[i] += other.right[i];
      }
    }
  }

  /** What a run tells. */
  private static final class Ear implements MonitorListener {
    private Onset onset;
    private long replacedAt = Long.MAX_VALUE;
    private int windows;
    private double toldAfter = Double.POSITIVE_INFINITY;
    private String cause = "";

    @Override
    public void onDriftOpened(DriftOpened event) {
      onset = onset == null ? event.drift().onset() : onset;
    }

    @Override
    public void onWindowJudged(WindowJudged event) {
      if (event.results().get(0).sample().bounds().first().sequence() >= replacedAt) {
        windows++;
      }
    }

    @Override
    public void onCauseChanged(CauseChanged event) {
      if (replacedAt < Long.MAX_VALUE && Double.isInfinite(toldAfter)) {
        toldAfter = windows;
        cause = event.now().cause();
      }
    }
  }

  static JsonArray run(List<Live> streams) {
    JsonArray json = new JsonArray();
    List<String> replacements = new ArrayList<>();
    System.out.printf(
        Locale.ROOT,
        "%n## Onsets%n%nOf the drifts that opened within %d windows' worth of the change: how many"
            + " intervals cover its first observation (95 %%), how many are open to the past, and"
            + " medians of the width and of how far the best estimate is off, in observations that"
            + " count.%n%n| stream | change | runs | covered | open | width | off by |%n"
            + "|---|---|---:|---:|---:|---:|---:|%n",
        SOON);
    for (Live live : streams) {
      if (!STREAMS.contains(live.name())) {
        continue;
      }
      Outcome all = new Outcome();
      IntStream.range(0, live.replicates())
          .parallel()
          .mapToObj(r -> replicate(live, r))
          .toList()
          .forEach(all::add);
      for (int i = 0; i < all.onsets.size(); i++) {
        String change =
            STRENGTHS[i % STRENGTHS.length] + (i < STRENGTHS.length ? ", at once" : ", ramp");
        onsets(live, change, all.onsets.get(i), json);
      }
      for (int i = 0; live.images() && i < REPLACEMENTS.length; i++) {
        replacements.add(replaced(live, REPLACEMENTS[i], all.replaced.get(i), all.right[i], json));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%n## One fault in place of another%n%nOf the runs whose first fault had opened a drift:"
            + " how many told the change of cause with the %d. window behind it or before, how many"
            + " ever within %d windows' worth, and how many named the right cause.%n%n| stream |"
            + " faults | runs | within %d windows | ever | rightly named |%n"
            + "|---|---|---:|---:|---:|---:|%n",
        WINDOWS,
        WAITED,
        WINDOWS);
    replacements.forEach(System.out::println);
    return json;
  }

  private static Outcome replicate(Live live, int replicate) {
    long seed = live.seed(replicate);
    Baseline baseline = live.baseline(live.start().apply(seed), seed);
    int n =
        Math.min(live.windows(), CLEAN) * CleanTable.WINDOW
            - new SplittableRandom(seed).nextInt(CleanTable.WINDOW);
    Outcome outcome = new Outcome();
    LiveRun.Clean clean = LiveRun.clean(live, seed, baseline, Watching.DEFAULT, n);
    if (!clean.run().isOpen()) {
      for (LiveChange change : LiveChange.all(live.images())) {
        for (int shape = 0; shape < 2; shape++) {
          Told told = onset(clean, change, shape > 0);
          if (told != null) {
            outcome.onsets.get(STRENGTHS.length * shape + change.strength()).add(told);
          }
        }
      }
      for (int i = 0; live.images() && i < REPLACEMENTS.length; i++) {
        replace(clean, i, outcome);
      }
    }
    clean.forget();
    return outcome;
  }

  /** Null if it was missed. */
  private static Told onset(LiveRun.Clean clean, LiveChange change, boolean ramp) {
    double spacing = clean.run().spacing();
    int soon = (int) (SOON * CleanTable.WINDOW * spacing);
    double grown = RAMP * CleanTable.WINDOW * spacing;
    SplittableRandom random = new SplittableRandom(clean.seed());
    Ear ear = new Ear();
    long truth = -1;
    try (LiveRun run = clean.goOn(ear)) {
      for (int i = 0; i < soon && ear.onset == null; i++) {
        boolean changed = !ramp || random.nextDouble() < (i + 1) / grown;
        truth = truth < 0 && changed ? clean.n() + i : truth;
        run.next(changed ? change : null);
      }
    }
    return ear.onset == null ? null : new Told(truth, ear.onset, spacing);
  }

  private static void replace(LiveRun.Clean clean, int index, Outcome outcome) {
    Replacement replacement = REPLACEMENTS[index];
    double window = CleanTable.WINDOW * clean.run().spacing();
    LiveChange first = new LiveChange(replacement.first(), replacement.of(), 0);
    LiveChange then = new LiveChange(replacement.then(), replacement.ofThen(), 0);
    Ear ear = new Ear();
    try (LiveRun run = clean.goOn(ear)) {
      long at = clean.n();
      for (int i = 0; i < SOON * window && run.opened() == 0; i++) {
        run.next(first);
        at++;
      }
      for (int i = 0; i < HELD * window; i++) {
        run.next(first);
        at++;
      }
      if (!run.isOpen()) {
        return;
      }
      ear.replacedAt = at;
      for (int i = 0; i < WAITED * window && Double.isInfinite(ear.toldAfter); i++) {
        run.next(then);
      }
    }
    outcome.replaced.get(index).add(ear.toldAfter);
    outcome.right[index] += ear.cause.equals(replacement.cause()) ? 1 : 0;
  }

  private static void onsets(Live live, String change, List<Told> told, JsonArray json) {
    JsonObject one = new JsonObject();
    one.addProperty("stream", live.name());
    one.addProperty("change", change);
    one.addProperty("runs", told.size());
    json.add(one);
    if (told.isEmpty()) {
      System.out.printf(Locale.ROOT, "| %s | %s | 0 | | | | |%n", live.name(), change);
      return;
    }
    long covered = told.stream().filter(Told::covers).count();
    long open = told.stream().filter(t -> t.told().open()).count();
    Interval interval = BinomialInterval.clopperPearson(covered, told.size(), 0.95);
    double[] widths = told.stream().mapToDouble(Told::width).sorted().toArray();
    double[] errors = told.stream().mapToDouble(Told::error).sorted().toArray();
    double width = widths[widths.length / 2];
    one.addProperty("covered", covered);
    one.addProperty("open", open);
    one.addProperty("width", width);
    one.addProperty("error", errors[errors.length / 2]);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d | %.0f %% (%.0f .. %.0f) | %d | %s | %.0f |%n",
        live.name(),
        change,
        told.size(),
        100.0 * covered / told.size(),
        100 * interval.low(),
        100 * interval.high(),
        open,
        Double.isInfinite(width) ? "open" : String.format(Locale.ROOT, "%.0f", width),
        errors[errors.length / 2]);
  }

  private static String replaced(
      Live live, Replacement replacement, List<Double> after, int right, JsonArray json) {
    long within = after.stream().filter(w -> w <= WINDOWS).count();
    long ever = after.stream().filter(w -> !Double.isInfinite(w)).count();
    JsonObject one = new JsonObject();
    one.addProperty("stream", live.name());
    one.addProperty("faults", replacement.words());
    one.addProperty("runs", after.size());
    one.addProperty("within", within);
    one.addProperty("ever", ever);
    one.addProperty("right", right);
    json.add(one);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %d | %d |",
        live.name(),
        replacement.words(),
        after.size(),
        within,
        ever,
        right);
  }
}
