package io.virk.incident.page;

import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.SignalChange;
import io.virk.incident.Incident;
import io.virk.signal.ScalarSignal;
import java.util.List;
import java.util.Set;

/** The changes that are shown: where the light has changed, what goes with it says no more. */
final class LeadingChanges {
  private static final Set<String> OF_THE_LIGHT =
      Set.of("red", "green", "blue", "bright-level", "dark-level");

  private LeadingChanges() {}

  static List<SignalChange> of(Incident incident) {
    List<SignalChange> all = incident.diagnosis().map(Diagnosis::changes).orElse(List.of());
    double light =
        all.stream()
            .filter(c -> c.signal().equals(ScalarSignal.BRIGHTNESS.name()))
            .mapToDouble(c -> Math.abs(c.deviations()))
            .findFirst()
            .orElse(0);
    return all.stream()
        .filter(c -> Math.abs(c.deviations()) > 0)
        .filter(c -> !OF_THE_LIGHT.contains(c.signal()) || Math.abs(c.deviations()) > 2 * light)
        .toList();
  }
}
