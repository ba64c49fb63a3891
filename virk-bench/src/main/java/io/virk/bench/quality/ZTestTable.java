package io.virk.bench.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.baseline.Baseline;
import io.virk.bench.quality.LiveStreams.Live;
import io.virk.detect.EmissionPolicy;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A monitor beside the test that one would write oneself: z of the mean of a window, of four
 * scalars of the image (brightness, contrast, the logarithms of sharpness and noise), against mean
 * and deviation of all of the baseline's images; it fires if one of them is beyond a limit. The
 * same streams of independent images, the same windows, the same changes: with the limit 3, and
 * with the limit that as many clean windows exceed as VIRK is asked for, which no user knows. A
 * change is missed if nothing is told within {@value #SOON} windows.
 */
final class ZTestTable {
  private static final Set<String> STREAMS = Set.of("CIFAR-10 x 1", "Fashion-MNIST x 1");

  private static final List<ScalarSignal> SCALARS =
      List.of(
          ScalarSignal.BRIGHTNESS,
          ScalarSignal.CONTRAST,
          ScalarSignal.SHARPNESS,
          ScalarSignal.NOISE);

  private static final Change[] CHANGES = {
    Change.DARKENING, Change.DEFOCUS, Change.NOISE, Change.JPEG, Change.OCCLUSION, Change.DIRT
  };

  private static final List<Watching> WAYS =
      List.of(Watching.DEFAULT, Watching.APART, Watching.AT_ONCE, Watching.CUSUM);
  private static final double USUAL = 3;
  private static final int SOON = 20;

  private ZTestTable() {}

  /** The largest z of windows, one after the other. */
  private static final class Windows {
    private final SignalExtractor extractor;
    private final double[] mean = new double[SCALARS.size()];
    private final double[] error = new double[SCALARS.size()];
    private final int[] column = new int[SCALARS.size()];
    private final SignalTable window;

    Windows(Baseline baseline, List<Observation> observations) {
      extractor = CleanStreams.extractor(baseline);
      window = new SignalTable(baseline.schema(), CleanTable.WINDOW);
      SignalTable table = new SignalTable(baseline.schema(), observations.size());
      observations.forEach(o -> table.append(extractor.extract(reduced(o))));
      int n = observations.size();
      for (int s = 0; s < mean.length; s++) {
        column[s] = baseline.schema().scalars().indexOf(SCALARS.get(s));
        double[] values = table.scalar(SCALARS.get(s));
        mean[s] = Arrays.stream(values).average().orElseThrow();
        double of = mean[s];
        double squares = Arrays.stream(values).map(v -> (v - of) * (v - of)).sum();
        error[s] = Math.sqrt(squares / (n - 1) * (1.0 / CleanTable.WINDOW + 1.0 / n));
      }
    }

    private static Observation reduced(Observation o) {
      return Observation.builder()
          .sequence(o.sequence())
          .image(CleanStreams.POLICY.reduce(o.frame()))
          .embedding(o.embedding())
          .logits(o.logits())
          .build();
    }

    /** The largest z of the window that this observation ends; NaN if it ends none. */
    double accept(Observation o) {
      window.append(extractor.extract(reduced(o)));
      if (window.rows() < CleanTable.WINDOW) {
        return Double.NaN;
      }
      double largest = 0;
      for (int s = 0; s < mean.length; s++) {
        double sum = 0;
        for (int row = 0; row < CleanTable.WINDOW; row++) {
          sum += window.scalar(column[s], row);
        }
        double z = (sum / CleanTable.WINDOW - mean[s]) / error[s];
        largest = Math.max(largest, Math.abs(z));
      }
      window.clear();
      return largest;
    }
  }

  /**
   * One run.
   *
   * @param windows of each way, observations to the first window that it judged drift; infinite for
   *     none
   * @param drifts of each way, to the drift that it opened
   * @param first from the onset to the end of the first window of z
   * @param z of windows, one after the other
   */
  private record Run(double[] windows, double[] drifts, int first, double[] z) {
    /** From the onset to an alarm of the z-test. */
    double alarm(double limit, int required, int among) {
      for (int w = 0; w < z.length; w++) {
        int beyond = 0;
        for (int v = Math.max(0, w - among + 1); v <= w; v++) {
          beyond += z[v] > limit ? 1 : 0;
        }
        if (z[w] > limit && beyond >= required) {
          return first + w * CleanTable.WINDOW;
        }
      }
      return Double.POSITIVE_INFINITY;
    }
  }

  /** What one replicate, or all, gave; counts of clean windows are of each way. */
  private static final class Outcome {
    private final List<CleanTable.Count> judged =
        WAYS.stream().map(way -> new CleanTable.Count()).toList();
    private final int[] opened = new int[WAYS.size()];
    private final List<Double> clean = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();

    void add(Outcome other) {
      for (int w = 0; w < opened.length; w++) {
        judged.get(w).add(other.judged.get(w));
        opened[w] += other.opened[w];
      }
      clean.addAll(other.clean);
      runs.addAll(other.runs);
    }
  }

  static JsonArray run(List<Live> streams) {
    System.out.printf(
        Locale.ROOT,
        "%n## A z-test of four scalars beside the monitor%n%nIndependent images; %d changes of"
            + " severities 1, 3, 5, to be told within %d windows of %d. Same limit for all"
            + " baselines of a stream. Earlier, same, later: runs in which VIRK's drift was told"
            + " before the test's alarm, with it, after it, of each way to watch in the order of"
            + " the rows; what is missed is told never.%n%n",
        CHANGES.length,
        SOON,
        CleanTable.WINDOW);
    System.out.println(
        "| stream | who | clean windows that fire, per 1,000 | told for nothing, in windows | runs"
            + " told (of severity 1 / 3 / 5) | median delay | VIRK's drift earlier / same / later |");
    System.out.println("|---|---|---:|---:|---:|---:|---:|");
    JsonArray json = new JsonArray();
    for (Live live : streams) {
      if (STREAMS.contains(live.name())) {
        Outcome all = new Outcome();
        IntStream.range(0, live.replicates())
            .parallel()
            .mapToObj(r -> replicate(live, r))
            .toList()
            .forEach(all::add);
        print(live, all, json);
      }
    }
    return json;
  }

  private static Outcome replicate(Live live, int replicate) {
    long seed = live.seed(replicate);
    LiveSource source = live.start().apply(seed);
    Baseline baseline = live.baseline(source, seed);
    Windows windows = new Windows(baseline, source.baseline());
    int n =
        live.windows() * CleanTable.WINDOW - new SplittableRandom(seed).nextInt(CleanTable.WINDOW);
    Outcome outcome = new Outcome();
    for (int i = 0; i < live.windows() * CleanTable.WINDOW; i++) {
      double z = windows.accept(source.next(null));
      if (!Double.isNaN(z)) {
        outcome.clean.add(z);
      }
    }
    List<LiveRun.Clean> ways =
        WAYS.stream().map(way -> LiveRun.clean(live, seed, baseline, way, n)).toList();
    for (int w = 0; w < WAYS.size(); w++) {
      outcome.judged.get(w).add(ways.get(w).run().judged());
      outcome.opened[w] = ways.get(w).run().opened();
    }
    for (Change change : CHANGES) {
      for (int severity : Change.SEVERITIES) {
        outcome.runs.add(changed(ways, windows, new LiveChange(change, severity, 0)));
      }
    }
    ways.forEach(LiveRun.Clean::forget);
    return outcome;
  }

  private static Run changed(List<LiveRun.Clean> ways, Windows windows, LiveChange change) {
    int n = ways.get(0).n();
    int inWindow = n % CleanTable.WINDOW;
    int first = CleanTable.WINDOW - inWindow;
    int longest = first + (SOON - 1) * CleanTable.WINDOW;
    LiveSource source = ways.get(0).live().start().apply(ways.get(0).seed());
    for (int i = 0; i < n; i++) {
      Observation o = source.next(null);
      if (i >= n - inWindow) {
        windows.accept(o);
      }
    }
    double[] z = new double[SOON];
    for (int i = 1; i <= longest; i++) {
      double largest = windows.accept(source.next(change));
      if (!Double.isNaN(largest)) {
        z[(i - first) / CleanTable.WINDOW] = largest;
      }
    }
    double[] firsts = new double[ways.size()];
    double[] drifts = new double[ways.size()];
    Arrays.fill(firsts, Double.POSITIVE_INFINITY);
    Arrays.fill(drifts, Double.POSITIVE_INFINITY);
    for (int w = 0; w < ways.size(); w++) {
      try (LiveRun run = ways.get(w).goOn()) {
        for (int i = 1; i <= longest && Double.isInfinite(drifts[w]); i++) {
          run.next(change);
          firsts[w] = Double.isInfinite(firsts[w]) && run.hasLastDrifted() ? i : firsts[w];
          drifts[w] = run.opened() > 0 ? i : drifts[w];
        }
      }
    }
    return new Run(firsts, drifts, first, z);
  }

  private static void print(Live live, Outcome all, JsonArray json) {
    double[] sorted = all.clean.stream().mapToDouble(z -> z).sorted().toArray();
    int beyond = (int) Math.round((double) sorted.length / CleanTable.ONE_IN);
    double equal = sorted[Math.max(0, sorted.length - 1 - beyond)];
    int required = EmissionPolicy.DEFAULT.required();
    int among = EmissionPolicy.DEFAULT.among();
    double[] firsts = all.runs.stream().mapToDouble(r -> r.windows()[0]).toArray();
    row(live, "VIRK, one window", all.judged.get(0).perThousand(), "", firsts, null, json);
    List<double[]> drifts = new ArrayList<>();
    for (int w = 0; w < WAYS.size(); w++) {
      int way = w;
      drifts.add(all.runs.stream().mapToDouble(r -> r.drifts()[way]).toArray());
      row(
          live,
          "VIRK, drift opened, " + WAYS.get(w).name(),
          all.judged.get(w).perThousand(),
          all.opened[w] + " in " + all.judged.get(w).windows() / WAYS.get(w).times(),
          drifts.get(w),
          null,
          json);
    }
    for (double limit : new double[] {USUAL, equal}) {
      String name = String.format(Locale.ROOT, "z > %.2f", limit);
      double share =
          (double) IntStream.range(0, sorted.length).filter(i -> sorted[i] > limit).count()
              / sorted.length;
      String fires = String.format(Locale.ROOT, "%.2f", 1000 * share);
      row(live, name + ", one window", fires, "", alarms(all, limit, 1, 1), drifts, json);
      row(
          live,
          name + ", " + required + " of " + among + " windows",
          fires,
          "",
          alarms(all, limit, required, among),
          drifts,
          json);
    }
  }

  private static double[] alarms(Outcome all, double limit, int required, int among) {
    return all.runs.stream().mapToDouble(r -> r.alarm(limit, required, among)).toArray();
  }

  private static void row(
      Live live,
      String who,
      String fires,
      String forNothing,
      double[] delays,
      List<double[]> virk,
      JsonArray json) {
    double[] sorted = Arrays.stream(delays).sorted().toArray();
    long told = Arrays.stream(delays).filter(d -> !Double.isInfinite(d)).count();
    double median = sorted[sorted.length / 2];
    StringBuilder pairs = new StringBuilder();
    for (int w = 0; virk != null && w < virk.size(); w++) {
      int[] count = new int[3];
      for (int i = 0; i < delays.length; i++) {
        count[1 + Double.compare(virk.get(w)[i], delays[i])]++;
      }
      pairs.append(w == 0 ? "" : "; ");
      pairs.append(count[0] + " / " + count[1] + " / " + count[2]);
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %d of %d (%s) | %s | %s |%n",
        live.name(),
        who,
        fires,
        forNothing,
        told,
        delays.length,
        bySeverity(delays),
        Double.isInfinite(median) ? "-" : String.format(Locale.ROOT, "%.0f", median),
        pairs);
    JsonObject one = new JsonObject();
    one.addProperty("stream", live.name());
    one.addProperty("who", who);
    one.addProperty("firesPerThousand", fires);
    one.addProperty("toldForNothing", forNothing);
    one.addProperty("told", told);
    one.addProperty("runs", delays.length);
    one.addProperty("toldBySeverity", bySeverity(delays));
    if (!Double.isInfinite(median)) {
      one.addProperty("delay", median);
    }
    one.addProperty("earlierSameLater", pairs.toString());
    json.add(one);
  }

  /** Severities come one after the other. */
  private static String bySeverity(double[] delays) {
    int[] told = new int[Change.SEVERITIES.length];
    for (int i = 0; i < delays.length; i++) {
      told[i % told.length] += Double.isInfinite(delays[i]) ? 0 : 1;
    }
    return told[0] + " / " + told[1] + " / " + told[2];
  }
}
