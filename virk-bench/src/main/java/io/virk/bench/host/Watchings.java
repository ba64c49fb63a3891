package io.virk.bench.host;

import io.virk.MonitorStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the monitors of a row have made of it, one or one for each block. */
final class Watchings {
  private long sampled;
  private long claimed;
  private long observed;
  private final Map<String, Long> dropped = new TreeMap<>();
  private long windows;
  private long drifts;
  private long bundles;
  private long waiting;
  private long unfinished;
  private long eventsDropped;
  private long listenerFailures;
  private long incidentFailures;
  private long otherFailures;

  /**
   * Adds a monitor that has been closed.
   *
   * @param open its status before that
   * @param closed its status since
   */
  void add(MonitorStatus open, MonitorStatus closed) {
    sampled += closed.captured().sampled();
    claimed += closed.captured().claimed();
    observed += closed.judged().observations();
    unfinished += closed.captured().unfinished();
    closed
        .captured()
        .droppedBy()
        .forEach(
            (reason, n) ->
                dropped.merge(
                    reason.name().toLowerCase(Locale.ROOT).replace('_', ' '), n, Long::sum));
    windows += closed.judged().windows();
    drifts += closed.judged().driftsOpened();
    bundles += closed.events().incidentsWritten();
    waiting += open.events().incidentsWaiting() + open.events().incidentsSpooled();
    eventsDropped += closed.events().windowsDropped() + closed.events().othersDropped();
    listenerFailures += closed.failures().listeners();
    incidentFailures += closed.failures().incidents();
    otherFailures +=
        closed.failures().total() - closed.failures().listeners() - closed.failures().incidents();
  }

  /** As it stands in a row. */
  HostRow.Watched watched(double threadShare, double othersShare) {
    Map<String, Long> lost = new TreeMap<>(dropped);
    if (unfinished > 0) {
      lost.put("left when the monitor closed", unfinished);
    }
    return new HostRow.Watched(
        sampled,
        observed,
        lost,
        windows,
        drifts,
        bundles,
        waiting,
        eventsDropped,
        listenerFailures,
        incidentFailures,
        threadShare,
        othersShare);
  }

  /** What is not as it has to be, whatever the machine. */
  List<String> wrong(Scenario scenario, boolean longEnough) {
    List<String> wrong = new ArrayList<>();
    long lost = dropped.values().stream().mapToLong(Long::longValue).sum();
    if (sampled != claimed + lost) {
      wrong.add(sampled + " sampled, " + claimed + " got a slot, " + lost + " dropped");
    }
    if (scenario.isTaken() && observed + unfinished != claimed) {
      wrong.add(
          claimed + " got a slot, " + observed + " were taken, " + unfinished + " left at the end");
    }
    if (otherFailures > 0) {
      wrong.add(otherFailures + " failures of VIRK");
    }
    if (longEnough && scenario.drifts() && drifts == 0) {
      wrong.add("no drift opened");
    }
    return wrong;
  }
}
