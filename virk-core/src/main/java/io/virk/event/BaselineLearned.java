package io.virk.event;

import io.virk.baseline.Baseline;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A monitor has learned its baseline and judges windows from now on.
 *
 * @param monitor name of the monitor
 * @param baseline what it learned
 * @param file where it was saved; empty if that was not asked for, or failed
 */
public record BaselineLearned(String monitor, Baseline baseline, Optional<Path> file)
    implements MonitorEvent {}
