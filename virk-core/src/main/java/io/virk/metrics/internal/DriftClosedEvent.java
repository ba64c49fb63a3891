package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timestamp;

/** A drift is over. */
@Name("virk.DriftClosed")
@Label("Drift Closed")
@Description("A drift is over")
final class DriftClosedEvent extends FlightEvent {
  @Label("Drift")
  @Description("number of the episode in its monitor, from 1")
  int drift;

  @Label("Slices")
  @Description("whose observations drifted")
  String slices;

  @Label("Headline")
  @Description("what happened, in words")
  String headline;

  @Label("Reason")
  @Description("RECOVERED, or SILENT if some of the slices were not heard of any more")
  String reason;

  @Label("Drifting Windows")
  int windows;

  @Label("Onset")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long onset;

  @Label("Closing Observation")
  long closedObservation;

  @Label("Closed")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long closed;
}
