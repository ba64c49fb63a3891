package io.virk.examples.quickstart;

import io.virk.MonitorStatus;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What came of the job.
 *
 * @param status the monitor's counters at the end
 * @param opened the drifts that opened, in their order
 * @param closed the drifts that closed, in their order
 * @param incidents where the evidence of each drift is, by its number
 */
record Summary(
    MonitorStatus status,
    List<DriftOpened> opened,
    List<DriftClosed> closed,
    Map<Integer, Path> incidents) {}
