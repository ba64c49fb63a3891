package io.virk;

import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A drift began.
 *
 * @param monitor name of the monitor
 * @param drift the episode
 * @param diagnosis what happened, why, and what to do
 * @param incident the bundle with the evidence; empty if none is written, or writing failed
 */
public record DriftOpened(
    String monitor, Drift drift, Diagnosis diagnosis, Optional<Path> incident) {}
