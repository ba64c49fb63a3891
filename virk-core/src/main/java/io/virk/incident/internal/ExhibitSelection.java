package io.virk.incident.internal;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.event.Exemplar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chooses what an incident bundle shows. */
public final class ExhibitSelection {
  /** Observations of other slices shown beside those that drifted. */
  private static final int OTHERS = 8;

  private ExhibitSelection() {}

  /**
   * Chooses: what the drifted slices looked like before, what they look like since the onset, and a
   * few of the other slices at the same time.
   *
   * @param drift the episode
   * @param recorder what is in memory. Not modified.
   * @return exhibits, those before first, each role oldest first
   */
  public static List<Exhibit> of(Drift drift, FlightRecorder recorder) {
    List<RecordedObservation> before = new ArrayList<>();
    for (Slice slice : drift.slices()) {
      before.addAll(recorder.calm(slice.isAll() ? Optional.empty() : Optional.of(slice.value())));
    }
    List<RecordedObservation> during = new ArrayList<>();
    List<RecordedObservation> others = new ArrayList<>();
    for (RecordedObservation o : recorder.observations()) {
      if (!drifted(drift, o)) {
        others.add(o);
      } else if (o.sequence() >= drift.onset().best().sequence()) {
        during.add(o);
      } else {
        before.add(o);
      }
    }
    List<Exhibit> exhibits = new ArrayList<>();
    Set<Long> shown = new HashSet<>();
    before.sort((a, b) -> Long.compare(a.sequence(), b.sequence()));
    for (RecordedObservation o : before) {
      if (o.sequence() < drift.onset().best().sequence() && shown.add(o.sequence())) {
        exhibits.add(new Exhibit(Exemplar.Role.BEFORE, o));
      }
    }
    during.forEach(o -> exhibits.add(new Exhibit(Exemplar.Role.DURING, o)));
    others
        .subList(Math.max(0, others.size() - OTHERS), others.size())
        .forEach(o -> exhibits.add(new Exhibit(Exemplar.Role.OTHER, o)));
    return exhibits;
  }

  private static boolean drifted(Drift drift, RecordedObservation observation) {
    if (drift.slices().stream().anyMatch(Slice::isAll)) {
      return true;
    }
    return observation
        .slice()
        .map(value -> drift.slices().stream().anyMatch(s -> s.value().equals(value)))
        .orElse(false);
  }
}
