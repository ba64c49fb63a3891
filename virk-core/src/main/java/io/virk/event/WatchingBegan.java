package io.virk.event;

import java.util.Objects;

/**
 * The monitor has a baseline and begins to watch: what it sees by it, and what it is blind to. Told
 * once, before any observation is judged.
 *
 * @param monitor name of the monitor
 * @param sight what it sees
 */
public record WatchingBegan(String monitor, Sight sight) implements MonitorEvent {
  public WatchingBegan {
    Objects.requireNonNull(monitor, "monitor");
    Objects.requireNonNull(sight, "sight");
  }
}
