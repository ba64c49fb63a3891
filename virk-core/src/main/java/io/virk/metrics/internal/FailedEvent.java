package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Something inside VIRK failed, or what the host hands over cannot be used. */
@Name("virk.Failure")
@Label("Failure")
@Description("Something inside VIRK failed, or what the host hands over cannot be used")
final class FailedEvent extends FlightEvent {
  @Label("Part")
  String part;

  @Label("Error")
  @Description("class of what was thrown")
  String error;

  @Label("Message")
  String message;
}
