package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Labels decide between the model that is watched and another one. */
@Name("virk.ChallengerJudged")
@Label("Challenger Judged")
@Description("Labels decide between the model that is watched and another one")
final class ChallengerJudgedEvent extends FlightEvent {
  @Label("Challenger")
  String challenger;

  @Label("Promote")
  boolean promote;

  @Label("Labels")
  long labels;

  @Label("Difference")
  @Description("of the accuracies, challenger less champion, -1 .. 1")
  double difference;

  @Label("Evidence")
  String evidence;
}
