package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** A stream that had stopped sends again. */
@Name("virk.StreamResumed")
@Label("Stream Resumed")
@Description("A stream that had stopped sends again")
final class StreamResumedEvent extends FlightEvent {
  @Label("Slice")
  @Description("whose stream; all if nothing came at all")
  String slice;

  @Label("Silence")
  @Description("how long nothing had come")
  @Timespan(Timespan.MILLISECONDS)
  long silence;
}
