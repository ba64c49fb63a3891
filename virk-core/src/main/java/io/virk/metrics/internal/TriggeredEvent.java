package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Somebody should look after the model. */
@Name("virk.Triggered")
@Label("Triggered")
@Description("Somebody should look after the model: label, compare, retrain")
final class TriggeredEvent extends FlightEvent {
  @Label("Why")
  @Description("SCHEDULE, DRIFT, ACCURACY, TOUCHES or CONCEPT")
  String why;

  @Label("Slice")
  @Description("that it concerns")
  String slice;

  @Label("Evidence")
  @Description("what it goes by, in words")
  String evidence;

  @Label("Action")
  @Description("what to do first")
  String action;

  @Label("Who")
  @Description("does it")
  String who;
}
