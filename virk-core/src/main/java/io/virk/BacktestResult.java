package io.virk;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.diagnose.Diagnosis;
import io.virk.event.CauseChanged;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DriftUpdated;
import io.virk.event.MonitorEvent;
import io.virk.event.Sight;
import io.virk.event.WatchedStream;
import io.virk.event.WindowJudged;
import io.virk.internal.Text;
import io.virk.signal.Flaw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a monitor would have said of what it was driven with: see {@link Backtest}.
 *
 * @param observations that it was driven with
 * @param windows how many of each slice got which verdict; of a slice that had none, nothing
 * @param episodes the drifts, in the order in which they opened
 * @param events all that was said, but for {@link WindowJudged}, of which long streams have many: a
 *     listener is told of them
 * @param streams of each slice and of all observations, whether a drift could have opened by the
 *     end; empty of an incident, whose monitor had watched them before
 * @param sight what it saw and was blind to, by the end; empty while it was learning
 * @param flaws observations with an unusable part
 */
public record BacktestResult(
    long observations,
    Map<Slice, Map<Verdict, Long>> windows,
    List<Episode> episodes,
    List<MonitorEvent> events,
    List<WatchedStream> streams,
    Optional<Sight> sight,
    Map<Flaw, Long> flaws) {
  /**
   * A drift.
   *
   * @param drift as it was last told; it may be open still
   * @param opening what was said when it opened
   * @param diagnosis what was said last; of a drift that is over, when it was at its worst
   * @param reopened how often it was closed and opened again
   */
  public record Episode(Drift drift, Diagnosis opening, Diagnosis diagnosis, int reopened) {}

  public BacktestResult {
    Map<Slice, Map<Verdict, Long>> copy = new LinkedHashMap<>();
    windows.forEach((slice, counts) -> copy.put(slice, Map.copyOf(counts)));
    windows = Collections.unmodifiableMap(copy);
    episodes = List.copyOf(episodes);
    events = List.copyOf(events);
    streams = List.copyOf(streams);
    flaws = Map.copyOf(flaws);
  }

  /**
   * The drifts that opened.
   *
   * @return their first events, in order; empty if there was none
   */
  public List<DriftOpened> opened() {
    return events.stream()
        .filter(DriftOpened.class::isInstance)
        .map(DriftOpened.class::cast)
        .toList();
  }

  /**
   * How many windows got a verdict, in all slices.
   *
   * @param verdict which
   * @return &ge; 0
   */
  public long windows(Verdict verdict) {
    return windows.values().stream().mapToLong(counts -> counts.getOrDefault(verdict, 0L)).sum();
  }

  /**
   * How many windows were judged: all but those of which too little was known.
   *
   * @return &ge; 0; 0 means that nothing can be said
   */
  public long judged() {
    return windows(Verdict.NORMAL) + windows(Verdict.WARNING) + windows(Verdict.DRIFT);
  }

  /**
   * Whether anything can be said: a drift opened, or could have opened in some stream; of an
   * incident, whether a window was judged.
   *
   * @return false if that there was no drift says nothing
   */
  public boolean isConclusive() {
    return !episodes.isEmpty()
        || (streams.isEmpty()
            ? judged() > 0
            : streams.stream().anyMatch(WatchedStream::couldDrift));
  }

  /**
   * How much was judged and found, and of which streams nothing can be said.
   *
   * @return for example "640 observations, 40 windows judged: 1 drift", and a line for what is to
   *     be added
   */
  public String summary() {
    StringBuilder words = new StringBuilder();
    words.append(Text.count(observations, "observation")).append(", ");
    words.append(Text.count(judged(), "window")).append(" judged: ");
    words.append(
        !episodes.isEmpty()
            ? Text.count(episodes.size(), "drift")
            : isConclusive()
                ? "no drift" + alone()
                : windows.isEmpty()
                    ? "nothing can be said, for no window was full"
                    : "nothing can be said");
    WatchedStream.unable(streams).forEach(line -> words.append("\n").append(line));
    return words.toString();
  }

  private String alone() {
    long drifted = windows(Verdict.DRIFT);
    return drifted == 0 ? "" : " (" + Text.count(drifted, "window") + " drifted, and opened none)";
  }

  /**
   * In words.
   *
   * @return the {@link #summary}, and a line for each drift
   */
  public String inWords() {
    StringBuilder words = new StringBuilder(summary());
    for (Episode episode : episodes) {
      words.append("\n").append(episode.diagnosis().headline());
      words.append(": opened by observation ").append(episode.drift().opened().sequence());
      words.append(", onset at ").append(episode.drift().onset().best().sequence());
      words.append(
          episode
              .drift()
              .closing()
              .map(c -> ", closed by " + c.at().sequence())
              .orElse(", open at the end"));
    }
    return words.toString();
  }

  /** Counts and remembers what is said. */
  static final class Collector implements MonitorListener {
    private final Map<Slice, Map<Verdict, Long>> windows = new TreeMap<>();
    private final Map<Integer, Episode> episodes = new TreeMap<>();
    private final Map<Integer, Diagnosis> worst = new TreeMap<>();
    private final List<MonitorEvent> events = new ArrayList<>();
    private long observations;

    void observed() {
      observations++;
    }

    @Override
    public void onEvent(MonitorEvent event) {
      if (event instanceof WindowJudged judged) {
        windows
            .computeIfAbsent(judged.slice(), s -> new EnumMap<>(Verdict.class))
            .merge(judged.verdict(), 1L, Long::sum);
        return;
      }
      events.add(event);
      if (event instanceof DriftOpened opened) {
        Diagnosis said = opened.diagnosis();
        episodes.put(opened.drift().number(), new Episode(opened.drift(), said, said, 0));
        worst.put(opened.drift().number(), said);
      } else if (event instanceof DriftUpdated updated) {
        goesOn(updated.drift(), updated.diagnosis(), 0);
      } else if (event instanceof CauseChanged changed) {
        goesOn(changed.drift(), changed.now(), 0);
      } else if (event instanceof DriftReopened reopened) {
        goesOn(reopened.drift(), reopened.diagnosis(), 1);
      } else if (event instanceof DriftClosed closed) {
        goesOn(closed.drift(), closed.diagnosis(), 0);
      }
    }

    /** Of one that was open when a tape began there is no opening. */
    private void goesOn(Drift drift, Diagnosis diagnosis, int again) {
      Episode before =
          episodes.getOrDefault(drift.number(), new Episode(drift, diagnosis, diagnosis, 0));
      Diagnosis atWorst = worst.merge(drift.number(), diagnosis, Diagnosis::worse);
      Diagnosis now = drift.isOpen() ? diagnosis : atWorst;
      episodes.put(
          drift.number(), new Episode(drift, before.opening(), now, before.reopened() + again));
    }

    BacktestResult result(
        List<WatchedStream> streams, Optional<Sight> sight, Map<Flaw, Long> flaws) {
      return new BacktestResult(
          observations, windows, List.copyOf(episodes.values()), events, streams, sight, flaws);
    }
  }
}
