package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The picture of a camera that stood still has moved, or is back in its place. */
@Name("virk.CameraMoved")
@Label("Camera Moved")
@Description("The picture of a camera that stood still has moved, or is back in its place")
final class CameraMovedEvent extends FlightEvent {
  @Label("Slice")
  @Description("whose camera")
  String slice;

  @Label("Observation")
  @Description("the last of the pictures that say so")
  long observation;

  @Label("Outcome")
  @Description("MOVED, OF_ANOTHER_CAMERA, or IN_PLACE where it is back")
  String outcome;

  @Label("Words")
  @Description("by how much, in words")
  String words;
}
