package io.virk.signal;

import io.virk.image.Frame;
import io.virk.image.TensorFormat;
import java.util.Map;

/** An observation whose parts were handed over, not captured. */
record GivenObservation(
    long sequence,
    long epochMillis,
    Frame frame,
    float[] embedding,
    float[] logits,
    int predictedClass,
    int label,
    Map<String, String> tags,
    String source,
    TensorFormat tensorFormat)
    implements Observation {
  @Override
  public String tag(String key) {
    return tags.get(key);
  }
}
