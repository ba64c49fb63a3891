package io.virk.metrics.internal;

import io.virk.detect.DetectionResult;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Registered;

/** What events share that name their strongest evidence. */
@Registered(false)
abstract class EvidenceEvent extends FlightEvent {
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

  void evidence(DetectionResult strongest) {
    signal = strongest.signal();
    detector = strongest.detector();
    statistic = strongest.evidence().statistic();
    threshold = strongest.evidence().threshold();
    pValue = strongest.evidence().pValue();
  }
}
