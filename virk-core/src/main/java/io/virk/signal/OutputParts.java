package io.virk.signal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The named outputs and the host's own signals of an observation that is being collected. Not
 * thread-safe.
 *
 * @param <B> what collects
 */
abstract class OutputParts<B> {
  final Map<String, Double> signals = new HashMap<>();
  float[] probabilities;
  float[] scores;
  Detections detections;
  MaskAreas mask;

  OutputParts() {}

  abstract B self();

  /**
   * Sets the probabilities of classes that exclude each other: see {@link Output#probabilities}.
   *
   * @param value one value a class. Not copied.
   * @return this
   */
  public B probabilities(float[] value) {
    probabilities = Objects.requireNonNull(value, "probabilities");
    return self();
  }

  /**
   * Sets the scores of labels: see {@link Output#scores}.
   *
   * @param value one value a label. Not copied.
   * @return this
   */
  public B scores(float[] value) {
    scores = Objects.requireNonNull(value, "scores");
    return self();
  }

  /**
   * Sets the boxes of a detector of objects: see {@link Output#detections}. Copied.
   *
   * @param boxes four numbers a box
   * @param classes one a box; null if they are not known
   * @param confidences one a box, 0 .. 1; null if they are not known
   * @param count boxes, 0 for none
   * @return this
   */
  public B detections(float[] boxes, int[] classes, float[] confidences, int count) {
    detections = new Detections(Math.max(0, Math.min(count, Output.MOST_BOXES)));
    detections.take(
        count == 0 ? boxes : Objects.requireNonNull(boxes, "boxes"), classes, confidences, count);
    return self();
  }

  /**
   * Sets the mask of a segmentation: see {@link Output#mask}. Counted at once, not kept.
   *
   * @param ids one class a pixel, row by row
   * @param width pixels of a row
   * @param height rows
   * @return this
   */
  public B mask(byte[] ids, int width, int height) {
    mask = new MaskAreas(Output.MOST_MASK_CLASSES);
    mask.take(Objects.requireNonNull(ids, "mask"), width, height);
    return self();
  }

  /**
   * Sets the mask of a segmentation, as {@link #mask(byte[], int, int)}.
   *
   * @param ids one class a pixel, row by row
   * @param width pixels of a row
   * @param height rows
   * @return this
   */
  public B mask(int[] ids, int width, int height) {
    mask = new MaskAreas(Output.MOST_MASK_CLASSES);
    mask.take(Objects.requireNonNull(ids, "mask"), width, height);
    return self();
  }

  /**
   * Sets a value that the host measured: see {@link ScalarSignal#ofHost}.
   *
   * @param name of the signal, for example "temperature"
   * @param value in the signal's own unit; NaN for none
   * @return this
   */
  public B signal(String name, double value) {
    signals.put(Objects.requireNonNull(name, "name"), value);
    return self();
  }

  /**
   * Sets a category that the host knows: see {@link CategoricalSignal#ofHost}.
   *
   * @param name of the signal, for example "product"
   * @param value &ge; 0; {@link Observation#NO_CLASS} for none
   * @return this
   */
  public B category(String name, int value) {
    return signal(name, value < 0 ? Double.NaN : value);
  }

  /**
   * Takes over the values that the host measured for another observation.
   *
   * @param other any observation
   * @param names of the signals that are looked for
   * @return this
   */
  public B signalsOf(Observation other, Collection<String> names) {
    if (other instanceof GivenObservation given) {
      signals.putAll(given.signals()); // what nobody declared, too: it is a flaw
    } else {
      names.forEach(name -> signals.put(name, other.signal(name)));
    }
    return self();
  }

  /**
   * Takes over the named outputs of another observation, in memory of its own.
   *
   * @param other any observation
   * @return this
   */
  public B outputsOf(Observation other) {
    probabilities = other.probabilities() == null ? null : other.probabilities().clone();
    scores = other.scores() == null ? null : other.scores().clone();
    detections = other.detections() == null ? null : other.detections().copy();
    mask = other.mask() == null ? null : other.mask().copy();
    return self();
  }
}
