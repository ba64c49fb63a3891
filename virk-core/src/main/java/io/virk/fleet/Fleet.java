package io.virk.fleet;

import io.virk.detect.Slice;
import io.virk.fleet.internal.Names;
import io.virk.internal.FutureTimes;
import io.virk.internal.Text;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A fleet that is judged in one JVM: a {@link SliceJudge} for each slice and a {@link FleetJudge}
 * over them. The same to the bit as if they ran on many machines. One thread at a time.
 *
 * <p>Memory: about 10 kB a slice, of which 200,000 are watched: those that came first.
 */
public final class Fleet {
  private static final char KIND = 'F';
  private static final int VERSION = 1;

  /** A summary is of what has been; clocks differ, and a zone may be wrong, which is an error. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final SummaryScheme scheme;
  private final List<SliceTest> tests;
  private final FleetSettings settings;
  private final TreeMap<Slice, SliceJudge> slices = new TreeMap<>();
  private final FleetJudge.Room room;
  private final FleetJudge judge;
  private final FutureTimes future;

  /** Of slices that are forgotten, and what no slice is told of; told is what all have. */
  private LeftOut leftOut = new LeftOut();

  /**
   * Makes one that has seen nothing.
   *
   * @param scheme of the baseline
   * @param settings how it is judged
   */
  public Fleet(SummaryScheme scheme, FleetSettings settings) {
    this(scheme, settings, InstantSource.system());
  }

  /**
   * Makes one with a clock of its own.
   *
   * @param scheme of the baseline
   * @param settings how it is judged
   * @param clock of which no summary lies more than an hour ahead
   */
  public Fleet(SummaryScheme scheme, FleetSettings settings, InstantSource clock) {
    this(scheme, settings, clock, FleetJudge.Room.DEFAULT);
  }

  Fleet(SummaryScheme scheme, FleetSettings settings, InstantSource clock, FleetJudge.Room room) {
    this.room = room;
    this.future = new FutureTimes(Objects.requireNonNull(clock, "clock"), AHEAD);
    this.scheme = Objects.requireNonNull(scheme, "scheme");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.tests = SliceTest.of(scheme);
    this.judge = new FleetJudge(scheme, settings, room);
  }

  /**
   * Takes a summary, as {@link SliceJudge#accept}. One of a period that begins more than an hour
   * from now, by the clock, is left out: that of its camera is wrong.
   *
   * @param summary of any slice
   * @throws IllegalArgumentException if it is of another baseline, or impossible
   */
  public void accept(SliceSummary summary) {
    if (future.isAhead(summary.id().periodMillis())) {
      leftOut.add(LeftOut.Why.AHEAD, 1, Text.clean(summary.slice().value()));
      return;
    }
    SliceJudge known = slices.get(summary.slice());
    if (known == null && slices.size() >= room.slices()) {
      leftOut.add(LeftOut.Why.SLICES, 1, room.slices());
      return;
    }
    SliceJudge judge = known == null ? made(summary.slice()) : known;
    judge.accept(summary);
    if (known == null) { // nothing is kept of a slice of which nothing was taken
      slices.put(summary.slice(), judge);
    }
  }

  private SliceJudge made(Slice slice) {
    return new SliceJudge(scheme, tests, settings, slice);
  }

  /**
   * Says that no summary of a period that ends by now comes any more.
   *
   * @param epochMillis as the periods' times, never earlier than before
   * @return what there is to say, in order
   */
  public List<FleetDrift> advance(long epochMillis) {
    slices.values().forEach(s -> s.advance(epochMillis).forEach(judge::accept));
    List<FleetDrift> drifts = judge.advance(epochMillis);
    slices
        .entrySet()
        .removeIf(
            of -> {
              boolean isGone = of.getValue().isForgotten(epochMillis) && !judge.knows(of.getKey());
              if (isGone) {
                leftOut.add(of.getValue().counts());
              }
              return isGone;
            });
    return drifts;
  }

  private LeftOut all() {
    LeftOut all = new LeftOut();
    all.add(leftOut);
    all.add(judge.counts());
    slices.values().forEach(of -> all.add(of.counts()));
    return all;
  }

  /** How it is watched. */
  public FleetStatus status() {
    LeftOut all = all();
    FleetStatus of = judge.status();
    return new FleetStatus(
        of.slices(),
        of.learning(),
        of.silent(),
        of.groups(),
        of.open(),
        of.windows(),
        all.count(LeftOut.Why.LATE),
        all.count(LeftOut.Why.TWICE),
        all.count(LeftOut.Why.AHEAD),
        all.withoutRoom());
  }

  /**
   * What of the watching should be looked at: what was left out, of whatever slice, and what there
   * was no room for, each kind when it has come once, twice, four times and so on.
   *
   * @return sentences since the last call; to be asked after {@link #advance}
   */
  public List<String> notices() {
    return leftOut.news(all());
  }

  /**
   * What is to be remembered.
   *
   * @return for {@link #restore}
   */
  public byte[] state() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 1 << 16);
    byte[] own = judge.state();
    out.count(own.length).bytes(own);
    leftOut.write(out);
    out.count(slices.size());
    slices.forEach(
        (slice, of) -> {
          byte[] bytes = of.state();
          Names.write(out, slice);
          out.count(bytes.length).bytes(bytes);
        });
    return out.toCheckedBytes();
  }

  /**
   * Goes on from what another one of the same baseline and times remembered.
   *
   * @param state of {@link #state}. Not modified.
   * @throws IllegalArgumentException if it is damaged or of another baseline or other times; this
   *     fleet is then not to be used
   */
  public void restore(byte[] state) {
    BinaryInput in = BinaryInput.checked(state, KIND, VERSION);
    judge.restore(in.bytes("judge"));
    leftOut = LeftOut.read(in);
    slices.clear();
    int n = in.size("slices", 0, 4);
    for (int i = 0; i < n; i++) {
      Slice slice = Names.readSlice(in);
      SliceJudge of = made(slice);
      of.restore(in.bytes("slice"));
      slices.put(slice, of);
    }
    in.end();
  }
}
