package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Listeners took so long that events did not fit the queue before them. */
@Name("virk.EventsDropped")
@Label("Events Dropped")
@Description("Listeners took so long that events did not fit the queue before them")
final class EventsDroppedEvent extends FlightEvent {
  @Label("Windows")
  @Description("events of judged windows that were dropped since the event before")
  long windows;

  @Label("Others")
  @Description("all else that was dropped since then")
  long others;

  @Label("Capacity")
  @Description("events that may wait")
  int capacity;
}
