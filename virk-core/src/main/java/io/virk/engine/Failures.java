package io.virk.engine;

import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.internal.Text;
import io.virk.signal.FlawFound;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells of what goes wrong, but not again and again: of each kind the first, second, fourth, eighth
 * and so on. VIRK's thread alone.
 *
 * <p>No method throws: what cannot be told (there is no memory for it, say) is counted.
 */
public final class Failures {
  private final String monitor;
  private final Consumer<MonitorEvent> events;
  private final Map<String, Long> counts = new HashMap<>();
  private final AtomicLong untold = new AtomicLong();

  public Failures(String monitor, Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.events = events;
  }

  /** Something was thrown; kinds are told apart by its class. */
  public void thrown(Failed.Part part, String what, Throwable cause) {
    tell(part, cause.getClass().getName(), what, cause);
  }

  /** What the host hands over, or does, cannot be used. */
  public void input(String kind, String what) {
    tell(Failed.Part.INPUT, kind, what, null);
  }

  /** An observation has a part that cannot be used. */
  public void unusable(FlawFound found) {
    input(found.flaw().name(), found.text());
  }

  /** An input is flawed in most observations. */
  public void mostlyUnusable(String what) {
    input("MOSTLY", what);
  }

  private void tell(Failed.Part part, String kind, String what, Throwable thrown) {
    try {
      long count = counts.merge(part + "/" + kind, 1L, Long::sum);
      if (Long.bitCount(count) == 1) {
        String safe = Text.clean(what, Text.SENTENCE);
        Throwable cause = thrown == null ? new IllegalArgumentException(safe) : thrown;
        events.accept(new Failed(monitor, part, safe, count, cause));
      }
    } catch (Throwable e) {
      untold.getAndIncrement();
    }
  }

  /** Failures that could not be told. Any thread. */
  public long untold() {
    return untold.get();
  }
}
