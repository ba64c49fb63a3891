package io.virk;

import io.virk.baseline.LearningProgress;

/**
 * A monitor that learns its baseline found the stream not to be stable and goes on learning, or has
 * seen enough.
 *
 * @param monitor name of the monitor
 * @param progress where it stands, and why in words
 */
public record LearningProgressed(String monitor, LearningProgress progress) {}
