package io.virk.incident.internal;

import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.diagnose.Playbook;
import io.virk.engine.EngineSettings;
import io.virk.incident.Incident;
import io.virk.incident.IncidentTape;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an engine goes by that is driven with a tape. */
final class TapeSettings {
  private TapeSettings() {}

  /**
   * The settings of the monitor that has recorded it.
   *
   * @param allowance of false alarms; may be another than the monitor's
   * @param known sequential detectors, those of the monitor among them
   * @throws IllegalArgumentException if one of the monitor's is not known
   */
  static EngineSettings of(
      Incident incident,
      IncidentTape.Settings settings,
      FalseAlarms allowance,
      Playbook playbook,
      List<SequentialDetector> known) {
    Set<String> names = new TreeSet<>(settings.sequential());
    List<SequentialDetector> own = known.stream().filter(d -> names.remove(d.name())).toList();
    if (!names.isEmpty()) {
      throw new IllegalArgumentException(
          "sequential: without " + names + " (expected: all of the monitor's)");
    }
    return new EngineSettings(
        incident.provenance().monitor(),
        new EngineSettings.Slices(
            settings.sliceKey(), settings.maximumSlices(), settings.embeddedSlices()),
        new EngineSettings.Alarms(allowance, own, settings.fitAccepted()),
        settings.emission(),
        playbook,
        settings.seed());
  }
}
