package io.virk.engine;

import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The episodes that are open, oldest first, and whose they are. VIRK's thread alone. */
final class OpenEpisodes {
  private final List<DriftEpisode> open = new ArrayList<>();

  void add(DriftEpisode episode) {
    open.add(episode);
  }

  void remove(DriftEpisode episode) {
    open.remove(episode);
  }

  void clear() {
    open.clear();
  }

  /** All of them, as of now. */
  List<DriftEpisode> all() {
    return List.copyOf(open);
  }

  /** Snapshots of all of them. */
  List<Drift> drifts() {
    return open.stream().map(DriftEpisode::drift).toList();
  }

  /** The one that a slice has part in: one that names it before one of all. */
  Optional<DriftEpisode> covering(Slice slice) {
    return first(e -> e.drift().slices().contains(slice))
        .or(() -> first(e -> e.drift().covers(slice)));
  }

  /**
   * The episode that a slice joins: one of the same slice in another context, for a fault of a
   * camera shows by day and by night; or one of other slices that was not yet open when the first
   * drifting window of this slice began, for what happens to many slices at once is one episode
   * that grows, not one for each. Neither if it is plainly another fault: the one has another
   * cause, the other besides began at another time.
   *
   * @param but another than this one, which the slice has had part in; null for any
   */
  Optional<DriftEpisode> joined(
      Slice slice, DriftAttribution attribution, Position onset, DriftEpisode but) {
    Optional<DriftEpisode> same =
        first(
            e ->
                e != but
                    && e.drift().slices().stream().anyMatch(slice::isSameIn)
                    && !attribution.isAnother(e.drift(), false));
    if (same.isPresent() || slice.isAll()) {
      return same;
    }
    return first(
        e ->
            e != but
                && e.drift().isOf(slice.context())
                && onset.sequence() <= e.drift().opened().sequence()
                && !attribution.isAnother(e.drift(), true));
  }

  /** The episode of one of these slices in another context, unless it plainly is another fault. */
  Optional<DriftEpisode> inAnotherContext(Set<Slice> slices, DriftAttribution attribution) {
    return first(
        e ->
            e.drift().slices().stream()
                    .anyMatch(
                        s ->
                            slices.stream()
                                .anyMatch(o -> s.isSameIn(o) && !s.context().equals(o.context())))
                && !attribution.isAnother(e.drift(), false));
  }

  /**
   * The one of a number.
   *
   * @throws IllegalArgumentException if it is not open
   */
  DriftEpisode numbered(int number) {
    return first(e -> e.drift().number() == number)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "number: " + number + " (expected: that of an open drift)"));
  }

  /** Whether an episode names a slice. */
  boolean isNamed(Slice slice) {
    return !open.isEmpty() && first(e -> e.drift().slices().contains(slice)).isPresent();
  }

  /** Whether an episode names some slices of a context, and none is of all of it. */
  boolean isAnySetApart(Slice all) {
    return !open.isEmpty()
        && !isNamed(all)
        && first(
                e ->
                    e.drift().slices().stream()
                        .anyMatch(s -> !s.isAll() && s.context().equals(all.context())))
            .isPresent();
  }

  private Optional<DriftEpisode> first(Predicate<DriftEpisode> which) {
    return open.stream().filter(which).findFirst();
  }
}
