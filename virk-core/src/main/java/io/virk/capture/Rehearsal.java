package io.virk.capture;

import io.virk.image.FrameBuffer;
import io.virk.image.PixelFormat;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes every form of a capture through slots that no host sees, so that classes are loaded and
 * initialised before the first inference and not during it.
 */
public final class Rehearsal {
  private Rehearsal() {}

  public static void run(SlotRing<SlotCapture> stage) {
    SlotCapture slot = stage.claim().begin(0, 0, 1);
    if (slot.image.isMonitored()) {
      FrameBuffer.warmUp();
    }
    slot.image(new byte[12], 0, 2, 2, 6, PixelFormat.RGB);
    slot.image(ByteBuffer.allocate(12), 2, 2, 6, PixelFormat.RGB);
    slot.image(ByteBuffer.allocateDirect(12), 2, 2, 6, PixelFormat.RGB);
    slot.image(new BufferedImage(2, 2, BufferedImage.TYPE_3BYTE_BGR));
    slot.image(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
    slot.tensor(new float[slot.tensor.length()]);
    slot.tensor(FloatBuffer.allocate(slot.tensor.length()));
    slot.embedding(new float[slot.embedding.length()]);
    slot.embedding(FloatBuffer.allocate(slot.embedding.length()));
    slot.logits(new float[slot.logits.length()]);
    slot.logits(direct(slot.logits.length()));
    slot.predictedClass(0).signal("", 0).tag("", "").id("").id(0).time(0).commit();
    List<SlotCapture> drained = new ArrayList<>();
    stage.drain(drained::add, 1);
    stage.release(drained.get(0));
    stage.claim().begin(1, 0, 1).ofRow(0).batch().begin(1).tag("", "").close();
  }

  private static FloatBuffer direct(int length) {
    return ByteBuffer.allocateDirect(4 * length).asFloatBuffer();
  }
}
