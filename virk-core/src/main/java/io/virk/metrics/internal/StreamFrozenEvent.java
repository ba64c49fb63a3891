package io.virk.metrics.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A stream repeats itself to the last bit for longer than its past explains. */
@Name("virk.StreamFrozen")
@Label("Stream Frozen")
@Description("A stream repeats itself to the last bit for longer than its past explains")
final class StreamFrozenEvent extends FlightEvent {
  @Label("Slice")
  @Description("whose stream; all if the whole stream")
  String slice;

  @Label("Observations")
  @Description("that are the same")
  long observations;

  @Label("Source")
  @Description("what of them is compared: image, embedding or logits")
  String source;
}
