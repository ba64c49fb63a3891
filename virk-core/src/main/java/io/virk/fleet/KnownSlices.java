package io.virk.fleet;

import io.virk.detect.Slice;
import io.virk.fleet.internal.Names;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The slices of a fleet: when each was heard of, and whether it still learns. One thread. */
final class KnownSlices {
  private final FleetSettings settings;
  private final TreeMap<Slice, Known> known = new TreeMap<>();

  /** A slice. */
  private static final class Known {
    final Heard heard;
    boolean learning = true;

    Known(Heard heard) {
      this.heard = heard;
    }
  }

  /**
   * Who has fallen silent.
   *
   * @param slices in whatever context
   * @param sinceMillis the begin of the first window in which one of them was missing
   * @param among slices that are known, in whatever context
   */
  record Silence(SortedSet<Slice> slices, long sinceMillis, int among) {}

  KnownSlices(FleetSettings settings) {
    this.settings = settings;
  }

  /** A window of a slice has come. */
  void met(Slice slice, long begin, boolean learning) {
    Known of = known.computeIfAbsent(slice, s -> new Known(new Heard(settings)));
    of.heard.in(begin);
    of.learning = learning;
  }

  /** Forgets those that are gone; says who is silent. One that is in another context is not. */
  Silence listen(long begin) {
    known.values().removeIf(of -> of.heard.isForgotten(begin));
    TreeMap<Slice, Long> last = new TreeMap<>();
    TreeMap<Slice, Integer> gaps = new TreeMap<>();
    known.forEach(
        (slice, of) -> {
          Slice anyContext = slice.in("");
          last.merge(anyContext, of.heard.last(), Math::max);
          gaps.merge(anyContext, of.heard.longestGap(), Math::max);
        });
    TreeSet<Slice> now = new TreeSet<>();
    long[] since = {Long.MAX_VALUE};
    last.forEach(
        (slice, millis) -> {
          long missing = (begin - millis) / settings.windowMillis();
          if (missing >= (long) settings.emission().silence() * gaps.get(slice)) {
            now.add(slice);
            since[0] = Math.min(since[0], millis + settings.windowMillis());
          }
        });
    return new Silence(now, since[0], last.size());
  }

  boolean has(Slice slice) {
    return known.containsKey(slice);
  }

  int size() {
    return known.size();
  }

  int learning() {
    return (int) known.values().stream().filter(of -> of.learning).count();
  }

  void write(BinaryOutput out) {
    out.count(known.size());
    known.forEach(
        (slice, of) -> {
          Names.write(out, slice);
          of.heard.write(out);
          out.flag(of.learning);
        });
  }

  /** Takes what {@link #write} wrote. */
  void read(BinaryInput in) {
    known.clear();
    int slices = in.size("slices", 0, 13);
    for (int i = 0; i < slices; i++) {
      Slice slice = Names.readSlice(in);
      Known of = new Known(Heard.read(in, settings));
      of.learning = in.flag("learning");
      known.put(slice, of);
    }
  }
}
