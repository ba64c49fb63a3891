package io.virk.fleet;

import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.engine.AlarmBudget;
import io.virk.fleet.FleetDrift.Phase;
import io.virk.fleet.FleetDrift.Scope;
import io.virk.fleet.internal.Names;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Tells drifts of a fleet by the readings of its slices: whether all have moved alike, a group of
 * them, or some, since when, and which known cause it is most like. A function of what it is given;
 * one thread at a time.
 *
 * <p>The promise is one for all of it ({@link FleetSettings#allowance}): every window draws its
 * probability of a false drift from one account, a third of it each for all together, for the
 * groups and for the slices, and divides it among them and their tests. A slice is compared with
 * its own past, all together and each group with how their means have scattered, so that what all
 * see, the hour and the weather, is in the thresholds if it was there while they learned. Each
 * slice counts the same in a mean, however many observations it has.
 *
 * <p>A slice of which no reading has come for {@link io.virk.detect.EmissionPolicy#silence} times
 * its longest gap is silent, which is told at once, and without an allowance. After a week, or
 * twice that if it is longer, it is forgotten: a camera that was taken away keeps no drift open.
 *
 * <p>Cost of a window: about 2 us a slice with 10 signals. Memory: about 300 bytes a slice and 4
 * bytes for each test of a group and window while it learns; readings of a window until it is
 * judged.
 */
public final class FleetJudge {
  private static final char KIND = 'f';
  private static final int VERSION = 1;

  /** Windows without any reading that are gone through one by one. */
  private static final int LONGEST_GAP = 10_000;

  /**
   * What there is room for.
   *
   * @param groups that are judged, the first
   * @param episodes candidates and drifts at once
   * @param windows whose readings wait
   * @param slices that are watched, the first
   */
  record Room(int groups, int episodes, int windows, int slices) {
    static final Room DEFAULT = new Room(20_000, 256, 1024, 200_000);
  }

  private final Room room;
  private final SummaryScheme scheme;
  private final FleetSettings settings;
  private final FleetEpisode.Told told;
  private final TreeMap<Long, TreeMap<Slice, SliceReading>> waiting = new TreeMap<>();
  private final KnownSlices known;
  private final Map<FleetGroup.Key, FleetGroup> groups = new TreeMap<>();
  private final List<FleetEpisode> episodes = new ArrayList<>();
  private FleetGroup all;
  private AlarmBudget budget;
  private long overMillis = Long.MIN_VALUE;
  private int drifts;
  private long windows;
  private LeftOut leftOut = new LeftOut();
  private int silent;

  /** Groups that have learned from the window that is judged. */
  private final Set<FleetGroup> learned = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Makes one that has seen nothing.
   *
   * @param scheme of the baseline
   * @param settings of the fleet
   */
  public FleetJudge(SummaryScheme scheme, FleetSettings settings) {
    this(scheme, settings, Room.DEFAULT);
  }

  FleetJudge(SummaryScheme scheme, FleetSettings settings, Room room) {
    this.room = room;
    this.scheme = Objects.requireNonNull(scheme, "scheme");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.known = new KnownSlices(settings);
    this.told = new FleetEpisode.Told(SliceTest.of(scheme), KnownDirections.of(scheme));
    this.all = new FleetGroup(settings.learning(), tests());
    this.budget = new AlarmBudget(settings.allowance());
  }

  private int tests() {
    return told.tests().size();
  }

  /**
   * Takes a reading, in any order. A second one of the same slice and window is left out, and so is
   * one of a window that has been judged, and of more than 1,024 windows that wait the latest.
   *
   * @param reading of a {@link SliceJudge} of the same baseline and settings
   * @throws IllegalArgumentException if it is of another baseline, or of windows of another length
   */
  public void accept(SliceReading reading) {
    reading.check(scheme.baseline(), settings.windowMillis(), tests(), told.shift());
    if (reading.windowMillis() + settings.windowMillis() <= overMillis) {
      leftOut.add(LeftOut.Why.LATE, 1, "");
      return;
    }
    TreeMap<Slice, SliceReading> window = waiting.get(reading.windowMillis());
    if (window == null && waiting.size() >= room.windows()) {
      boolean isLast = reading.windowMillis() > waiting.lastKey();
      long given = isLast ? 1 : waiting.pollLastEntry().getValue().size();
      leftOut.add(LeftOut.Why.WINDOWS, given, room.windows());
      if (isLast) {
        return;
      }
    }
    TreeMap<Slice, SliceReading> of =
        waiting.computeIfAbsent(reading.windowMillis(), w -> new TreeMap<>());
    if (of.size() >= room.slices() && !of.containsKey(reading.slice())) {
      leftOut.add(LeftOut.Why.SLICES, 1, room.slices());
      return;
    }
    SliceReading before = of.putIfAbsent(reading.slice(), reading);
    if (before != null) {
      leftOut.add(LeftOut.Why.TWICE, 1, "");
    }
  }

  /**
   * Says that no reading of a window that ends by now comes any more, and judges those windows.
   *
   * @param epochMillis as the windows' times, never earlier than before
   * @return what there is to say, in order
   */
  public List<FleetDrift> advance(long epochMillis) {
    List<FleetDrift> drifts = new ArrayList<>();
    long length = settings.windowMillis();
    while (true) {
      long next = nextWindow(epochMillis);
      if (next == Long.MAX_VALUE || next + length > epochMillis) {
        break;
      }
      overMillis = next + length;
      TreeMap<Slice, SliceReading> readings = waiting.remove(next);
      judge(next, readings == null ? new TreeMap<>() : readings, drifts);
    }
    return drifts;
  }

  /** The begin of the window that is judged next; of a long gap all but the end is left out. */
  private long nextWindow(long epochMillis) {
    long length = settings.windowMillis();
    long waits = waiting.isEmpty() ? Long.MAX_VALUE : waiting.firstKey();
    if (overMillis == Long.MIN_VALUE) {
      return waits;
    }
    long latest = Math.floorDiv(epochMillis, length) * length - LONGEST_GAP * length;
    return Math.min(waits, Math.max(overMillis, latest));
  }

  private void judge(long begin, SortedMap<Slice, SliceReading> readings, List<FleetDrift> drifts) {
    List<SliceReading> judged = new ArrayList<>();
    readings.forEach(
        (slice, reading) -> {
          if (!known.has(slice) && known.size() >= room.slices()) {
            leftOut.add(LeftOut.Why.SLICES, 1, room.slices());
            return;
          }
          known.met(slice, begin, reading.isLearning());
          if (!reading.isLearning()) {
            judged.add(reading);
          }
        });
    FleetWindow window = new FleetWindow(judged, told.tests());
    SortedMap<FleetGroup.Key, int[]> members = FleetSearch.members(window, settings.groups());
    if (!judged.isEmpty()) {
      windows++;
      learned.clear();
      learn(window, members, false);
    }
    episodes.sort(FleetEpisode.WIDEST);
    for (FleetEpisode episode : episodes) {
      if (episode.scope != Scope.SILENT) {
        episode.next(settings.emission().among());
        if (episode.isOpen()) {
          episode.explain(window, members, all, told);
        }
      }
    }
    if (!judged.isEmpty()) {
      search(begin, window, members);
      if (episodes.stream().noneMatch(e -> e.scope.compareTo(Scope.SOME) < 0)) {
        learn(window, members, true);
      }
    }
    listen(begin);
    tell(begin + settings.windowMillis(), drifts);
  }

  /**
   * Of all together and of each group whose usual scatter is not known yet, before the window is
   * searched; or of those that learn on, after it was, and nothing was found.
   */
  private void learn(FleetWindow window, SortedMap<FleetGroup.Key, int[]> members, boolean known) {
    if (window.slices() < FleetGroup.FEWEST) {
      return;
    }
    int[] everyone = IntStream.range(0, window.slices()).toArray();
    if (all.isOpen() && all.isLearning() != known && !learned.contains(all)) {
      double[] means = new double[tests()];
      for (int k = 0; k < means.length; k++) {
        means[k] = window.mean(everyone, k);
      }
      all.learn(means, everyone.length);
      learned.add(all);
    }
    double[] medians = null;
    for (Map.Entry<FleetGroup.Key, int[]> entry : members.entrySet()) {
      int[] slices = entry.getValue();
      if (!FleetSearch.isGroup(slices, window.slices())) {
        continue;
      }
      FleetGroup group = groups.get(entry.getKey());
      if (group == null && groups.size() < room.groups()) {
        group = new FleetGroup(settings.learning(), tests());
        groups.put(entry.getKey(), group);
      } else if (group == null) {
        leftOut.add(LeftOut.Why.GROUPS, 1, room.groups());
      }
      if (group != null
          && group.isOpen()
          && group.isLearning() != known
          && !learned.contains(group)) {
        medians = medians == null ? FleetSearch.medians(window) : medians;
        double[] others = FleetSearch.others(window, slices, medians);
        group.learn(FleetSearch.contrasts(window, slices, others), slices.length);
        learned.add(group);
      }
    }
  }

  private void search(long begin, FleetWindow window, SortedMap<FleetGroup.Key, int[]> members) {
    double probability = budget.draw(0, 0, begin, begin + settings.windowMillis());
    FleetSearch search =
        new FleetSearch(window, members, groups, all, settings, Math.min(0.05, probability));
    for (FleetFinding found : search.search()) {
      FleetEpisode of = null;
      for (FleetEpisode episode : episodes) {
        if ((of == null || episode.isOpen() && !of.isOpen()) && episode.is(found, window)) {
          of = episode;
        }
      }
      if (of != null) {
        of.take(found, window, told);
      } else if (episodes.size() < room.episodes()) {
        episodes.add(FleetEpisode.of(found, window, begin, told));
      } else {
        leftOut.add(LeftOut.Why.FINDINGS, 1, room.episodes());
      }
    }
  }

  private void listen(long begin) {
    KnownSlices.Silence now = known.listen(begin);
    silent = now.slices().size();
    FleetEpisode of =
        episodes.stream().filter(e -> e.scope == Scope.SILENT).findFirst().orElse(null);
    if (of == null && silent > 0) {
      of = FleetEpisode.ofSilence(now.sinceMillis());
      episodes.add(of);
    }
    if (of != null) {
      of.silent(now.slices(), now.among());
    }
  }

  private void tell(long end, List<FleetDrift> into) {
    for (FleetEpisode episode : List.copyOf(episodes)) {
      Phase phase = episode.phase(settings.emission(), drifts + 1);
      if (phase != null) {
        drifts = Math.max(drifts, episode.number);
        into.add(episode.drift(phase, end, told.tests()));
      }
      if (phase == Phase.CLOSED || episode.isForgotten()) {
        episodes.remove(episode);
      }
    }
  }

  /** How the fleet is watched. */
  public FleetStatus status() {
    int open = (int) episodes.stream().filter(FleetEpisode::isOpen).count();
    return new FleetStatus(
        known.size(),
        known.learning(),
        silent,
        groups.size(),
        open,
        windows,
        leftOut.count(LeftOut.Why.LATE),
        leftOut.count(LeftOut.Why.TWICE),
        leftOut.count(LeftOut.Why.AHEAD),
        leftOut.withoutRoom());
  }

  /**
   * What of the watching should be looked at: what was left out, and what there was no room for,
   * each kind when it has come once, twice, four times and so on.
   *
   * @return sentences since the last call
   */
  public List<String> notices() {
    return leftOut.news();
  }

  LeftOut counts() {
    return leftOut;
  }

  boolean knows(Slice slice) {
    return known.has(slice);
  }

  /**
   * What is to be remembered.
   *
   * @return for {@link #restore}
   */
  public byte[] state() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 1 << 16);
    Names.write(out, scheme.baseline());
    out.count(settings.windowMillis()).count(settings.learning());
    out.bits(overMillis).count(drifts).count(windows);
    leftOut.write(out);
    AlarmBudget.State account = budget.state();
    out.count(settings.allowance().unit().ordinal());
    out.count(account.windows()).bits(account.position()).real(account.meanStep());
    out.real(account.balance()).count(account.behind());
    known.write(out);
    all.write(out);
    out.count(groups.size());
    groups.forEach(
        (key, group) -> {
          key.write(out);
          group.write(out);
        });
    out.count(episodes.size());
    episodes.forEach(e -> e.write(out));
    out.count(waiting.values().stream().mapToInt(Map::size).sum());
    waiting
        .values()
        .forEach(
            of ->
                of.values()
                    .forEach(
                        reading -> {
                          byte[] bytes = reading.toBytes();
                          out.count(bytes.length).bytes(bytes);
                        }));
    return out.toCheckedBytes();
  }

  /**
   * Goes on from what another one of the same baseline and times remembered. What was left of the
   * allowance is forgotten if it was counted in another unit.
   *
   * @param state of {@link #state}. Not modified.
   * @throws IllegalArgumentException if it is damaged or of another baseline or other times; this
   *     judge is then not to be used
   */
  public void restore(byte[] state) {
    BinaryInput in = BinaryInput.checked(state, KIND, VERSION);
    String baseline = Names.read(in, "baseline");
    if (!baseline.equals(scheme.baseline())) {
      throw Checks.rejected("baseline", baseline, scheme.baseline());
    }
    in.count("length of a window", settings.windowMillis(), settings.windowMillis());
    in.count("windows to learn", settings.learning(), settings.learning());
    overMillis = in.bits("time");
    drifts = (int) in.count("drifts", 0, Integer.MAX_VALUE - 1);
    windows = in.count("windows", 0, Long.MAX_VALUE >> 1);
    leftOut = LeftOut.read(in);
    FalseAlarms.Unit unit =
        FalseAlarms.Unit.values()[(int) in.count("unit", 0, FalseAlarms.Unit.values().length - 1)];
    AlarmBudget.State account =
        new AlarmBudget.State(
            in.count("windows", 0, Long.MAX_VALUE >> 1),
            in.bits("position"),
            in.nonNegative("step"),
            in.nonNegative("balance"),
            (int) in.count("behind", 0, Integer.MAX_VALUE));
    if (unit == settings.allowance().unit()) {
      budget = new AlarmBudget(settings.allowance(), account);
    }
    known.read(in);
    readRest(in);
  }

  private void readRest(BinaryInput in) {
    all = FleetGroup.read(in, settings.learning(), tests());
    groups.clear();
    int n = (int) in.count("groups", 0, room.groups());
    for (int i = 0; i < n; i++) {
      FleetGroup.Key key = FleetGroup.Key.read(in);
      groups.put(key, FleetGroup.read(in, settings.learning(), tests()));
    }
    episodes.clear();
    n = (int) in.count("episodes", 0, room.episodes() + 1);
    for (int i = 0; i < n; i++) {
      episodes.add(FleetEpisode.read(in, tests()));
    }
    waiting.clear();
    n = in.size("readings", 0, 1);
    for (int i = 0; i < n; i++) {
      accept(SliceReading.fromBytes(in.bytes("reading")));
    }
    in.end();
  }
}
