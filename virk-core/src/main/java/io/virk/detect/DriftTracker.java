package io.virk.detect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Turns the verdicts of windows into drift episodes.
 *
 * <p>A window of a slice counts as drifting if any of its results is a {@link Verdict#DRIFT}.
 * Enough of them open an episode for that slice, unless one is open that covers it. When the
 * windows of all observations drift, an attribution says which slices carry the change; the episode
 * is theirs. While it is open, further drifting windows of its slices update it, and calm ones in a
 * row close it: calm means that every signal that drifted in this episode is back to {@link
 * Verdict#NORMAL}; one of which there is too little data is not.
 *
 * <p>Not thread-safe. Memory: one bit a window looked back, for every slice seen.
 */
public final class DriftTracker {
  private final EmissionPolicy policy;
  private final Map<Slice, History> histories = new HashMap<>();
  private final List<Episode> open = new ArrayList<>();
  private int opened;

  /**
   * Makes a tracker with no episode.
   *
   * @param policy when episodes open and close
   */
  public DriftTracker(EmissionPolicy policy) {
    this.policy = policy;
  }

  /** The last windows of one slice. */
  private static final class History {
    /** One bit a window, the newest lowest; 1 = drifting. */
    private long bits;

    private final long[] firstSequences;
    private final long[] firstTimes;
    private int at;

    History(int windows) {
      firstSequences = new long[windows];
      firstTimes = new long[windows];
    }

    /** Where the window stands that was so many before the newest. */
    int place(int ago) {
      return Math.floorMod(at - ago, firstSequences.length);
    }

    void push(boolean drifting, WindowBounds bounds) {
      bits = bits << 1 | (drifting ? 1 : 0);
      at = (at + 1) % firstSequences.length;
      firstSequences[at] = bounds.firstSequence();
      firstTimes[at] = bounds.firstEpochMillis();
    }

    int driftingAmong(int last) {
      return Long.bitCount(bits & mask(last));
    }

    /** How many windows ago the oldest drifting one of the last was; 0 = the newest. */
    int oldestDrifting(int last) {
      return 63 - Long.numberOfLeadingZeros(bits & mask(last));
    }

    private static long mask(int last) {
      return last == 64 ? -1L : (1L << last) - 1;
    }

    void clear() {
      bits = 0;
    }

    HistoryState state(Slice slice) {
      int n = firstSequences.length;
      long[] sequences = new long[n];
      long[] times = new long[n];
      for (int ago = 0; ago < n; ago++) {
        sequences[ago] = firstSequences[place(ago)];
        times[ago] = firstTimes[place(ago)];
      }
      return new HistoryState(slice, bits, sequences, times);
    }

    void restore(HistoryState state) {
      bits = state.bits();
      for (int ago = 0; ago < firstSequences.length; ago++) {
        firstSequences[place(ago)] = state.firstSequences()[ago];
        firstTimes[place(ago)] = state.firstTimes()[ago];
      }
    }
  }

  /** An episode that is open. */
  private static final class Episode {
    private final Map<String, DetectionResult> strongest = new LinkedHashMap<>();
    private final Map<Slice, Integer> calm = new HashMap<>();
    private Drift drift;
    private int windows;

    void absorb(List<DetectionResult> results) {
      windows++;
      note(results);
    }

    void note(List<DetectionResult> results) {
      for (DetectionResult result : results) {
        if (result.verdict() == Verdict.DRIFT) {
          strongest.merge(
              result.signal() + '/' + result.detector(),
              result,
              (a, b) -> b.exceedance() > a.exceedance() ? b : a);
        }
      }
    }

    List<DetectionResult> evidence() {
      List<DetectionResult> sorted = new ArrayList<>(strongest.values());
      sorted.sort(Comparator.comparingDouble(DetectionResult::exceedance).reversed());
      return List.copyOf(sorted);
    }

    boolean calmOn(List<DetectionResult> results) {
      for (DetectionResult result : results) {
        if (result.verdict() == Verdict.DRIFT
            || result.verdict() != Verdict.NORMAL
                && strongest.containsKey(result.signal() + '/' + result.detector())) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Takes the results of one window.
   *
   * @param slice whose window
   * @param results one result a signal and detector, at least one. Not modified.
   * @param attribution asked only if a window of all observations is about to open an episode: the
   *     slices that carry the change, or {@link Slice#ALL} alone
   * @return what became of the episodes, usually nothing
   */
  public Optional<DriftTransition> accept(
      Slice slice, List<DetectionResult> results, Supplier<SortedSet<Slice>> attribution) {
    boolean drifting = results.stream().anyMatch(r -> r.verdict() == Verdict.DRIFT);
    for (Episode episode : open) {
      if (episode.drift.covers(slice)) {
        return follow(episode, slice, results, drifting);
      }
    }
    History history = histories.computeIfAbsent(slice, s -> new History(policy.among()));
    history.push(drifting, results.get(0).bounds());
    if (!drifting || history.driftingAmong(policy.among()) < policy.required()) {
      return Optional.empty();
    }
    SortedSet<Slice> slices = uncovered(slice, attribution);
    if (slices.isEmpty()) {
      return Optional.empty();
    }
    Episode episode = new Episode();
    episode.absorb(results);
    episode.windows = history.driftingAmong(policy.among());
    int onset = history.place(history.oldestDrifting(policy.among()));
    return Optional.of(
        open(
            episode,
            slice,
            slices,
            results.get(0).bounds(),
            history.firstSequences[onset],
            history.firstTimes[onset]));
  }

  /**
   * Takes an alarm that came between windows. It opens an episode at once, unless one is open that
   * covers the slice, which it then updates: how often it comes by chance is in its threshold.
   *
   * @param slice whose observations
   * @param alarm the evidence; its first observation is where the change most likely began
   * @param attribution as for {@link #accept}
   * @return what became of the episodes
   */
  public Optional<DriftTransition> alarm(
      Slice slice, DetectionResult alarm, Supplier<SortedSet<Slice>> attribution) {
    for (Episode episode : open) {
      if (episode.drift.covers(slice)) {
        episode.note(List.of(alarm));
        episode.calm.put(slice, 0);
        episode.drift = snapshot(episode.drift, episode, -1, -1);
        return Optional.of(new DriftTransition(DriftTransition.Kind.UPDATED, episode.drift));
      }
    }
    SortedSet<Slice> slices = uncovered(slice, attribution);
    if (slices.isEmpty()) {
      return Optional.empty();
    }
    Episode episode = new Episode();
    episode.note(List.of(alarm));
    return Optional.of(
        open(
            episode,
            slice,
            slices,
            alarm.bounds(),
            alarm.bounds().firstSequence(),
            alarm.bounds().firstEpochMillis()));
  }

  private SortedSet<Slice> uncovered(Slice slice, Supplier<SortedSet<Slice>> attribution) {
    SortedSet<Slice> slices =
        slice.isAll() ? new TreeSet<>(attribution.get()) : new TreeSet<>(List.of(slice));
    slices.removeIf(s -> open.stream().anyMatch(e -> e.drift.covers(s)));
    return Collections.unmodifiableSortedSet(slices);
  }

  private DriftTransition open(
      Episode episode,
      Slice slice,
      SortedSet<Slice> slices,
      WindowBounds now,
      long onsetSequence,
      long onsetEpochMillis) {
    episode.drift =
        new Drift(
            ++opened,
            slices,
            onsetSequence,
            onsetEpochMillis,
            now.lastSequence(),
            now.lastEpochMillis(),
            -1,
            -1,
            episode.windows,
            episode.evidence());
    open.add(episode);
    forget(episode.drift);
    histories.computeIfAbsent(slice, s -> new History(policy.among())).clear();
    return new DriftTransition(DriftTransition.Kind.OPENED, episode.drift);
  }

  private Optional<DriftTransition> follow(
      Episode episode, Slice slice, List<DetectionResult> results, boolean drifting) {
    if (drifting) {
      episode.absorb(results);
      episode.calm.put(slice, 0);
      episode.drift = snapshot(episode, -1, -1);
      return Optional.of(new DriftTransition(DriftTransition.Kind.UPDATED, episode.drift));
    }
    if (!episode.calmOn(results)) {
      episode.calm.put(slice, 0);
      return Optional.empty();
    }
    episode.calm.merge(slice, 1, Integer::sum);
    boolean over =
        episode.drift.slices().stream()
            .allMatch(s -> episode.calm.getOrDefault(s, 0) >= policy.recovery());
    if (!over) {
      return Optional.empty();
    }
    WindowBounds now = results.get(0).bounds();
    episode.drift = snapshot(episode, now.lastSequence(), now.lastEpochMillis());
    open.remove(episode);
    forget(episode.drift);
    return Optional.of(new DriftTransition(DriftTransition.Kind.CLOSED, episode.drift));
  }

  private static Drift snapshot(Episode episode, long closedSequence, long closedMillis) {
    return snapshot(episode.drift, episode, closedSequence, closedMillis);
  }

  private static Drift snapshot(
      Drift drift, Episode episode, long closedSequence, long closedMillis) {
    return new Drift(
        drift.number(),
        drift.slices(),
        drift.onsetSequence(),
        drift.onsetEpochMillis(),
        drift.openedSequence(),
        drift.openedEpochMillis(),
        closedSequence,
        closedMillis,
        episode.windows,
        episode.evidence());
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
   * @param sequence number of the observation with which it began
   * @param epochMillis its time
   * @return the episode with its new onset
   * @throws IllegalArgumentException if no such episode is open
   */
  public Drift locateOnset(int number, long sequence, long epochMillis) {
    for (Episode episode : open) {
      if (episode.drift.number() == number) {
        episode.drift = episode.drift.withOnset(sequence, epochMillis);
        return episode.drift;
      }
    }
    throw new IllegalArgumentException("number: " + number + " (expected: that of an open drift)");
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
   * @param histories the last windows of each slice
   * @param episodes the open ones
   */
  public record State(int opened, List<HistoryState> histories, List<EpisodeState> episodes) {}

  /**
   * The last windows of one slice.
   *
   * @param slice whose
   * @param bits one bit a window, the newest lowest; 1 = drifting
   * @param firstSequences number of the first observation of each, newest first
   * @param firstTimes its time
   */
  public record HistoryState(Slice slice, long bits, long[] firstSequences, long[] firstTimes) {}

  /**
   * An episode that is open.
   *
   * @param drift as it is now
   * @param calm calm windows in a row
   */
  public record EpisodeState(Drift drift, List<CalmState> calm) {}

  /**
   * Calm windows in a row of one slice.
   *
   * @param slice whose
   * @param windows how many
   */
  public record CalmState(Slice slice, int windows) {}

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
        all,
        open.stream()
            .map(
                e ->
                    new EpisodeState(
                        e.drift,
                        e.calm.entrySet().stream()
                            .map(c -> new CalmState(c.getKey(), c.getValue()))
                            .sorted(Comparator.comparing(CalmState::slice))
                            .toList()))
            .toList());
  }

  /**
   * Goes on from what another tracker of the same policy remembered.
   *
   * @param state what {@link #state} gave
   * @throws RuntimeException if it is inconsistent; this tracker is then not to be used
   */
  public void restore(State state) {
    opened = state.opened();
    histories.clear();
    open.clear();
    for (HistoryState h : state.histories()) {
      History history = new History(policy.among());
      history.restore(h);
      histories.put(Objects.requireNonNull(h.slice(), "slice"), history);
    }
    for (EpisodeState e : state.episodes()) {
      Episode episode = new Episode();
      Drift drift = e.drift();
      if (drift.number() > opened || drift.slices().isEmpty()) {
        throw new IllegalArgumentException("drift " + drift.number() + " is not consistent");
      }
      episode.absorb(drift.evidence());
      episode.windows = drift.windows();
      e.calm().forEach(c -> episode.calm.put(c.slice(), c.windows()));
      episode.drift = snapshot(drift, episode, -1, -1);
      open.add(episode);
    }
  }

  /**
   * The episodes that are open.
   *
   * @return snapshots, oldest first
   */
  public List<Drift> open() {
    return open.stream().map(e -> e.drift).toList();
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
    return open.stream()
        .flatMap(e -> e.drift.slices().stream())
        .anyMatch(s -> !s.isAll() && s.context().equals(all.context()));
  }
}
