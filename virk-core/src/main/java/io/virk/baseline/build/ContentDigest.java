package io.virk.baseline.build;

import io.virk.image.Frame;
import io.virk.signal.Observation;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells observations of different content apart: a checksum of 64 bits over pixels, embedding and
 * logits. Finds accidental copies, not forgeries. Keeps scratch memory; not thread-safe.
 */
public final class ContentDigest {
  private final CRC32 low = new CRC32();
  private final CRC32C high = new CRC32C();
  private ByteBuffer scratch = ByteBuffer.allocate(1 << 12);

  /**
   * The digest of an observation.
   *
   * @return 0 only if it has neither image nor embedding nor logits
   */
  public long of(Observation observation) {
    Frame frame = observation.frame();
    if (frame == null && observation.embedding() == null && observation.logits() == null) {
      return 0;
    }
    low.reset();
    high.reset();
    if (frame != null) {
      int row = frame.width() * frame.format().samplesPerPixel();
      update(frame.width() << 8 | frame.format().ordinal());
      for (int y = 0; y < frame.height(); y++) {
        int at = frame.offset() + y * frame.rowStride();
        low.update(frame.pixels(), at, row);
        high.update(frame.pixels(), at, row);
      }
    }
    update(observation.embedding());
    update(observation.logits());
    long digest = high.getValue() << 32 | low.getValue();
    return digest == 0 ? 1 : digest;
  }

  private void update(int value) {
    scratch.clear().putInt(0, value).limit(Integer.BYTES);
    low.update(scratch.array(), 0, Integer.BYTES);
    high.update(scratch.array(), 0, Integer.BYTES);
  }

  private void update(float[] values) {
    update(values == null ? -1 : values.length);
    if (values == null) {
      return;
    }
    int bytes = Math.multiplyExact(values.length, Float.BYTES);
    if (scratch.capacity() < bytes) {
      scratch = ByteBuffer.allocate(bytes);
    }
    scratch.clear();
    scratch.asFloatBuffer().put(values);
    low.update(scratch.array(), 0, bytes);
    high.update(scratch.array(), 0, bytes);
  }
}
