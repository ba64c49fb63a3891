package io.virk.signal;

import io.virk.image.Frame;
import java.util.Map;

/** An observation whose parts were handed over, not captured. */
record GivenObservation(
    long sequence,
    long epochMillis,
    Frame frame,
    float[] embedding,
    float[] logits,
    int predictedClass,
    Map<String, String> tags)
    implements Observation {
  @Override
  public String tag(String key) {
    return tags.get(key);
  }
}
