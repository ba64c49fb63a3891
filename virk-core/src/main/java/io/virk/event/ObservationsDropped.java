package io.virk.event;

import java.util.Map;

/**
 * Captures found no slot. Told at most once in the monitor's drop report period.
 *
 * @param monitor name of the monitor
 * @param dropped how many by reason, since the last event of the kind
 * @param held slots that are with the host: claimed, and neither committed nor closed yet
 * @param slots slots of the monitor
 */
public record ObservationsDropped(
    String monitor, Map<DropReason, Long> dropped, long held, int slots) implements MonitorEvent {
  public ObservationsDropped {
    dropped = Map.copyOf(dropped);
  }
}
