package io.virk.fleet;

import io.virk.detect.Slice;
import io.virk.fleet.internal.Names;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the summaries of one slice, window by window, with the slice's own usual level, on the
 * scales of the baseline. A function of what it is given; one thread at a time.
 *
 * <p>A slice's level is learned from the first quarter of the windows of {@link
 * FleetSettings#learning}, merged; from the others, how each test's statistic scatters about it,
 * with how alike neighbouring windows are, so that a day's light is in it if a day was learned.
 * Then both stand still: a slow drift does not carry them along. A window of fewer observations
 * than usual is taken to scatter more, as the root of their ratio, and its distances to be larger.
 *
 * <p>Memory: while it learns, 4 bytes for each test and window, about 15 kB; then about 8 kB.
 */
public final class SliceJudge {
  private static final char KIND = 'j';
  private static final int VERSION = 1;

  /** Windows that are open at once, the first: a week of ten minutes. */
  static final int MOST_OPEN = 1024;

  private static final int MOST_IDS = 1 << 16;

  private final SummaryScheme scheme;
  private final FleetSettings settings;
  private final Slice slice;
  private final List<SliceTest> tests;
  private final TreeMap<Long, Open> open = new TreeMap<>();
  private Map<String, String> groups = Map.of();
  private Summary level = Summary.empty();
  private long overMillis = Long.MIN_VALUE;
  private LeftOut leftOut = new LeftOut();
  private Heard heard;
  private double usualObservations;

  private int ofLevel;
  private Scatter scatter;

  /** A window that still grows. */
  private static final class Open {
    Summary summary = Summary.empty();
    final Set<SummaryId> ids = new HashSet<>();
  }

  /**
   * Makes one that has seen nothing.
   *
   * @param scheme of the baseline
   * @param settings of the fleet
   * @param slice whose summaries they are
   */
  public SliceJudge(SummaryScheme scheme, FleetSettings settings, Slice slice) {
    this(scheme, SliceTest.of(scheme), settings, slice);
  }

  SliceJudge(SummaryScheme scheme, List<SliceTest> tests, FleetSettings settings, Slice slice) {
    this.scheme = Objects.requireNonNull(scheme, "scheme");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.slice = Objects.requireNonNull(slice, "slice");
    this.tests = tests;
    this.scatter = new Scatter(windows(), 1, tests.size());
    this.heard = new Heard(settings);
  }

  /** In which the level is learned. */
  private int windowsOfLevel() {
    return settings.learning() / 4;
  }

  /** In which its scatter is. */
  private int windows() {
    return settings.learning() - windowsOfLevel();
  }

  /**
   * Takes a summary, in any order. One that came before, by its id, is left out, and so is one of a
   * window that is over, and what there is no room for: of {@value #MOST_OPEN} windows that wait
   * the latest gives way, so that a clock that is ahead closes none of those that are now.
   *
   * @param of this slice
   * @throws IllegalArgumentException if it is of another slice or baseline, or impossible
   */
  public void accept(SliceSummary of) {
    if (!of.slice().equals(slice)) {
      throw new IllegalArgumentException(
          "summary: of " + of.slice() + " (expected: " + slice + ")");
    }
    scheme.check(of.summary());
    long length = settings.windowMillis();
    long begin = Math.floorDiv(of.id().periodMillis(), length) * length;
    if (begin + length <= overMillis) {
      leftOut.add(LeftOut.Why.LATE, 1, "");
      return;
    }
    Open into = open(begin);
    if (into == null) {
      return;
    }
    if (into.ids.contains(of.id())) {
      leftOut.add(LeftOut.Why.TWICE, 1, "");
      return;
    }
    if (into.ids.size() >= MOST_IDS) {
      leftOut.add(LeftOut.Why.PARTS, 1, MOST_IDS);
      return;
    }
    into.ids.add(of.id());
    into.summary = into.summary.merge(of.summary());
    if (of.id().part() == 0) {
      groups = of.groups();
    }
  }

  /** Null if there is no room for it. */
  private Open open(long begin) {
    Open of = open.get(begin);
    if (of == null && open.size() >= MOST_OPEN) {
      boolean isLast = begin > open.lastKey();
      long given = isLast ? 1 : open.pollLastEntry().getValue().ids.size();
      leftOut.add(LeftOut.Why.WINDOWS, given, MOST_OPEN);
      if (isLast) {
        return null;
      }
    }
    if (of == null) {
      of = new Open();
      open.put(begin, of);
    }
    return of;
  }

  /**
   * Says that no summary of a period that ends by now comes any more.
   *
   * @param epochMillis as the periods' times, never earlier than before
   * @return a reading of every window that is over by that and had observations, in their order
   */
  public List<SliceReading> advance(long epochMillis) {
    List<SliceReading> readings = new ArrayList<>();
    long length = settings.windowMillis();
    while (!open.isEmpty() && open.firstKey() + length <= epochMillis) {
      Map.Entry<Long, Open> first = open.pollFirstEntry();
      heard.in(first.getKey());
      if (!first.getValue().summary.isEmpty()) {
        readings.add(judge(first.getKey(), first.getValue().summary));
      }
    }
    overMillis = Math.max(overMillis, epochMillis);
    return readings;
  }

  private SliceReading judge(long begin, Summary window) {
    long n = window.observations();
    if (scatter.isLearning()) {
      learn(window);
      return SliceReading.learning(slice, groups, begin, n, scheme.baseline());
    }
    int k = tests.size();
    float[] deviations = new float[k];
    float[] spreads = new float[k];
    float[] known = new float[k];
    float[] effects = new float[k];
    float[] shift = {};
    double ratio = Math.max(1, usualObservations / n);
    double stretch = Math.sqrt(ratio);
    for (int i = 0; i < k; i++) {
      SliceTest test = tests.get(i);
      double statistic = scatter.degrees(i) > 0 ? test.statistic(window, level) : Double.NaN;
      if (!Double.isNaN(statistic)) {
        double usual = scatter.centre(i) + test.byFewer(ratio);
        deviations[i] = (float) (statistic - usual);
        spreads[i] = (float) (stretch * scatter.spread(i));
        known[i] = (float) scatter.degrees(i);
        effects[i] = (float) test.effect(statistic, usual);
      }
      if (test.kind() == SliceTest.Kind.CAUSES && test.values(window) > 0) {
        shift = floats(test.shift(window, level));
      }
    }
    return new SliceReading(
        slice, groups, begin, n, scheme.baseline(), deviations, spreads, known, effects, shift);
  }

  private static float[] floats(double[] of) {
    float[] floats = new float[of.length];
    for (int i = 0; i < of.length; i++) {
      floats[i] = (float) of[i];
    }
    return floats;
  }

  private void learn(Summary window) {
    if (ofLevel < windowsOfLevel()) {
      ofLevel++;
      level = level.merge(window);
      return;
    }
    float[] statistics = new float[tests.size()];
    double[] least = new double[tests.size()];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = (float) tests.get(i).statistic(window, level);
      least[i] = tests.get(i).leastSpread();
    }
    usualObservations += (double) window.observations() / windows();
    scatter.learn(statistics, least);
  }

  /** Whether its usual level is still being learned. */
  public boolean isLearning() {
    return scatter.isLearning();
  }

  /** Summaries that were left out because their window was over. */
  public long leftOut() {
    return leftOut.count(LeftOut.Why.LATE);
  }

  /** Summaries that came twice. */
  public long cameTwice() {
    return leftOut.count(LeftOut.Why.TWICE);
  }

  /** Summaries that there was no room for. */
  public long withoutRoom() {
    return leftOut.withoutRoom();
  }

  /**
   * What of it should be looked at: what was left out, each kind when it has come once, twice, four
   * times and so on.
   *
   * @return sentences since the last call
   */
  public List<String> notices() {
    return leftOut.news();
  }

  LeftOut counts() {
    return leftOut;
  }

  /**
   * Whether nothing has come for so long that there is nothing more to remember: for a week, or
   * twice the time after which it is silent, if that is longer.
   *
   * @param epochMillis as {@link #advance}
   * @return if so, what comes of it then is learned anew
   */
  public boolean isForgotten(long epochMillis) {
    return open.isEmpty() && heard.isForgotten(epochMillis);
  }

  /**
   * What is to be remembered.
   *
   * @return for {@link #restore}
   */
  public byte[] state() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 4096);
    Names.write(out, scheme.baseline());
    Names.write(out, slice);
    Names.write(out, groups);
    out.bits(overMillis).count(ofLevel).real(usualObservations);
    leftOut.write(out);
    heard.write(out);
    write(out, level);
    out.count(open.size());
    open.forEach(
        (begin, of) -> {
          out.bits(begin);
          write(out, of.summary);
          out.count(of.ids.size());
          of.ids.stream()
              .sorted()
              .forEach(
                  id -> {
                    Names.write(out, id.monitor());
                    out.bits(id.periodMillis()).count(id.part());
                  });
        });
    scatter.write(out);
    return out.toCheckedBytes();
  }

  private static void write(BinaryOutput out, Summary of) {
    byte[] bytes = of.toBytes();
    out.count(bytes.length).bytes(bytes);
  }

  /**
   * Goes on from what another one of the same slice, baseline and settings remembered.
   *
   * @param state of {@link #state}. Not modified.
   * @throws IllegalArgumentException if it is damaged or of another slice or baseline; this judge
   *     is then not to be used
   */
  public void restore(byte[] state) {
    BinaryInput in = BinaryInput.checked(state, KIND, VERSION);
    String baseline = Names.read(in, "baseline");
    if (!baseline.equals(scheme.baseline())) {
      throw Checks.rejected("baseline", baseline, scheme.baseline());
    }
    Slice of = Names.readSlice(in);
    if (!of.equals(slice)) {
      throw Checks.rejected("slice", of, slice.toString());
    }
    groups = Names.readGroups(in);
    overMillis = in.bits("time");
    ofLevel = (int) in.count("learned", 0, windowsOfLevel());
    usualObservations = in.nonNegative("observations");
    leftOut = LeftOut.read(in);
    heard = Heard.read(in, settings);
    level = scheme.check(Summary.fromBytes(in.bytes("level")));
    readOpen(in);
    scatter = Scatter.read(in, windows(), 1, tests.size());
    in.end();
  }

  private void readOpen(BinaryInput in) {
    open.clear();
    int windows = (int) in.count("open windows", 0, MOST_OPEN);
    in.holds("open windows", 10L * windows);
    for (int w = 0; w < windows; w++) {
      long begin = in.bits("window");
      Open into = new Open();
      into.summary = scheme.check(Summary.fromBytes(in.bytes("window")));
      int ids = in.size("summaries", 0, 10);
      for (int i = 0; i < ids; i++) {
        String monitor = Names.read(in, "monitor");
        long period = in.bits("period");
        into.ids.add(
            new SummaryId(monitor, slice, period, in.count("part", 0, Long.MAX_VALUE >> 1)));
      }
      open.put(begin, into);
    }
  }
}
