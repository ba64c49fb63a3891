package io.virk.capture.internal;

import io.virk.signal.Detections;

/** The memory of the boxes in a slot. */
final class SlotDetections extends Detections {
  SlotDetections(int most) {
    super(most);
  }

  @Override
  protected void clear() {
    super.clear();
  }

  @Override
  protected void take(float[] boxes, int[] classes, float[] confidences, int count) {
    super.take(boxes, classes, confidences, count);
  }
}
