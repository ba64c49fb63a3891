package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** An open drift has another cause than was told. */
@Name("virk.CauseChanged")
@Label("Cause Changed")
@Description("An open drift has another cause than was told")
final class CauseChangedEvent extends FlightEvent {
  @Label("Drift")
  @Description("number of the episode in its monitor, from 1")
  int drift;

  @Label("Slice")
  @Description("whose windows say so")
  String slice;

  @Label("Before")
  @Description("what was told before, in words")
  String before;

  @Label("Headline")
  @Description("what there is instead, in words")
  String headline;
}
