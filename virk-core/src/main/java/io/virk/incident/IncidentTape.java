package io.virk.incident;

import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.WindowPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a replay drives an engine with: where it stood, and all that it was given and said from then
 * on, up to the opening. Arrays are not to be modified; their form is VIRK's own.
 *
 * @param settings what the engine went by
 * @param nanos what the clock showed when the state was taken
 * @param state of the engine
 * @param inputs the observations, times and judged windows since
 */
public record IncidentTape(Settings settings, long nanos, byte[] state, byte[] inputs) {
  private static final int MOST_SLICES = 100_000;

  /**
   * What an engine goes by; the builder of a monitor says what each means.
   *
   * @param windows when windows are judged, resolved
   * @param sliceKey the tag by which observations are sliced; empty for none
   * @param maximumSlices slices that are remembered
   * @param embeddedSlices of them, those that keep embeddings
   * @param falseAlarms what may wake somebody for nothing
   * @param sequential names of the detectors that look at every observation
   * @param fitAccepted whether streams count as fitting the baseline from the start
   * @param emission when drifts open and close
   * @param seed of whatever is drawn at random
   */
  public record Settings(
      WindowPolicy windows,
      Optional<String> sliceKey,
      int maximumSlices,
      int embeddedSlices,
      FalseAlarms falseAlarms,
      List<String> sequential,
      boolean fitAccepted,
      EmissionPolicy emission,
      long seed) {
    public Settings {
      Objects.requireNonNull(windows, "windows");
      Objects.requireNonNull(sliceKey, "sliceKey");
      Objects.requireNonNull(falseAlarms, "falseAlarms");
      sequential = List.copyOf(sequential);
      Objects.requireNonNull(emission, "emission");
      check("maximumSlices", maximumSlices, 1);
      check("embeddedSlices", embeddedSlices, 0);
    }
  }

  private static void check(String name, int value, int low) {
    if (value < low || value > MOST_SLICES) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + low + " .. " + MOST_SLICES + ")");
    }
  }

  public IncidentTape {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(inputs, "inputs");
  }
}
