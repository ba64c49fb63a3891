package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Sampled observations were dropped, predictions went on. */
@Name("virk.ObservationsDropped")
@Label("Observations Dropped")
@Description("Sampled observations were dropped, predictions went on")
final class ObservationsDroppedEvent extends FlightEvent {
  @Label("Reason")
  String reason;

  @Label("Dropped")
  @Description("since the event before of this reason, which is at least a second ago")
  long dropped;

  @Label("Total")
  @Description("since the monitor started")
  long total;
}
