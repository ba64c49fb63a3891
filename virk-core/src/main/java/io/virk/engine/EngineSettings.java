package io.virk.engine;

import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.diagnose.Playbook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an engine goes by, beside its baseline and windows. The builder of a monitor says what each
 * means.
 *
 * @param name of the monitor, in events
 * @param slices how observations are sliced
 * @param alarms what may wake somebody for nothing
 * @param emission when drifts open and close
 * @param playbook what is to be done about a drift
 * @param seed of whatever is drawn at random
 */
public record EngineSettings(
    String name,
    Slices slices,
    Alarms alarms,
    EmissionPolicy emission,
    Playbook playbook,
    long seed) {
  /**
   * The same, where streams count as fitting from their first observation.
   *
   * @return of all else as these
   */
  public EngineSettings withFitAccepted() {
    Alarms accepting = new Alarms(alarms.allowance(), alarms.sequential(), true);
    return new EngineSettings(name, slices, accepting, emission, playbook, seed);
  }

  /**
   * Those that a monitor may change when it goes on from a checkpoint.
   *
   * @return name, as the builder of a monitor has it, to value; in a fixed order
   */
  Map<String, String> inWords() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("maximumSlices", "" + slices.maximum());
    words.put("embeddedSlices", "" + slices.embedded());
    words.put("falseAlarms", alarms.allowance().toString());
    words.put("emission", emission.toString());
    words.put("fitAccepted", alarms.fitAccepted() ? "yes" : "no");
    words.put(
        "sequential",
        alarms.sequential().isEmpty()
            ? "none"
            : alarms.sequential().stream()
                .map(SequentialDetector::name)
                .collect(Collectors.joining(", ")));
    return words;
  }

  /**
   * How observations are sliced.
   *
   * @param key the tag, if they are
   * @param maximum slices that are remembered
   * @param embedded of them, those that keep embeddings
   */
  public record Slices(Optional<String> key, int maximum, int embedded) {}

  /**
   * What may wake somebody for nothing.
   *
   * @param allowance how often
   * @param sequential detectors that look at every observation, and take half of it
   * @param fitAccepted whether streams count as fitting the baseline from their first observation
   */
  public record Alarms(
      FalseAlarms allowance, List<SequentialDetector> sequential, boolean fitAccepted) {}
}
