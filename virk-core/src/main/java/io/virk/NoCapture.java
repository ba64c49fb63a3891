package io.virk;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;

/** What an inference that is not observed gets: it does nothing. */
final class NoCapture extends Capture {
  static final NoCapture INSTANCE = new NoCapture();

  private NoCapture() {}

  @Override
  public boolean isSampled() {
    return false;
  }

  @Override
  public Capture image(Frame frame) {
    return this;
  }

  @Override
  public Capture image(byte[] pixels, int width, int height, PixelFormat format) {
    return this;
  }

  @Override
  public Capture embedding(float[] embedding) {
    return this;
  }

  @Override
  public Capture logits(float[] logits) {
    return this;
  }

  @Override
  public Capture predictedClass(int predictedClass) {
    return this;
  }

  @Override
  public Capture tag(String key, String value) {
    return this;
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
