package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timestamp;

/** A drift began. */
@Name("virk.DriftOpened")
@Label("Drift Opened")
@Description("A drift began")
final class DriftOpenedEvent extends EvidenceEvent {
  @Label("Drift")
  @Description("number of the episode in its monitor, from 1")
  int drift;

  @Label("Slices")
  @Description("whose observations drifted")
  String slices;

  @Label("Headline")
  @Description("what happened, in words")
  String headline;

  @Label("Cause")
  @Description("the physical cause; null if none is named")
  String cause;

  @Label("Onset Observation")
  @Description("with which the change most likely began")
  long onsetObservation;

  @Label("Onset")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long onset;

  @Label("Opening Observation")
  long openedObservation;

  @Label("Opened")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long opened;
}
