package io.virk.engine;

import io.virk.event.MonitorEvent;
import java.util.function.Consumer;

/** Where the events of the engine's call in progress go. */
final class Outlet implements Consumer<MonitorEvent> {
  private Consumer<MonitorEvent> target = event -> {};

  void to(Consumer<MonitorEvent> consumer) {
    target = consumer;
  }

  @Override
  public void accept(MonitorEvent event) {
    target.accept(event);
  }
}
