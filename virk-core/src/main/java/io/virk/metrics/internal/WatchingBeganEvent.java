package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The monitor begins to watch. */
@Name("virk.WatchingBegan")
@Label("Watching Began")
@Description("The monitor has a baseline and begins to watch")
final class WatchingBeganEvent extends FlightEvent {
  @Label("References")
  @Description("slices that have a reference of their own, all of them together among those")
  int references;

  @Label("Armed")
  @Description("detectors that judge, of all references")
  int armed;

  @Label("Refused")
  @Description("detectors that judge nothing, of all references")
  int refused;

  @Label("Sight")
  @Description("what the monitor sees, what it is blind to, and how soon, in words")
  String sight;
}
