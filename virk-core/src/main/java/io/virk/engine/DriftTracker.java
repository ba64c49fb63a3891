package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.engine.TrackerState.EpisodeState;
import io.virk.engine.TrackerState.HistoryState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Turns the verdicts of windows into drift episodes.
 *
 * <p>A window of a slice counts as drifting if any of its results is a {@link Verdict#DRIFT}; one
 * of which nothing can be said does not count. Enough of them open an episode for that slice,
 * unless one is open that covers it. When the windows of all observations drift, an attribution
 * says which slices carry the change; the episode is theirs. While it is open, further drifting
 * windows of its slices update it, and calm ones in a row close it: calm means that every signal
 * that drifted in this episode is back to {@link Verdict#NORMAL}; one of which there is too little
 * data is not, unless the slice had no verdict on it in the whole episode. Where windows overlap
 * while it is open, so many calm ones close it that all is calm in one part of a window less than
 * as many windows apart would have: it closes while those would still be filling.
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
  private final SliceHistories histories;
  private final OpenEpisodes open = new OpenEpisodes();
  private final ClosedEpisodes closed;
  private final SetApart apart;
  private int opened;

  /**
   * Makes a tracker with no episode.
   *
   * @param policy when episodes open and close
   */
  public DriftTracker(EmissionPolicy policy) {
    this.policy = policy;
    this.histories = new SliceHistories(policy.among());
    this.closed = new ClosedEpisodes(policy.reopening());
    this.apart = new SetApart(policy.required(), histories, open);
  }

  /**
   * Takes the results of one window.
   *
   * @param slice whose window
   * @param results one result a signal and detector, at least one. Not modified.
   * @param attribution asked only if the window is about to open an episode, or to join one
   * @return what became of the episodes, usually nothing
   */
  public Optional<DriftTransition> accept(
      Slice slice, List<DetectionResult> results, DriftAttribution attribution) {
    long turn = histories.next(slice.context());
    SliceHistory history = histories.of(slice);
    boolean drifting = results.stream().anyMatch(r -> r.verdict() == Verdict.DRIFT);
    boolean judged = results.stream().anyMatch(r -> r.verdict() != Verdict.INSUFFICIENT_DATA);
    if (judged) {
      history.heard(turn);
    }
    WindowBounds bounds = results.get(0).sample().bounds();
    Optional<DriftEpisode> covering = open.covering(slice);
    if (covering.isPresent()) {
      return follow(covering.get(), slice, results, drifting, turn, attribution);
    }
    if (!judged) {
      return Optional.empty();
    }
    history.push(drifting, bounds);
    closed.judged(slice);
    if (!drifting || history.drifting() < policy.required()) {
      return Optional.empty();
    }
    Position onset = history.onset();
    int windows = history.drifting();
    return grow(slice, results, attribution, onset, windows, null)
        .or(() -> open(carriers(slice, attribution, onset), results, attribution, onset, windows));
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
      Slice slice, DetectionResult alarm, DriftAttribution attribution) {
    Optional<DriftEpisode> covering = open.covering(slice);
    if (covering.isPresent()) {
      Drift drift = covering.get().alarmed(slice, List.of(alarm), histories.turn(slice.context()));
      return Optional.of(new DriftTransition(DriftTransition.Kind.UPDATED, drift));
    }
    Position onset = alarm.sample().bounds().first();
    List<DetectionResult> results = List.of(alarm);
    return grow(slice, results, attribution, onset, 0, null)
        .or(() -> open(carriers(slice, attribution, onset), results, attribution, onset, 0));
  }

  private Optional<DriftTransition> grow(
      Slice slice,
      List<DetectionResult> results,
      DriftAttribution attribution,
      Position onset,
      int windows,
      DriftEpisode but) {
    return open.joined(slice, attribution, onset, but)
        .map(episode -> grow(episode, new TreeSet<>(List.of(slice)), results, windows));
  }

  private DriftTransition grow(
      DriftEpisode episode, SortedSet<Slice> by, List<DetectionResult> results, int windows) {
    for (Slice slice : by) { // the windows are the same for all
      int more = slice.equals(by.first()) ? windows : 0;
      episode.grow(slice, results, more, histories.turn(slice.context()));
    }
    histories.forget(episode.drift());
    return new DriftTransition(DriftTransition.Kind.UPDATED, episode.drift());
  }

  /** Whose an episode is that opens: slices that no other covers. */
  private SortedSet<Slice> carriers(Slice slice, DriftAttribution attribution, Position onset) {
    SortedSet<Slice> slices =
        slice.isAll()
            ? new TreeSet<>(attribution.carriers(onset.sequence()))
            : new TreeSet<>(List.of(slice));
    slices.removeIf(s -> open.covering(s).isPresent());
    return slices;
  }

  private Optional<DriftTransition> open(
      SortedSet<Slice> slices,
      List<DetectionResult> results,
      DriftAttribution attribution,
      Position onset,
      int windows) {
    if (slices.isEmpty()) {
      return Optional.empty();
    }
    Optional<DriftEpisode> elsewhere = open.inAnotherContext(slices, attribution);
    if (elsewhere.isPresent()) {
      return Optional.of(grow(elsewhere.get(), slices, results, windows));
    }
    Optional<ClosedEpisodes.Closed> before =
        closed.take(slices, results, drift -> !attribution.isAnother(drift, false));
    if (before.isPresent()) {
      return Optional.of(reopen(before.get(), slices, results, windows));
    }
    WindowBounds now = results.get(0).sample().bounds();
    Drift opening =
        new Drift(
            ++opened,
            slices,
            Onset.before(onset, now.last()),
            now.last(),
            Optional.empty(),
            windows,
            results,
            SliceSelection.NONE);
    DriftEpisode episode = new DriftEpisode(opening, histories::turn, 0);
    open.add(episode);
    histories.forget(episode.drift());
    histories.of(results.get(0).slice()).clear();
    return Optional.of(new DriftTransition(DriftTransition.Kind.OPENED, episode.drift()));
  }

  private DriftTransition reopen(
      ClosedEpisodes.Closed before,
      SortedSet<Slice> slices,
      List<DetectionResult> results,
      int windows) {
    DriftEpisode episode =
        new DriftEpisode(before.drift().withSlices(slices), histories::turn, before.reopened() + 1);
    open.add(episode);
    Drift drift = episode.goOn(results, windows);
    histories.forget(drift);
    return new DriftTransition(DriftTransition.Kind.REOPENED, drift);
  }

  private Optional<DriftTransition> follow(
      DriftEpisode episode,
      Slice slice,
      List<DetectionResult> results,
      boolean drifting,
      long turn,
      DriftAttribution attribution) {
    if (drifting) {
      Drift drift = episode.drifted(slice, results, turn);
      return apart(episode, slice, results, attribution)
          .or(() -> Optional.of(new DriftTransition(DriftTransition.Kind.UPDATED, drift)));
    }
    if (!slice.isAll()) {
      histories.of(slice).push(false, results.get(0).sample().bounds());
    }
    return followed(episode, slice, attribution.looked(results), turn, attribution.parts());
  }

  private Optional<DriftTransition> apart(
      DriftEpisode episode,
      Slice slice,
      List<DetectionResult> results,
      DriftAttribution attribution) {
    return apart
        .of(episode, slice, results, attribution, recovery(episode))
        .flatMap(
            own ->
                (own.another()
                        ? grow(
                            slice, own.results(), attribution, own.onset(), own.windows(), episode)
                        : Optional.<DriftTransition>empty())
                    .or(
                        () ->
                            open(
                                own.slices(),
                                own.results(),
                                attribution,
                                own.onset(),
                                own.windows())));
  }

  private Optional<DriftTransition> followed(
      DriftEpisode episode, Slice slice, List<DetectionResult> results, long turn, int parts) {
    episode.followed(slice, results, turn, parts);
    return episode.isOver(NONE, recovery(episode))
        ? Optional.of(close(episode, results.get(0).sample().bounds().last(), NONE))
        : Optional.empty();
  }

  /**
   * Takes the results of the last rows of a slice between the ends of two windows: they may end an
   * episode, and are no evidence of one.
   *
   * @param slice whose
   * @param results one result a signal and detector, at least one. Not modified.
   * @param parts of a window at whose ends there are such results
   * @return the episode that is closed, usually none
   */
  public Optional<DriftTransition> between(Slice slice, List<DetectionResult> results, int parts) {
    return open.covering(slice)
        .flatMap(e -> followed(e, slice, results, histories.turn(slice.context()), parts));
  }

  /** Calm windows in a row that close an episode. */
  private int recovery(DriftEpisode episode) {
    return policy.recovery(episode.reopened());
  }

  private DriftTransition close(DriftEpisode episode, Position last, SortedSet<Slice> silent) {
    closed.add(episode.drift(), episode.reopened());
    Drift drift = episode.close(last, silent);
    open.remove(episode);
    histories.forget(drift);
    return new DriftTransition(DriftTransition.Kind.CLOSED, drift);
  }

  /**
   * Closes the episodes of which some slices are silent, or are set apart, and all others have
   * recovered.
   *
   * @param context where a window has ended
   * @param isSilent whether nothing comes of a slice any more, by the clock
   * @param last the last observation of that window
   * @return one transition for each, usually none
   */
  public List<DriftTransition> closeSilent(
      String context, Predicate<Slice> isSilent, Position last) {
    return closeSilent(last, episode -> episode.drift().isOf(context), isSilent);
  }

  /**
   * The same, of slices that are silent by the clock.
   *
   * @param isSilent whether nothing has come of a slice for long
   * @param last the last observation that has come
   * @return one transition for each, usually none
   */
  public List<DriftTransition> closeSilent(Predicate<Slice> isSilent, Position last) {
    return closeSilent(last, episode -> true, isSilent);
  }

  private List<DriftTransition> closeSilent(
      Position last, Predicate<DriftEpisode> which, Predicate<Slice> isSilent) {
    List<DriftTransition> transitions = new ArrayList<>();
    for (DriftEpisode episode : open.all()) {
      if (!which.test(episode)) {
        continue;
      }
      int recovery = recovery(episode);
      SortedSet<Slice> silent =
          episode.silent(
              recovery,
              (slice, heard) ->
                  histories.turn(slice.context()) - heard
                          > histories.patience(slice, policy.silence())
                      || isSilent.test(slice));
      if (episode.isOver(silent, recovery)) {
        transitions.add(close(episode, last, silent));
      }
    }
    return transitions;
  }

  /** How often an open episode was reopened. */
  int reopened(int number) {
    return open.numbered(number).reopened();
  }

  /** The numbers of the episodes that are open, or may be reopened. */
  Set<Integer> remembered() {
    Set<Integer> numbers = closed.numbers();
    open.drifts().forEach(d -> numbers.add(d.number()));
    return numbers;
  }

  /**
   * Corrects when an open episode began; without it, that is when its first drifting window began.
   *
   * @param number of the episode
   * @param onset as it is estimated
   * @return the episode with its new onset
   * @throws IllegalArgumentException if no such episode is open
   */
  public Drift locateOnset(int number, Onset onset) {
    return open.numbered(number).locateOnset(onset);
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
    return open.numbered(number).select(selection);
  }

  /**
   * Forgets the windows of a slice that will not be heard of again, unless an episode of its own is
   * open.
   *
   * @param slice any slice
   */
  public void forget(Slice slice) {
    histories.forget(slice);
  }

  /**
   * What is to be remembered.
   *
   * @return a snapshot
   */
  public TrackerState state() {
    return new TrackerState(
        opened,
        histories.turns(),
        histories.state(),
        open.all().stream().map(DriftEpisode::state).toList(),
        closed.state());
  }

  /**
   * Goes on from what another tracker of the same policy remembered.
   *
   * @param state what {@link #state} gave
   * @throws RuntimeException if it is inconsistent; this tracker is then not to be used
   */
  public void restore(TrackerState state) {
    opened = state.opened();
    histories.restore(state.turns(), state.histories());
    open.clear();
    for (EpisodeState e : state.episodes()) {
      check(e.drift());
      DriftEpisode episode = new DriftEpisode(e.drift(), histories::turn, e.reopened());
      episode.restore(e.pulses());
      open.add(episode);
    }
    state.closed().forEach(c -> check(c.drift()));
    closed.restore(state.closed());
  }

  private void check(Drift drift) {
    if (drift.number() > opened || drift.slices().isEmpty() || !drift.isOpen()) {
      throw new IllegalArgumentException("drift " + drift.number() + " is not consistent");
    }
  }

  /** Goes on with the last windows of one slice. */
  void restore(HistoryState state) {
    histories.restore(state);
  }

  /**
   * The episodes that are open.
   *
   * @return snapshots, oldest first
   */
  public List<Drift> open() {
    return open.drifts();
  }

  /**
   * Whether open episodes concern some slices but not all observations. While they do, all
   * observations together must not be judged: with those slices they are known to have drifted,
   * without them their mix is not the baseline's.
   *
   * @param all all observations of a context
   * @return true if a slice of that context is explained by an episode of its own, and none is of
   *     all
   */
  public boolean isAnySetApart(Slice all) {
    return open.isAnySetApart(all);
  }

  /**
   * Whether an open episode names a slice. One of all goes on without its observations.
   *
   * @param slice any slice
   * @return true if it has an episode of its own, or with some others
   */
  public boolean isNamed(Slice slice) {
    return open.isNamed(slice);
  }
}
