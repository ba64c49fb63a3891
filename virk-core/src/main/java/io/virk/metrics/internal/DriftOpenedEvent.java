package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;

/** A drift began, or is open again. */
@Name("virk.DriftOpened")
@Label("Drift Opened")
@Description("A drift began, or is open again")
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
  @Description("the physical cause, a family of them, or blank-image; null if none is named")
  String cause;

  @Label("Action")
  @Description("what is to be done")
  String action;

  @Label("Who")
  @Description("should do it")
  String who;

  @Label("Look Again")
  @Description("how long after the opening somebody should look whether it is over")
  @Timespan(Timespan.MILLISECONDS)
  long lookAgain;

  @Label("Reopened")
  @Description("how often it was closed before and is open again; 0 of one that is new")
  int reopened;

  @Label("Onset Observation")
  @Description("with which the change most likely began")
  long onsetObservation;

  @Label("Onset")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long onset;

  @Label("Earliest Onset")
  @Description(
      "when the change may have begun at the earliest, as far back as observations are kept")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long onsetEarliest;

  @Label("Latest Onset")
  @Description("when the change may have begun at the latest")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long onsetLatest;

  @Label("Onset Open")
  @Description("whether the change may have begun before the observations that are kept")
  boolean onsetOpen;

  @Label("Opening Observation")
  long openedObservation;

  @Label("Opened")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long opened;
}
