package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * Turns the verdicts of windows into drift episodes.
 *
 * <p>A window of a slice counts as drifting if any of its results is a {@link Verdict#DRIFT}; one
 * of which nothing can be said does not count. Enough of them open an episode for that slice,
 * unless one is open that covers it. When the windows of all observations drift, an attribution
 * says which slices carry the change; the episode is theirs. While it is open, further drifting
 * windows of its slices update it, and calm ones in a row close it: calm means that every signal
 * that drifted in this episode is back to {@link Verdict#NORMAL}; one of which there is too little
 * data is not, unless the slice had no verdict on it in the whole episode.
 *
 * <p>A slice may never be heard of again: a camera is taken down, its traffic goes. It is silent
 * when it has missed its turn {@link EmissionPolicy#silence} times in a row. Time is counted in the
 * windows that end in its context, so that a stream that stops as a whole makes nothing silent. An
 * episode whose slices have all recovered or fallen silent is closed by {@link #closeSilent}.
 *
 * <p>Not thread-safe. Memory: some 100 bytes for every slice seen, and 16 for each of the windows
 * looked back.
 */
public final class DriftTracker {
  private static final SortedSet<Slice> NONE = Collections.emptySortedSet();

  private final EmissionPolicy policy;
  private final Map<Slice, SliceHistory> histories = new HashMap<>();

  /** How many windows have ended in each context. */
  private final Map<String, Long> turns = new HashMap<>();

  private final List<DriftEpisode> open = new ArrayList<>();
  private int opened;

  /**
   * Makes a tracker with no episode.
   *
   * @param policy when episodes open and close
   */
  public DriftTracker(EmissionPolicy policy) {
    this.policy = policy;
  }

  /**
   * Takes the results of one window.
   *
   * @param slice whose window
   * @param results one result a signal and detector, at least one. Not modified.
   * @param attribution asked only if a window of all observations is about to open an episode: the
   *     slices that carry the change, or {@link Slice#ALL} alone, given the number of the
   *     observation with which the first of the drifting windows began
   * @return what became of the episodes, usually nothing
   */
  public Optional<DriftTransition> accept(
      Slice slice, List<DetectionResult> results, LongFunction<SortedSet<Slice>> attribution) {
    long turn = turns.merge(slice.context(), 1L, Long::sum);
    SliceHistory history = history(slice);
    boolean drifting = results.stream().anyMatch(r -> r.verdict() == Verdict.DRIFT);
    boolean judged = results.stream().anyMatch(r -> r.verdict() != Verdict.INSUFFICIENT_DATA);
    if (judged) {
      history.heard(turn);
    }
    WindowBounds bounds = results.get(0).sample().bounds();
    Optional<DriftEpisode> covering = covering(slice);
    if (covering.isPresent()) {
      return follow(covering.get(), slice, results, drifting, turn);
    }
    if (!judged) {
      return Optional.empty();
    }
    history.push(drifting, bounds);
    if (!drifting || history.drifting() < policy.required()) {
      return Optional.empty();
    }
    Optional<DriftTransition> grown =
        grow(slice, results, history.onset(), history.drifting(), turn);
    if (grown.isPresent()) {
      return grown;
    }
    return open(slice, results, attribution, history.onset(), history.drifting());
  }

  /**
   * Takes an alarm that came between windows. It opens an episode at once, unless one is open that
   * covers the slice, or was not yet when the slice began to drift, which it then updates: how
   * often it comes by chance is in its threshold.
   *
   * @param slice whose observations
   * @param alarm the evidence; its first observation is where the change most likely began
   * @param attribution as for {@link #accept}
   * @return what became of the episodes
   */
  public Optional<DriftTransition> alarm(
      Slice slice, DetectionResult alarm, LongFunction<SortedSet<Slice>> attribution) {
    Optional<DriftEpisode> covering = covering(slice);
    if (covering.isPresent()) {
      Drift drift = covering.get().alarmed(slice, List.of(alarm), turn(slice.context()));
      return Optional.of(new DriftTransition(DriftTransition.Kind.UPDATED, drift));
    }
    Position onset = alarm.sample().bounds().first();
    Optional<DriftTransition> grown = grow(slice, List.of(alarm), onset, 0, turn(slice.context()));
    if (grown.isPresent()) {
      return grown;
    }
    return open(slice, List.of(alarm), attribution, onset, 0);
  }

  /**
   * The episode of other slices that was not yet open when the first drifting window of this slice
   * began. What happens to many slices at once is one episode that grows, not one for each.
   */
  private Optional<DriftEpisode> begunTogether(Slice slice, Position onset) {
    return slice.isAll()
        ? Optional.empty()
        : open.stream()
            .filter(e -> e.drift().slices().first().context().equals(slice.context()))
            .filter(e -> onset.sequence() <= e.drift().opened().sequence())
            .findFirst();
  }

  private Optional<DriftTransition> grow(
      Slice slice, List<DetectionResult> results, Position onset, int windows, long turn) {
    return begunTogether(slice, onset)
        .map(
            episode -> {
              Drift grown = episode.grow(slice, results, windows, turn);
              forget(grown);
              return new DriftTransition(DriftTransition.Kind.UPDATED, grown);
            });
  }

  private SliceHistory history(Slice slice) {
    return histories.computeIfAbsent(slice, s -> new SliceHistory(policy.among()));
  }

  private long turn(String context) {
    return turns.getOrDefault(context, 0L);
  }

  private Optional<DriftEpisode> covering(Slice slice) {
    return open.stream().filter(e -> e.drift().covers(slice)).findFirst();
  }

  private Optional<DriftTransition> open(
      Slice slice,
      List<DetectionResult> results,
      LongFunction<SortedSet<Slice>> attribution,
      Position onset,
      int windows) {
    SortedSet<Slice> slices =
        slice.isAll()
            ? new TreeSet<>(attribution.apply(onset.sequence()))
            : new TreeSet<>(List.of(slice));
    slices.removeIf(s -> covering(s).isPresent());
    if (slices.isEmpty()) {
      return Optional.empty();
    }
    WindowBounds now = results.get(0).sample().bounds();
    Drift opening =
        new Drift(
            ++opened,
            slices,
            onset,
            now.last(),
            Optional.empty(),
            windows,
            results,
            SliceSelection.NONE);
    DriftEpisode episode = new DriftEpisode(opening, turn(slice.context()));
    open.add(episode);
    forget(episode.drift());
    history(slice).clear();
    return Optional.of(new DriftTransition(DriftTransition.Kind.OPENED, episode.drift()));
  }

  private Optional<DriftTransition> follow(
      DriftEpisode episode,
      Slice slice,
      List<DetectionResult> results,
      boolean drifting,
      long turn) {
    if (drifting) {
      Drift drift = episode.drifted(slice, results, turn);
      return Optional.of(new DriftTransition(DriftTransition.Kind.UPDATED, drift));
    }
    episode.followed(slice, results, turn);
    return episode.isOver(NONE, policy.recovery())
        ? Optional.of(close(episode, results.get(0).sample().bounds(), NONE))
        : Optional.empty();
  }

  private DriftTransition close(DriftEpisode episode, WindowBounds last, SortedSet<Slice> silent) {
    Drift drift = episode.close(last, silent);
    open.remove(episode);
    forget(drift);
    return new DriftTransition(DriftTransition.Kind.CLOSED, drift);
  }

  /**
   * Closes the episodes of which some slices are silent and all others have recovered.
   *
   * @param context where a window has ended
   * @param last the bounds of that window
   * @return one transition for each, usually none
   */
  public List<DriftTransition> closeSilent(String context, WindowBounds last) {
    List<DriftTransition> closed = new ArrayList<>();
    for (DriftEpisode episode : List.copyOf(open)) {
      if (!episode.drift().slices().first().context().equals(context)) {
        continue;
      }
      SortedSet<Slice> silent = episode.silent(policy.recovery(), turn(context), this::patience);
      if (!silent.isEmpty() && episode.isOver(silent, policy.recovery())) {
        closed.add(close(episode, last, silent));
      }
    }
    return closed;
  }

  /** Turns without a word after which a slice is silent. */
  private long patience(Slice slice) {
    SliceHistory history = histories.get(slice);
    long pace = history == null ? 0 : history.pace();
    return policy.silence() * Math.max(pace, histories.size());
  }

  /** Windows from before an episode's beginning or end say nothing about what follows. */
  private void forget(Drift drift) {
    histories.forEach(
        (slice, history) -> {
          if (slice.isAll() && slice.context().equals(drift.slices().first().context())
              || drift.covers(slice)) {
            history.clear();
          }
        });
  }

  /**
   * Corrects when an open episode began; without it, that is when its first drifting window began.
   *
   * @param number of the episode
   * @param onset the observation with which it began
   * @return the episode with its new onset
   * @throws IllegalArgumentException if no such episode is open
   */
  public Drift locateOnset(int number, Position onset) {
    return numbered(number).locateOnset(onset);
  }

  /**
   * Says which slices the windows of an open episode name, in place of what was said before.
   *
   * @param number of the episode
   * @param selection what their e-values select
   * @return the episode with it
   * @throws IllegalArgumentException if no such episode is open
   */
  public Drift select(int number, SliceSelection selection) {
    return numbered(number).select(selection);
  }

  private DriftEpisode numbered(int number) {
    return open.stream()
        .filter(e -> e.drift().number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "number: " + number + " (expected: that of an open drift)"));
  }

  /**
   * Forgets the windows of a slice that will not be heard of again, unless an episode of its own is
   * open.
   *
   * @param slice any slice
   */
  public void forget(Slice slice) {
    histories.remove(slice);
  }

  /**
   * What a tracker remembers, to be kept in a file.
   *
   * @param opened episodes opened so far
   * @param turns how many windows have ended in each context
   * @param histories the last windows of each slice
   * @param episodes the open ones
   */
  public record State(
      int opened,
      Map<String, Long> turns,
      List<HistoryState> histories,
      List<EpisodeState> episodes) {}

  /**
   * The last windows of one slice.
   *
   * @param slice whose
   * @param bits one bit a window, the newest lowest; 1 = drifting
   * @param firstSequences number of the first observation of each, newest first
   * @param firstTimes its time
   * @param turn windows of its context when the last one ended
   * @param pace windows of its context between its last two
   */
  public record HistoryState(
      Slice slice, long bits, long[] firstSequences, long[] firstTimes, long turn, long pace) {
    public HistoryState {
      counted("turn", turn);
      counted("pace", pace);
    }
  }

  /**
   * An episode that is open.
   *
   * @param drift as it is now
   * @param pulses what was last heard of its slices
   */
  public record EpisodeState(Drift drift, List<PulseState> pulses) {}

  /**
   * What was last heard of one slice of an episode.
   *
   * @param slice whose
   * @param calm calm windows in a row
   * @param heard windows of its context when it was last heard
   * @param judged the signals and detectors of the drift that its windows had a verdict on
   */
  public record PulseState(Slice slice, int calm, long heard, SortedSet<String> judged) {
    public PulseState {
      judged = Collections.unmodifiableSortedSet(new TreeSet<>(judged));
      counted("calm", calm);
      counted("heard", heard);
    }
  }

  private static long counted(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
    }
    return value;
  }

  /**
   * What is to be remembered.
   *
   * @return a snapshot
   */
  public State state() {
    List<HistoryState> all = new ArrayList<>();
    histories.forEach((slice, history) -> all.add(history.state(slice)));
    all.sort(Comparator.comparing(HistoryState::slice));
    return new State(
        opened,
        new TreeMap<>(turns),
        all,
        open.stream().map(e -> new EpisodeState(e.drift(), e.pulses())).toList());
  }

  /**
   * Goes on from what another tracker of the same policy remembered.
   *
   * @param state what {@link #state} gave
   * @throws RuntimeException if it is inconsistent; this tracker is then not to be used
   */
  public void restore(State state) {
    opened = state.opened();
    turns.clear();
    state
        .turns()
        .forEach(
            (context, n) ->
                turns.put(context, counted("turns", Objects.requireNonNull(n, "turns"))));
    histories.clear();
    open.clear();
    state.histories().forEach(this::restore);
    for (EpisodeState e : state.episodes()) {
      Drift drift = e.drift();
      if (drift.number() > opened || drift.slices().isEmpty() || !drift.isOpen()) {
        throw new IllegalArgumentException("drift " + drift.number() + " is not consistent");
      }
      DriftEpisode episode = new DriftEpisode(drift, turn(drift.slices().first().context()));
      episode.restore(e.pulses());
      open.add(episode);
    }
  }

  /** Goes on with the last windows of one slice. */
  void restore(HistoryState state) {
    SliceHistory history = new SliceHistory(policy.among());
    history.restore(state);
    histories.put(Objects.requireNonNull(state.slice(), "slice"), history);
  }

  /**
   * The episodes that are open.
   *
   * @return snapshots, oldest first
   */
  public List<Drift> open() {
    return open.stream().map(DriftEpisode::drift).toList();
  }

  /**
   * Whether an open episode concerns some slices but not all observations. While it does, all
   * observations together must not be judged: with those slices they are known to have drifted,
   * without them their mix is not the baseline's.
   *
   * @param all all observations of a context
   * @return true if a slice of that context is explained by an episode of its own
   */
  public boolean isAnySetApart(Slice all) {
    return !open.isEmpty()
        && open.stream()
            .flatMap(e -> e.drift().slices().stream())
            .anyMatch(s -> !s.isAll() && s.context().equals(all.context()));
  }
}
