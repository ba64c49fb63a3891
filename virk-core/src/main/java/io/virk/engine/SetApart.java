package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.WindowBounds;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Says which slices of an episode of several get one of their own: one that has had another fault
 * since, when most others have not; or the few that are left when the others have recovered. The
 * episode goes on with the others: by their own windows if all of them have such, and else by those
 * of all without the observations of the slices that have left. VIRK's thread alone.
 */
final class SetApart {
  private final int required;
  private final SliceHistories histories;
  private final OpenEpisodes open;

  /**
   * Makes it.
   *
   * @param required windows that open an episode
   * @param histories of the slices that an episode covers: which windows showed another fault
   */
  SetApart(int required, SliceHistories histories, OpenEpisodes open) {
    this.required = required;
    this.histories = histories;
    this.open = open;
  }

  /**
   * An episode that is to be opened.
   *
   * @param slices whose it is
   * @param results that speak for it
   * @param onset where the first of its windows began
   * @param windows that have shown it
   * @param another whether it is another fault, which others may have, too
   */
  record Own(
      SortedSet<Slice> slices,
      List<DetectionResult> results,
      Position onset,
      int windows,
      boolean another) {}

  /**
   * Takes a drifting window of a slice.
   *
   * @param episode that covers the slice; goes on without those that leave
   * @param recovery calm windows in a row that close it
   * @return usually nothing
   */
  Optional<Own> of(
      DriftEpisode episode,
      Slice slice,
      List<DetectionResult> results,
      DriftAttribution attribution,
      int recovery) {
    if (slice.isAll() || episode.isOnlyOf(slice)) {
      return Optional.empty();
    }
    List<DetectionResult> onTop = attribution.onTop(episode.drift());
    SliceHistory history = histories.of(slice);
    WindowBounds bounds = results.get(0).sample().bounds();
    history.push(!onTop.isEmpty(), bounds);
    boolean another =
        !onTop.isEmpty()
            && history.drifting() >= required
            && episode.isAlone(slice, s -> histories.of(s).isDrifting());
    SortedSet<Slice> own =
        another
            ? new TreeSet<>(List.of(slice))
            : episode.left(slice, () -> among(slice, episode, attribution), recovery);
    if (own.isEmpty() || !episode.leave(own, among(slice, episode, attribution))) {
      return Optional.empty();
    }
    return Optional.of(
        another
            ? new Own(own, onTop, history.onset(), history.drifting(), true)
            : new Own(own, results, bounds.first(), 1, false));
  }

  /** The slices of an episode of all that can be seen to recover, or none. */
  private SortedSet<Slice> among(Slice slice, DriftEpisode episode, DriftAttribution attribution) {
    SortedSet<Slice> among = new TreeSet<>(attribution.among(slice));
    among.removeIf(s -> open.covering(s).filter(e -> e != episode).isPresent());
    return among;
  }
}
