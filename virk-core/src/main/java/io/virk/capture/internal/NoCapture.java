package io.virk.capture.internal;

import io.virk.capture.Capture;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

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
  public Capture image(
      byte[] pixels, int offset, int width, int height, int rowStride, PixelFormat format) {
    return this;
  }

  @Override
  public Capture image(
      ByteBuffer pixels, int width, int height, int rowStride, PixelFormat format) {
    return this;
  }

  @Override
  public Capture image(byte[] planes, int width, int height, YuvFormat format) {
    return this;
  }

  @Override
  public Capture image(ByteBuffer planes, int width, int height, YuvFormat format) {
    return this;
  }

  @Override
  public Capture image(
      ByteBuffer luma,
      int lumaStride,
      ByteBuffer u,
      ByteBuffer v,
      int chromaStride,
      int width,
      int height,
      YuvFormat format) {
    return this;
  }

  @Override
  public Capture image(BufferedImage image) {
    return this;
  }

  @Override
  public Capture tensor(float[] values) {
    return this;
  }

  @Override
  public Capture tensor(FloatBuffer values) {
    return this;
  }

  @Override
  public Capture embedding(float[] embedding) {
    return this;
  }

  @Override
  public Capture embedding(FloatBuffer embedding) {
    return this;
  }

  @Override
  public Capture logits(float[] logits) {
    return this;
  }

  @Override
  public Capture logits(FloatBuffer logits) {
    return this;
  }

  @Override
  public Capture probabilities(float[] values) {
    return this;
  }

  @Override
  public Capture probabilities(FloatBuffer values) {
    return this;
  }

  @Override
  public Capture scores(float[] values) {
    return this;
  }

  @Override
  public Capture scores(FloatBuffer values) {
    return this;
  }

  @Override
  public Capture output(String name, float[] values) {
    return this;
  }

  @Override
  public Capture output(String name, FloatBuffer values) {
    return this;
  }

  @Override
  public Capture detections(float[] boxes, int[] classes, float[] confidences, int count) {
    return this;
  }

  @Override
  public Capture mask(byte[] ids, int width, int height) {
    return this;
  }

  @Override
  public Capture mask(int[] ids, int width, int height) {
    return this;
  }

  @Override
  public Capture category(String name, int value) {
    return this;
  }

  @Override
  public Capture predictedClass(int predictedClass) {
    return this;
  }

  @Override
  public Capture signal(String name, double value) {
    return this;
  }

  @Override
  public Capture tag(String key, String value) {
    return this;
  }

  @Override
  public Capture id(String id) {
    return this;
  }

  @Override
  public Capture id(long id) {
    return this;
  }

  @Override
  public Capture time(long epochMillis) {
    return this;
  }

  @Override
  public Capture handOver() {
    return this;
  }

  @Override
  public Capture adopt() {
    return this;
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
