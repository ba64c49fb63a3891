package io.virk.fleet;

import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.fleet.FleetDrift.Phase;
import io.virk.fleet.FleetDrift.Scope;
import io.virk.fleet.internal.Names;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What may become a drift, or is one: found in enough of the last windows it opens; while it is
 * open it explains what it can in each window, and it closes when there have been enough in which
 * it could not. One thread at a time.
 */
final class FleetEpisode {
  /** Of how far it was when it was found, below which it is over. */
  private static final double OVER = 0.5;

  /** The same of one slice among some. */
  private static final double OVER_OF_SLICE = 0.25;

  /** Further than this is far enough: deviates of a dead camera know no limit. */
  private static final double FAR = 8;

  /** Of all slices, by which the number of those that have moved must change to be told. */
  private static final double WORTH_TELLING = 0.1;

  /** Slices of one episode by name. */
  private static final int MOST_SLICES = 10_000;

  int number; // 0 until it opens
  Scope scope;
  String key = "";
  SortedSet<String> values = new TreeSet<>();
  final TreeSet<Slice> slices = new TreeSet<>();
  private double[] common;
  private int test;
  private double strength;
  private long hits;
  private int calm;
  long sinceMillis;
  private int moved;
  private int among;
  private int toldMoved;
  private double pValue = 1;
  private double[] effects;
  private String like = "";
  private boolean changed;

  private FleetEpisode(Scope scope) {
    this.scope = scope;
  }

  static FleetEpisode of(FleetFinding found, FleetWindow window, long begin, Told told) {
    FleetEpisode made = new FleetEpisode(found.scope());
    made.sinceMillis = begin;
    made.take(found, window, told);
    return made;
  }

  /** Of slices of which nothing is heard. */
  static FleetEpisode ofSilence(long sinceMillis) {
    FleetEpisode made = new FleetEpisode(Scope.SILENT);
    made.sinceMillis = sinceMillis;
    made.common = new double[0];
    made.effects = new double[0];
    return made;
  }

  /** What is needed to tell of it. */
  record Told(List<SliceTest> tests, List<KnownDirections.Direction> directions) {
    /** Numbers of a shift of the appearance; 0 where the baseline knows no cause. */
    int shift() {
      return directions.isEmpty() ? 0 : directions.get(0).unit().length;
    }
  }

  boolean isOpen() {
    return number > 0;
  }

  /** Whether a finding is of it. */
  boolean is(FleetFinding found, FleetWindow window) {
    if (scope == Scope.SILENT || FleetWindow.cosine(common, found.common()) < FleetSearch.SAME) {
      return false;
    }
    if (found.scope() == Scope.COMMON || scope == Scope.COMMON) {
      return found.scope() == scope || scope == Scope.GROUP;
    }
    if (found.scope() == Scope.GROUP && scope == Scope.GROUP) {
      return key.equals(found.key());
    }
    if (found.scope() == scope) {
      return true;
    }
    long shared =
        Arrays.stream(found.moved())
            .filter(c -> slices.contains(window.reading(c).slice()))
            .count();
    return 2 * shared >= Math.min(found.moved().length, slices.size());
  }

  /** Takes a finding that is of it. */
  void take(FleetFinding found, FleetWindow window, Told told) {
    boolean wider = found.scope().compareTo(scope) < 0;
    if (wider && found.scope() == Scope.COMMON) {
      changed = true;
      values.clear();
      key = "";
      slices.clear();
      strength = 0;
    } else if (wider) {
      changed = true;
    }
    if (wider || common == null) {
      scope = found.scope();
      key = found.key();
    }
    if (key.equals(found.key())) {
      changed |= values.addAll(found.values());
    }
    boolean joins = common != null && !wider && (hits & 1) != 0; // beside what was explained
    if (!joins) {
      common = found.common();
      test = found.test();
      strength = Math.min(FAR, Math.abs(common[test]));
      effects = effects(window, found.moved());
      pValue = found.pValue();
    }
    say(window, found.moved(), told);
    remember(window, found.moved());
    moved = joins ? moved + found.moved().length : found.moved().length;
    moved = scope == Scope.SOME ? slices.size() : moved;
    among = window.slices();
    hits |= 1;
    calm = 0;
  }

  private void say(FleetWindow window, int[] of, Told told) {
    double[] shift = window.shift(of);
    String alike = shift == null ? "" : KnownDirections.like(told.directions(), shift);
    if (!alike.isEmpty() || like.isEmpty()) {
      like = alike;
    }
  }

  private double[] effects(FleetWindow window, int[] of) {
    double[] each = new double[window.tests()];
    for (int k = 0; k < each.length; k++) {
      each[k] = window.effect(of, k);
    }
    return each;
  }

  private void remember(FleetWindow window, int[] of) {
    if (scope == Scope.COMMON) {
      slices.clear();
    }
    for (int c : of) {
      if (slices.size() < (scope == Scope.COMMON ? FleetDrift.NAMED : MOST_SLICES)) {
        slices.add(window.reading(c).slice());
      }
    }
  }

  /** A window begins. */
  void next(int among) {
    hits = hits << 1 & mask(among);
  }

  private static long mask(int among) {
    return among >= Long.SIZE ? -1L : (1L << among) - 1;
  }

  /** Explains what it can of a window; an open one. */
  void explain(
      FleetWindow window, SortedMap<FleetGroup.Key, int[]> members, FleetGroup all, Told told) {
    if (window.slices() == 0 || scope == Scope.SILENT) {
      return;
    }
    if (scope == Scope.SOME) {
      explainSlices(window, told);
      return;
    }
    int[] of =
        scope == Scope.COMMON ? IntStream.range(0, window.slices()).toArray() : ofGroup(members);
    if (of.length == 0) {
      calm++;
      return;
    }
    double[] from = new double[window.tests()];
    if (scope == Scope.COMMON) {
      Arrays.setAll(from, all::centre);
    } else if (window.slices() > of.length) {
      from = FleetSearch.others(window, of, FleetSearch.medians(window));
    }
    double far = window.median(of, test) - from[test];
    if (far * Math.signum(common[test]) < OVER * strength) {
      calm++;
      return;
    }
    int[] now = window.moved(of, test, far, from[test]);
    double[] shared = window.common(now, from);
    calm = 0;
    hits |= 1;
    moved = now.length;
    among = window.slices();
    effects = effects(window, now);
    say(window, now, told);
    slices.clear();
    remember(window, now);
    window.explain(of, shared, from);
  }

  private int[] ofGroup(SortedMap<FleetGroup.Key, int[]> members) {
    return values.stream()
        .map(v -> members.get(new FleetGroup.Key(key, v)))
        .filter(m -> m != null)
        .flatMapToInt(Arrays::stream)
        .distinct()
        .toArray();
  }

  private void explainSlices(FleetWindow window, Told told) {
    List<Integer> still = new ArrayList<>();
    TreeSet<Slice> gone = new TreeSet<>();
    boolean seen = false;
    for (int c = 0; c < window.slices(); c++) {
      Slice slice = window.reading(c).slice();
      if (slices.contains(slice)) {
        seen = true;
        if (window.z(c, test) * Math.signum(common[test]) >= OVER_OF_SLICE * strength) {
          still.add(c);
        } else {
          gone.add(slice);
        }
      }
    }
    if (!seen || still.isEmpty()) {
      calm++;
      return;
    }
    slices.removeAll(gone);
    int[] now = still.stream().mapToInt(c -> c).toArray();
    calm = 0;
    hits |= 1;
    moved = now.length;
    among = window.slices();
    effects = effects(window, now);
    say(window, now, told);
    Arrays.stream(now).forEach(window::explain);
  }

  /** Of silence: who is silent now. */
  void silent(SortedSet<Slice> now, int known) {
    hits = hits << 1;
    if (now.isEmpty()) {
      calm++;
    } else {
      calm = 0;
      hits |= 1;
    }
    if (!now.isEmpty()) {
      changed |= !now.equals(slices) && isOpen();
      slices.clear();
      slices.addAll(now);
      moved = now.size();
    }
    among = known;
  }

  /** Whether nothing is left of what might have become a drift. */
  boolean isForgotten() {
    return !isOpen() && hits == 0;
  }

  /** What is to be said after a window; null for nothing. */
  Phase phase(EmissionPolicy policy, int next) {
    if (!isOpen()) {
      int needed = scope == Scope.SILENT ? 1 : policy.required();
      if (Long.bitCount(hits) < needed) {
        return null;
      }
      number = next;
      toldMoved = moved;
      changed = false;
      return Phase.OPENED;
    }
    if (calm >= (scope == Scope.SILENT ? 1 : policy.recovery())) {
      return Phase.CLOSED;
    }
    int apart = Math.abs(moved - toldMoved);
    boolean tell = changed || apart > 0 && (scope == Scope.SOME || apart >= WORTH_TELLING * among);
    if (!tell || calm > 0) {
      return null;
    }
    toldMoved = moved;
    changed = false;
    return Phase.UPDATED;
  }

  FleetDrift drift(Phase phase, long endMillis, List<SliceTest> tests) {
    List<FleetDrift.Shift> shifts =
        IntStream.range(0, common.length)
            .boxed()
            .filter(k -> side(tests, k) > 1)
            .sorted(Comparator.comparingDouble(k -> -side(tests, k)))
            .limit(FleetDrift.SHIFTS)
            .map(
                k ->
                    new FleetDrift.Shift(
                        tests.get(k).name(), tests.get(k).kind().detector(), effects[k], common[k]))
            .toList();
    return new FleetDrift(
        number,
        phase,
        scope,
        key,
        List.copyOf(values),
        moved,
        among,
        slices.stream().limit(FleetDrift.NAMED).toList(),
        sinceMillis,
        endMillis,
        shifts,
        like,
        pValue);
  }

  /** Means are named before distributions, which say less in words. */
  private double side(List<SliceTest> tests, int k) {
    return tests.get(k).isSigned() ? 2 * Math.abs(common[k]) : common[k];
  }

  void write(BinaryOutput out) {
    out.count(number).count(scope.ordinal());
    Names.write(out, key);
    out.count(values.size());
    values.forEach(v -> Names.write(out, v));
    out.count(slices.size());
    slices.forEach(s -> Names.write(out, s));
    out.count(common.length).reals(common, common.length).reals(effects, common.length);
    out.count(test).real(strength).bits(hits).count(calm).bits(sinceMillis);
    out.count(moved).count(among).count(toldMoved).real(pValue).flag(changed);
    Names.write(out, like);
  }

  static FleetEpisode read(BinaryInput in, int tests) {
    int number = (int) in.count("number", 0, Integer.MAX_VALUE);
    FleetEpisode read =
        new FleetEpisode(Scope.values()[(int) in.count("scope", 0, Scope.values().length - 1)]);
    read.number = number;
    read.key = Names.read(in, "key of a group");
    int n = in.size("groups", 0, 1);
    for (int i = 0; i < n; i++) {
      read.values.add(Names.read(in, "group"));
    }
    n = in.size("slices", 0, 3);
    for (int i = 0; i < n; i++) {
      read.slices.add(Names.readSlice(in));
    }
    int length = (int) in.count("tests", 0, tests);
    read.common = new double[length];
    read.effects = new double[length];
    in.finites(read.common, length, "deviates");
    in.finites(read.effects, length, "effects");
    read.test = (int) in.count("test", 0, Math.max(0, length - 1));
    read.strength = in.nonNegative("strength");
    read.hits = in.bits("hits");
    read.calm = (int) in.count("calm", 0, Integer.MAX_VALUE);
    read.sinceMillis = in.bits("since");
    read.moved = (int) in.count("moved", 0, Integer.MAX_VALUE);
    read.among = (int) in.count("among", 0, Integer.MAX_VALUE);
    read.toldMoved = (int) in.count("told", 0, Integer.MAX_VALUE);
    read.pValue = in.nonNegative("p-value");
    read.changed = in.flag("changed");
    read.like = Names.read(in, "cause");
    return read;
  }

  /** Common ones first: what is left is compared with them. */
  static final Comparator<FleetEpisode> WIDEST =
      Comparator.<FleetEpisode>comparingInt(e -> e.scope.ordinal())
          .thenComparingInt(e -> e.number)
          .thenComparingLong(e -> e.sinceMillis);
}
