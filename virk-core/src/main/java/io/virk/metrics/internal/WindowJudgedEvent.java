package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A window has been judged. */
@Name("virk.WindowJudged")
@Label("Window Evaluated")
@Description("A window has been judged")
final class WindowJudgedEvent extends EvidenceEvent {
  @Label("Slice")
  String slice;

  @Label("Verdict")
  @Description("the strongest of all signals and detectors")
  String verdict;

  @Label("Detectors")
  @Description("results, one a signal and detector")
  int detectors;

  @Label("Observations")
  @Description("values of the window that entered")
  int n;

  @Label("First Observation")
  long firstObservation;

  @Label("Last Observation")
  long lastObservation;
}
