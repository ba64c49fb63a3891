package io.virk.capture.internal;

import io.virk.capture.Capture;
import io.virk.image.PixelFormat;
import io.virk.image.internal.FrameBuffer;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Takes every form of a capture through slots that no host sees, so that classes are loaded and
 * initialised before the first inference and not during it.
 */
final class Rehearsal {
  private Rehearsal() {}

  /** Returns the bytes of one slot. */
  static long run(SlotRing<SlotObservation> stage) {
    SlotObservation slot = stage.claim();
    if (slot.image.isMonitored()) {
      FrameBuffer.warmUp();
    }
    Capture capture = slot.begin(0, 0, 1);
    capture.image(new byte[12], 0, 2, 2, 6, PixelFormat.RGB);
    capture.image(ByteBuffer.allocate(12), 2, 2, 6, PixelFormat.RGB);
    capture.image(ByteBuffer.allocateDirect(12), 2, 2, 6, PixelFormat.RGB);
    capture.image(new BufferedImage(2, 2, BufferedImage.TYPE_3BYTE_BGR));
    capture.image(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
    capture.tensor(new float[slot.tensor.length()]);
    capture.tensor(FloatBuffer.allocate(slot.tensor.length()));
    capture.embedding(new float[slot.embedding.length()]);
    capture.embedding(FloatBuffer.allocate(slot.embedding.length()));
    capture.logits(new float[slot.logits.length()]);
    capture.logits(direct(slot.logits.length()));
    capture.probabilities(new float[slot.outputs.probabilities.length()]);
    capture.scores(direct(slot.outputs.scores.length()));
    capture.detections(new float[4], new int[1], new float[1], 1);
    capture.mask(new byte[1], 1, 1).mask(new int[1], 1, 1);
    capture
        .predictedClass(0)
        .signal("", 0)
        .tag("", "")
        .id("")
        .id(0)
        .time(0)
        .handOver()
        .adopt()
        .commit();
    stage.release(stage.take());
    stage.claim().begin(1, 0, 1).ofRow(0).batch().begin(1).tag("", "").close();
    NoCapture.INSTANCE.close();
    NoBatchCapture.INSTANCE.close();
    return slot.memory();
  }

  private static FloatBuffer direct(int length) {
    return ByteBuffer.allocateDirect(4 * length).asFloatBuffer();
  }
}
