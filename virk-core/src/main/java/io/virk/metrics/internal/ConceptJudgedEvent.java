package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;

/** Labels say whether the inputs have moved, or what they mean. */
@Name("virk.ConceptJudged")
@Label("Concept Judged")
@Description("Labels say whether the inputs have moved, or what they mean")
final class ConceptJudgedEvent extends FlightEvent {
  @Label("Slice")
  @Description("whose labels; all if of all observations")
  String slice;

  @Label("Data Drift")
  boolean dataDrift;

  @Label("Concept Shift")
  boolean conceptShift;

  @Label("Labels")
  long labels;

  @Label("Errors")
  @Description("share of the labels that say otherwise than the prediction")
  @Percentage
  double errors;

  @Label("Evidence")
  String evidence;
}
