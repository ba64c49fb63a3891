package io.virk.fleet;

import io.virk.detect.Slice;
import io.virk.fleet.internal.Names;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A fleet that is judged in one JVM: a {@link SliceJudge} for each slice and a {@link FleetJudge}
 * over them. The same to the bit as if they ran on many machines. One thread at a time.
 *
 * <p>Memory: about 10 kB a slice.
 */
public final class Fleet {
  private static final char KIND = 'F';
  private static final int VERSION = 1;

  private final SummaryScheme scheme;
  private final List<SliceTest> tests;
  private final FleetSettings settings;
  private final TreeMap<Slice, SliceJudge> slices = new TreeMap<>();
  private final FleetJudge judge;

  /**
   * Makes one that has seen nothing.
   *
   * @param scheme of the baseline
   * @param settings how it is judged
   */
  public Fleet(SummaryScheme scheme, FleetSettings settings) {
    this.scheme = Objects.requireNonNull(scheme, "scheme");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.tests = SliceTest.of(scheme);
    this.judge = new FleetJudge(scheme, settings);
  }

  /**
   * Takes a summary, as {@link SliceJudge#accept}.
   *
   * @param summary of any slice
   * @throws IllegalArgumentException if it is of another baseline, or impossible
   */
  public void accept(SliceSummary summary) {
    slices.computeIfAbsent(summary.slice(), this::made).accept(summary);
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
    return judge.advance(epochMillis);
  }

  /** How it is watched. */
  public FleetStatus status() {
    return judge.status();
  }

  /**
   * What is to be remembered.
   *
   * @return for {@link #restore}
   */
  public byte[] state() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 1 << 16);
    byte[] own = judge.state();
    out.count(own.length).bytes(own).count(slices.size());
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
