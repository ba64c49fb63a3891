package io.virk.examples.quickstart;

import io.virk.signal.Observation;
import io.virk.stats.ood.MaxSoftmax;

/**
 * What the model says of one frame.
 *
 * @param label the predicted class; -1 if the model gives no logits
 * @param confidence its softmax probability
 */
record Prediction(int label, double confidence) {
  static Prediction of(float[] logits) {
    return logits.length == 0
        ? new Prediction(Observation.NO_CLASS, Double.NaN)
        : new Prediction(Observation.argmax(logits), MaxSoftmax.probability(logits, 1));
  }
}
