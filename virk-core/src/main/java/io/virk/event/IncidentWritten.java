package io.virk.event;

import io.virk.detect.Drift;
import java.nio.file.Path;

/**
 * The evidence of a drift is on disk. Told after {@link DriftOpened}, and once more after {@link
 * DriftClosed}, when the bundle has been completed.
 *
 * @param monitor name of the monitor
 * @param drift the episode, as it is in the bundle
 * @param incident the bundle
 */
public record IncidentWritten(String monitor, Drift drift, Path incident) implements MonitorEvent {}
