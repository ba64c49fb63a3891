package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The evidence of a drift is on disk. */
@Name("virk.IncidentWritten")
@Label("Incident Written")
@Description("The evidence of a drift is on disk")
final class IncidentWrittenEvent extends FlightEvent {
  @Label("Drift")
  @Description("number of the episode in its monitor, from 1; 0 if the host asked for it")
  int drift;

  @Label("File")
  @Description("the bundle")
  String file;

  @Label("Complete")
  @Description("false of the bundle of an opening, true once the drift is over")
  boolean complete;
}
