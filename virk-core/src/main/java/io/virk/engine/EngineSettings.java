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
   * The same for one stream that is a slice among many, each with an engine of its own: of it is
   * kept what an engine of all of them keeps of a slice, without embeddings and tags.
   *
   * @param slice its name, which stands for the monitor's in events
   * @param allowance how often it may wake somebody for nothing
   * @return of all else as these
   */
  public EngineSettings ofOneSlice(String slice, FalseAlarms allowance) {
    return new EngineSettings(
        slice,
        new Slices(Optional.empty(), 0, 0),
        new Alarms(allowance, List.of(), alarms.fitAccepted()),
        emission,
        playbook,
        seed);
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
   * @param maximum slices that are remembered; 0 if all observations are one slice
   * @param embedded of them, those that keep embeddings
   */
  public record Slices(Optional<String> key, int maximum, int embedded) {
    /** Whether all observations are one slice of many. */
    boolean areOne() {
      return key.isEmpty() && maximum == 0;
    }

    /** Streams that are known by themselves, at most. */
    int streams() {
      return Math.max(1, maximum);
    }
  }

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
