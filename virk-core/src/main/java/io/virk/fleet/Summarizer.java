package io.virk.fleet;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.WindowJudged;
import io.virk.fleet.internal.Names;
import io.virk.internal.Text;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Makes summaries of observations: one of each slice and period, when the period is over. A
 * function of what it is given; it has no clock of its own. One thread at a time.
 *
 * <p>An observation of a period that is over already makes a summary of its own: another part, at
 * the next {@link #advance}. Of slices beyond {@value #MOST} at once those that came first are
 * closed before their time, and what comes of them then is another part as well. If nobody
 * advances, what is beyond twice as many is in no summary, and counted.
 *
 * <p>Cost of an observation: about 60 ns a signal, 256 additions for an embedding, and its random
 * features, F d multiplications, unless its slice keeps no embeddings and the engine has made them
 * already. Memory: 8 bytes for each number of a summary of each slice that is open, about 5 kB.
 */
public final class Summarizer {
  /** A time that is so much earlier than the last one is of a clock that was ahead till then. */
  private static final long LEAP = 86_400_000;

  /** Open summaries at most, after each advance. */
  static final int MOST = 20_000;

  /** And between two of them, the first. */
  static final int MOST_BETWEEN = 2 * MOST;

  private static final char KIND = 's';
  private static final int VERSION = 1;

  private final SummaryScheme scheme;
  private final String monitor;
  private final long length;
  private final List<String> keys;
  private final float[] scratch;
  private final TreeMap<SummaryId, Open> open = new TreeMap<>();
  private final Map<Slice, float[]> worth = new HashMap<>();
  private long overMillis = Long.MIN_VALUE;
  private long late;
  private long withoutRoom;
  private final int most;

  /** A summary that still grows. */
  private static final class Open {
    final Map<String, String> groups;
    final long[] cells;
    final double[] extremes;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    Open(Map<String, String> groups, int size, int scalars) {
      this.groups = groups;
      this.cells = new long[size];
      this.extremes = new double[2 * scalars];
      Arrays.fill(extremes, 0, scalars, Double.POSITIVE_INFINITY);
      Arrays.fill(extremes, scalars, 2 * scalars, Double.NEGATIVE_INFINITY);
    }
  }

  /**
   * Makes one that has seen nothing.
   *
   * @param scheme of the baseline that the signals are of
   * @param monitor its name stands in every id; two that see the same slice have different ones
   * @param period of a summary, 1 second to 1 day
   * @param groups keys of the tags that say what a slice belongs to, at most 16
   */
  public Summarizer(SummaryScheme scheme, String monitor, Duration period, List<String> groups) {
    this(scheme, monitor, period, groups, MOST_BETWEEN);
  }

  Summarizer(SummaryScheme scheme, String monitor, Duration period, List<String> groups, int most) {
    this.most = most;
    this.scheme = Objects.requireNonNull(scheme, "scheme");
    if (!Text.isName(monitor)) {
      throw new IllegalArgumentException(
          "monitor: " + Text.clean(monitor) + " (expected: " + Text.NAME_RULE + ")");
    }
    this.monitor = monitor;
    this.length = FleetSettings.checkedPeriod(period).toMillis();
    this.keys = FleetSettings.checkedGroups(groups);
    int longest = scheme.parts().stream().mapToInt(SchemePart::length).max().orElse(0);
    this.scratch = new float[longest];
  }

  /**
   * Takes one observation.
   *
   * @param observation whose tags say what the slice belongs to. Not kept.
   * @param values its signals, of the baseline's schema. Not kept.
   * @param slice whose it is; null for none, which is not summarised
   */
  public void observed(Observation observation, SignalValues values, Slice slice) {
    if (slice == null) {
      return;
    }
    long millis = values.epochMillis();
    long begin = Math.floorDiv(millis, length) * length;
    boolean isLate = begin + length <= overMillis;
    Open into = open(id(slice, begin, isLate), observation);
    if (into == null) {
      withoutRoom++;
      return;
    }
    into.first = Math.min(into.first, millis);
    into.last = Math.max(into.last, millis);
    into.cells[0]++;
    float[] worthOf = worth.get(slice);
    List<SchemePart> parts = scheme.parts();
    for (int i = 0; i < parts.size(); i++) {
      double each = worthOf == null ? 1 : worthOf[i];
      parts.get(i).accept(values, into.cells, into.extremes, each, scratch);
    }
  }

  /** Late ones of one advance are one part. */
  private SummaryId id(Slice slice, long begin, boolean isLate) {
    return new SummaryId(monitor, slice, begin, isLate ? late + 1 : 0);
  }

  /** Null if there is no room for it. */
  private Open open(SummaryId id, Observation observation) {
    Open into = open.get(id);
    if (into == null && open.size() < most) {
      Map<String, String> groups = new TreeMap<>();
      for (String key : keys) {
        String value = observation == null ? null : observation.tag(key);
        if (value != null) {
          groups.put(key, Text.clean(value));
        }
      }
      into = new Open(groups, scheme.size(), scheme.scalars());
      open.put(id, into);
    }
    return into;
  }

  /**
   * Counts the verdicts of a window, and learns what observations of its slice are worth from now
   * on.
   *
   * @param event of a slice; those of slices without an open period are not counted
   */
  public void judged(WindowJudged event) {
    if (event.results().isEmpty()) {
      return;
    }
    long millis = event.results().get(0).sample().bounds().last().epochMillis();
    long begin = Math.floorDiv(millis, length) * length;
    Open into = open.get(id(event.slice(), begin, begin + length <= overMillis));
    List<SchemePart> parts = scheme.parts();
    float[] worthOf = worth.get(event.slice());
    for (int i = 0; i < parts.size(); i++) {
      Verdict worst = null;
      double least = 1;
      String name = parts.get(i).signal().name();
      for (DetectionResult result : event.results()) {
        if (result.signal().equals(name)) {
          worst = worst == null || result.verdict().compareTo(worst) > 0 ? result.verdict() : worst;
          double ratio = result.sample().effectiveSize() / Math.max(1, result.sample().n());
          least = ratio < least ? ratio : least;
        }
      }
      if (worst != null) {
        if (worthOf == null) {
          worthOf = new float[parts.size()];
          Arrays.fill(worthOf, 1);
          if (worth.size() < MOST) {
            worth.put(event.slice(), worthOf);
          }
        }
        worthOf[i] = (float) Math.max(0, least);
        if (into != null) {
          parts.get(i).judged(worst, into.cells);
        }
      }
    }
  }

  /**
   * Says that no observation of a period that ends by now is expected any more.
   *
   * @param epochMillis a time of observations, never earlier than before; if it is by a day, all
   *     goes on from there
   * @return the summaries that are closed by that, in the order of their ids
   */
  public List<SliceSummary> advance(long epochMillis) {
    List<SliceSummary> closed = new ArrayList<>();
    boolean anyLate = false;
    if (overMillis != Long.MIN_VALUE && epochMillis < overMillis - LEAP) {
      overMillis = epochMillis + length; // the next one has been closed before
    }
    while (!open.isEmpty()) {
      SummaryId id = open.firstKey();
      boolean isOver = id.periodMillis() + length <= Math.max(epochMillis, overMillis);
      if (!isOver && open.size() <= MOST) {
        break;
      }
      anyLate |= id.part() > late;
      closed.add(close(id, open.remove(id)));
      if (!isOver) { // what comes of it is another part
        overMillis = Math.max(overMillis, id.periodMillis() + length);
      }
    }
    late += anyLate ? 1 : 0;
    overMillis = Math.max(overMillis, epochMillis);
    return closed;
  }

  /**
   * Closes all that is open, as at the end.
   *
   * @return in the order of their ids; what comes after is another part
   */
  public List<SliceSummary> close() {
    return open.isEmpty() ? List.of() : advance(open.lastKey().periodMillis() + length);
  }

  private SliceSummary close(SummaryId id, Open of) {
    scheme.parts().forEach(part -> part.close(of.cells));
    return new SliceSummary(
        id, of.groups, new Summary(scheme.baseline(), of.first, of.last, of.cells, of.extremes));
  }

  /** Summaries that are open. */
  public int openSummaries() {
    return open.size();
  }

  /** Observations that are in no summary, for too many were open; of this JVM alone. */
  public long withoutRoom() {
    return withoutRoom;
  }

  /** Bytes held, about. */
  public long memory() {
    return open.size() * (8L * scheme.size() + 16L * scheme.scalars() + 200)
        + worth.size() * (4L * scheme.parts().size() + 100);
  }

  /**
   * What is to be remembered: the open summaries whole, sums of fewer than {@value
   * SummaryScheme#FEWEST_VECTORS} vectors among them.
   *
   * @return for {@link #restore}
   */
  public byte[] state() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 64 + open.size() * 2 * scheme.size());
    out.bits(overMillis).count(late).count(open.size());
    open.forEach(
        (id, of) -> {
          Summary summary =
              new Summary(scheme.baseline(), of.first, of.last, of.cells, of.extremes);
          byte[] bytes = new SliceSummary(id, of.groups, summary).toBytes();
          out.count(bytes.length).bytes(bytes);
        });
    out.count(worth.size());
    new TreeMap<>(worth)
        .forEach(
            (slice, each) -> {
              Names.write(out, slice);
              out.singles(each, 0, each.length);
            });
    return out.toCheckedBytes();
  }

  /**
   * Goes on from what another one of the same scheme remembered.
   *
   * @param state of {@link #state}. Not modified.
   * @throws IllegalArgumentException if it is damaged or of another scheme; nothing has changed
   *     then
   */
  public void restore(byte[] state) {
    BinaryInput in = BinaryInput.checked(state, KIND, VERSION);
    long over = in.bits("time");
    long lateParts = in.count("late parts", 0, Long.MAX_VALUE >> 1);
    TreeMap<SummaryId, Open> read = new TreeMap<>();
    int n = in.size("open summaries", 0, 1);
    for (int i = 0; i < n; i++) {
      SliceSummary of = SliceSummary.fromBytes(in.bytes("open summary"));
      Summary summary = of.summary();
      if (!summary.baseline().equals(scheme.baseline()) || summary.size() != scheme.size()) {
        throw Checks.rejected("baseline", summary.baseline(), scheme.baseline());
      }
      Open made = new Open(of.groups(), scheme.size(), scheme.scalars());
      made.first = summary.firstMillis();
      made.last = summary.lastMillis();
      Arrays.setAll(made.cells, summary::cell);
      for (int s = 0; s < scheme.scalars(); s++) {
        made.extremes[s] = summary.least(s);
        made.extremes[scheme.scalars() + s] = summary.most(s);
      }
      read.put(of.id(), made);
    }
    Map<Slice, float[]> worths = new HashMap<>();
    int slices = (int) in.count("slices", 0, MOST);
    for (int i = 0; i < slices; i++) {
      Slice slice = Names.readSlice(in);
      float[] each = new float[scheme.parts().size()];
      in.finiteSingles(each, 0, each.length, "worth");
      for (float value : each) {
        if (!(value >= 0 && value <= 1)) {
          throw Checks.rejected("worth", value, "0 to 1");
        }
      }
      worths.put(slice, each);
    }
    in.end();
    open.clear();
    open.putAll(read);
    worth.clear();
    worth.putAll(worths);
    overMillis = over;
    late = lateParts;
  }
}
