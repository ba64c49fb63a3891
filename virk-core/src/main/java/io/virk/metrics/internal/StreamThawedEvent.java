package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** A stream that was frozen moves again. */
@Name("virk.StreamThawed")
@Label("Stream Thawed")
@Description("A stream that was frozen moves again")
final class StreamThawedEvent extends FlightEvent {
  @Label("Slice")
  @Description("whose stream; all if the whole stream")
  String slice;

  @Label("Observations")
  @Description("that were the same")
  long observations;

  @Label("Frozen")
  @Description("how long they were")
  @Timespan(Timespan.MILLISECONDS)
  long frozen;
}
