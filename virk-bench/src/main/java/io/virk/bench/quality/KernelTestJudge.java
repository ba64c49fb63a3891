package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.bench.quality.kerneltest.KernelBank;
import io.virk.bench.quality.kerneltest.KernelBetting;
import io.virk.bench.quality.kerneltest.MmdAggregated;
import io.virk.bench.quality.kerneltest.MmdFuse;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.signal.Observation;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.kernel.MedianBandwidth;
import io.virk.stats.kernel.MmdBaseline;
import io.virk.stats.kernel.MmdWindow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What every method makes of windows of one length, against one reference. */
final class KernelTestJudge {
  /** Rejected one clean window in twenty, and one in a thousand. */
  static final double[] ALPHAS = {0.05, 0.001};

  /** Names of the methods. */
  static final List<String> METHODS =
      List.of(
          "always fires",
          "never fires",
          "MMD, median bandwidth",
          "MMD-FUSE",
          "MMDAgg",
          "betting on a kernel",
          "VIRK's mmd, its p-value alone",
          "VIRK's mmd",
          "VIRK, all detectors");

  private static final int MMD = 2;
  private static final int FUSE = 3;
  private static final int AGGREGATED = 4;
  private static final int BETTING = 5;
  private static final int P_VALUE = 6;
  private static final int OURS = 7;
  private static final int ALL = 8;

  private final KernelTestData data;
  private final int m;
  private final double sigma;
  private final MmdBaseline packed;
  private final KernelBank bank;
  private final Baseline baseline;
  private final double[] mmdThresholds = new double[ALPHAS.length];
  private final double[] fuseThresholds = new double[ALPHAS.length];
  private final MmdAggregated[] aggregated = new MmdAggregated[ALPHAS.length];

  /** Scores that need thresholds. */
  private record Scores(double mmd, double fuse, double[] unbiased) {}

  /**
   * Fits everything.
   *
   * @param data what it is tried on
   * @param m length of a window
   * @param windows clean ones, by which the thresholds of all but VIRK and betting are set
   */
  KernelTestJudge(KernelTestData data, int m, int windows) {
    this.data = data;
    this.m = m;
    int n = KernelTestData.REFERENCE;
    sigma = MedianBandwidth.ofDistances(data.reference(), n, data.d());
    packed = MmdBaseline.of(data.reference(), n, data.d(), sigma);
    bank = new KernelBank(data.reference(), n, data.d());
    BaselineBuilder builder =
        Baseline.builder("kernel tests").window(m).clock(() -> Instant.EPOCH).seed(1);
    for (int i = 0; i < n; i++) {
      builder.add(
          Observation.builder().sequence(i).embedding(data.row(data.reference(), i)).build());
    }
    baseline = builder.build();
    List<Scores> clean =
        IntStream.range(0, windows)
            .parallel()
            .mapToObj(i -> scores(data.clean().draw(m, new SplittableRandom(1_000_000L + i))))
            .toList();
    double[] mmd = clean.stream().mapToDouble(Scores::mmd).sorted().toArray();
    double[] fuse = clean.stream().mapToDouble(Scores::fuse).sorted().toArray();
    double[][] unbiased = clean.stream().map(Scores::unbiased).toArray(double[][]::new);
    double[][] first = Arrays.copyOfRange(unbiased, 0, windows / 2);
    double[][] second = Arrays.copyOfRange(unbiased, windows / 2, windows);
    for (int a = 0; a < ALPHAS.length; a++) {
      int at = windows - 1 - (int) (ALPHAS[a] * windows);
      mmdThresholds[a] = mmd[at];
      fuseThresholds[a] = fuse[at];
      aggregated[a] = MmdAggregated.fit(first, second, ALPHAS[a]);
    }
  }

  private Scores scores(float[] window) {
    KernelBank.Discrepancies all = bank.of(window, m);
    return new Scores(
        new MmdWindow(packed, m).evaluate(window, m).biased(),
        MmdFuse.statistic(all, m),
        all.unbiased());
  }

  /** Which methods reject a window, [methods][alphas]. Thread-safe. */
  boolean[][] judge(float[] window, SplittableRandom random) {
    Scores scores = scores(window);
    double wealth = wealth(window, m, random);
    SignalExtractor extractor = CleanStreams.extractor(baseline);
    SignalTable table = new SignalTable(baseline.schema(), m);
    for (int i = 0; i < m; i++) {
      table.append(
          extractor.extract(
              Observation.builder().sequence(i).embedding(data.row(window, i)).build()));
    }
    List<CalibratedDetector> detectors = baseline.reference(Slice.ALL).detectors();
    double tests = baseline.reference(Slice.ALL).detectors(true).tests();
    boolean[][] fired = new boolean[METHODS.size()][ALPHAS.length];
    for (int a = 0; a < ALPHAS.length; a++) {
      fired[0][a] = true;
      fired[MMD][a] = scores.mmd > mmdThresholds[a];
      fired[FUSE][a] = scores.fuse > fuseThresholds[a];
      fired[AGGREGATED][a] = aggregated[a].rejects(scores.unbiased);
      fired[BETTING][a] = wealth >= Math.log(1 / ALPHAS[a]);
      double own = ALPHAS[a];
      fired[P_VALUE][a] =
          detectors.stream().filter(KernelTestJudge::isMmd).anyMatch(d -> p(d, table, own) <= own);
      fired[OURS][a] = detectors.stream().anyMatch(d -> isMmd(d) && is(d, table, own));
      double share = FalseAlarms.driftProbability(own, tests);
      fired[ALL][a] = detectors.stream().anyMatch(d -> is(d, table, share));
    }
    return fired;
  }

  private static boolean isMmd(CalibratedDetector detector) {
    return detector.detector().name().equals("mmd");
  }

  private static double p(CalibratedDetector detector, SignalTable window, double probability) {
    return detector.judge(Slice.ALL, window, probability, probability).evidence().pValue();
  }

  private static boolean is(CalibratedDetector detector, SignalTable window, double probability) {
    return detector.judge(Slice.ALL, window, probability, probability).verdict() == Verdict.DRIFT;
  }

  /** The largest logarithm of the wealth that bets reach on so many live rows. */
  double wealth(float[] live, int rows, SplittableRandom random) {
    float[] reference = data.shuffledReference(rows, random);
    return Arrays.stream(KernelBetting.logWealth(reference, live, rows, data.d(), sigma))
        .max()
        .orElse(0);
  }
}
