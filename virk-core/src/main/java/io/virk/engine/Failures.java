package io.virk.engine;

import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.internal.Text;
import io.virk.signal.FlawFound;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells of what goes wrong, but not again and again: of each kind the first, second, fourth, eighth
 * and so on. VIRK's thread alone.
 */
public final class Failures {
  private final String monitor;
  private final Consumer<MonitorEvent> events;
  private final Map<String, Long> counts = new HashMap<>();

  public Failures(String monitor, Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.events = events;
  }

  /** Something was thrown; kinds are told apart by its class. */
  public void thrown(Failed.Part part, String what, Throwable cause) {
    tell(part, cause.getClass().getName(), what, () -> cause);
  }

  /** An observation has a part that cannot be used. */
  public void unusable(FlawFound found) {
    input(found.flaw().name(), found.text());
  }

  /** An input is flawed in most observations. */
  public void mostlyUnusable(String what) {
    input("MOSTLY", what);
  }

  private void input(String kind, String what) {
    String safe = Text.clean(what, Text.SENTENCE);
    tell(Failed.Part.INPUT, kind, safe, () -> new IllegalArgumentException(safe));
  }

  private void tell(Failed.Part part, String kind, String what, Supplier<Throwable> cause) {
    long count = counts.merge(part + "/" + kind, 1L, Long::sum);
    if (Long.bitCount(count) == 1) {
      events.accept(new Failed(monitor, part, Text.clean(what, Text.SENTENCE), count, cause.get()));
    }
  }
}
