package io.virk;

import io.virk.detect.Drift;

/**
 * Another window of an open drift drifted.
 *
 * @param monitor name of the monitor
 * @param drift the episode
 */
public record DriftUpdated(String monitor, Drift drift) {}
