package io.virk.event;

import io.virk.detect.Drift;

/**
 * Another window of an open drift drifted, or that of a slice which thereby joins it. Of a drift of
 * all observations, {@link Drift#selection} says which slices their own windows name by now.
 *
 * @param monitor name of the monitor
 * @param drift the episode
 */
public record DriftUpdated(String monitor, Drift drift) implements MonitorEvent {}
