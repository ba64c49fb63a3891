package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** Nothing has come of a stream for longer than its pace explains. */
@Name("virk.StreamStopped")
@Label("Stream Stopped")
@Description("Nothing has come of a stream for longer than its pace explains")
final class StreamStoppedEvent extends FlightEvent {
  @Label("Slice")
  @Description("whose stream; all if nothing comes at all")
  String slice;

  @Label("Silence")
  @Description("since its last observation")
  @Timespan(Timespan.MILLISECONDS)
  long silence;

  @Label("Interval")
  @Description("from one of its observations to the next before, in the mean")
  @Timespan(Timespan.MILLISECONDS)
  long interval;
}
