package io.virk.signal.internal;

import io.virk.image.Frame;
import io.virk.signal.Observation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * An observation whose signals were derived before, and are taken as they are: of a recording.
 * Arrays are not copied.
 *
 * @param sequence its number
 * @param epochMillis its time
 * @param weight what it counts for
 * @param id the name by which the host finds it again; null for none
 * @param slice the value of the tag by which observations are sliced; null for none
 * @param context the value of the tag that is the context; null for none
 * @param tags all of them, in the order in which they were told
 * @param scalars the scalar signals of a schema, on their scales of analysis
 * @param categories its categorical signals
 * @param vectors its vector signals; null where one is missing
 */
public record StoredObservation(
    long sequence,
    long epochMillis,
    double weight,
    String id,
    String slice,
    String context,
    Map<String, String> tags,
    double[] scalars,
    int[] categories,
    float[][] vectors)
    implements Observation {
  /**
   * The same with another number and more tags.
   *
   * @param number &ge; 0
   * @param more beside its own, or instead of those of the same keys. Not modified.
   * @return shares its arrays
   */
  public StoredObservation as(long number, Map<String, String> more) {
    Map<String, String> all = tags;
    if (!more.isEmpty()) {
      all = new LinkedHashMap<>(tags);
      all.putAll(more);
    }
    return new StoredObservation(
        number, epochMillis, weight, id, slice, context, all, scalars, categories, vectors);
  }

  /** Sets its signals. */
  void into(ObservedValues values) {
    values.slice(slice);
    values.context(context);
    for (int s = 0; s < scalars.length; s++) {
      values.storedScalar(s, scalars[s]);
    }
    for (int c = 0; c < categories.length; c++) {
      values.storedCategory(c, categories[c]);
    }
    for (int v = 0; v < vectors.length; v++) {
      values.storedVector(v, vectors[v]);
    }
  }

  @Override
  public Frame frame() {
    return null;
  }

  @Override
  public float[] embedding() {
    return null;
  }

  @Override
  public float[] logits() {
    return null;
  }

  @Override
  public int predictedClass() {
    return NO_CLASS;
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
