package io.virk.signal;

import io.virk.image.Frame;
import io.virk.image.TensorFormat;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;

/** An observation whose parts were handed over, not captured. */
record GivenObservation(
    long sequence,
    long epochMillis,
    String id,
    Frame frame,
    float[] embedding,
    float[] logits,
    float[] probabilities,
    float[] scores,
    Detections detections,
    MaskAreas mask,
    int predictedClass,
    int label,
    Map<String, String> tags,
    Map<String, Double> signals,
    String source,
    TensorFormat tensorFormat)
    implements Observation {
  @Override
  public double signal(String name) {
    return signals.getOrDefault(name, Double.NaN);
  }

  @Override
  public String unknownSignal(Collection<String> known) {
    return signals.keySet().stream().filter(name -> !known.contains(name)).findFirst().orElse(null);
  }

  @Override
  public String tag(String key) {
    return tags.get(key);
  }

  @Override
  public void tags(BiConsumer<String, String> each) {
    tags.forEach(each);
  }
}
