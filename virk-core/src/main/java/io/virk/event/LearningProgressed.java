package io.virk.event;

import io.virk.baseline.LearningProgress;

/**
 * A monitor that learns its baseline has seen enough and checks whether the stream was stable,
 * found it stable and builds the baseline, or found it not to be and goes on learning.
 *
 * @param monitor name of the monitor
 * @param progress where it stands, and why in words
 */
public record LearningProgressed(String monitor, LearningProgress progress)
    implements MonitorEvent {}
