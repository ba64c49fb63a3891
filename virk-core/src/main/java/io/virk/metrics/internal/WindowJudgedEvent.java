package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A window has been judged. */
@Name("virk.WindowJudged")
@Label("Window Evaluated")
@Description("A window has been judged")
final class WindowJudgedEvent extends FlightEvent {
  @Label("Slice")
  String slice;

  @Label("Verdict")
  @Description("the strongest of all signals and detectors")
  String verdict;

  @Label("Detectors")
  @Description("results, one a signal and detector")
  int detectors;

  @Label("Signal")
  @Description("the signal that is furthest beyond its threshold")
  String signal;

  @Label("Detector")
  String detector;

  @Label("Statistic")
  @Description("larger is further from the baseline; NaN if there was too little data")
  double statistic;

  @Label("Threshold")
  @Description("the statistic from which on this is a drift")
  double threshold;

  @Label("P-Value")
  double pValue;

  @Label("Observations")
  @Description("values of the window that entered")
  int n;

  @Label("First Observation")
  long firstObservation;

  @Label("Last Observation")
  long lastObservation;
}
