package io.virk.engine;

import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import java.util.List;
import java.util.Optional;

/**
 * What an engine goes by, beside its baseline. The builder of a monitor says what each means.
 *
 * @param name of the monitor, in events
 * @param sliceKey the tag by which observations are sliced
 * @param windows when they are judged
 * @param falseAlarms how often a drift may be opened for nothing
 * @param emission when drifts open and close
 * @param sequential detectors that look at every observation
 * @param maximumSlices that are remembered
 * @param embeddedSlices of them, those that keep embeddings
 * @param images whether the flight recorder keeps them: they are wanted for incidents alone
 * @param recorded observations that the flight recorder keeps
 * @param seed of whatever is drawn at random
 */
public record EngineSettings(
    String name,
    Optional<String> sliceKey,
    WindowPolicy windows,
    FalseAlarms falseAlarms,
    EmissionPolicy emission,
    List<SequentialDetector> sequential,
    int maximumSlices,
    int embeddedSlices,
    boolean images,
    int recorded,
    long seed) {}
