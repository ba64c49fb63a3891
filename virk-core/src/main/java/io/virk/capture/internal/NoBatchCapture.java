package io.virk.capture.internal;

import io.virk.capture.BatchCapture;
import io.virk.image.Frame;
import java.nio.FloatBuffer;

/** What a batch without an observed inference gets: it does nothing. */
final class NoBatchCapture extends BatchCapture {
  static final NoBatchCapture INSTANCE = new NoBatchCapture();

  private NoBatchCapture() {}

  @Override
  public boolean isSampled() {
    return false;
  }

  @Override
  public boolean isSampled(int row) {
    return false;
  }

  @Override
  public BatchCapture image(int row, Frame frame) {
    return this;
  }

  @Override
  public BatchCapture tensors(float[] values) {
    return this;
  }

  @Override
  public BatchCapture tensors(FloatBuffer values) {
    return this;
  }

  @Override
  public BatchCapture embeddings(float[] rows) {
    return this;
  }

  @Override
  public BatchCapture embeddings(float[][] rows) {
    return this;
  }

  @Override
  public BatchCapture embeddings(FloatBuffer rows) {
    return this;
  }

  @Override
  public BatchCapture logits(float[] rows) {
    return this;
  }

  @Override
  public BatchCapture logits(float[][] rows) {
    return this;
  }

  @Override
  public BatchCapture logits(FloatBuffer rows) {
    return this;
  }

  @Override
  public BatchCapture probabilities(float[] rows) {
    return this;
  }

  @Override
  public BatchCapture probabilities(float[][] rows) {
    return this;
  }

  @Override
  public BatchCapture probabilities(FloatBuffer rows) {
    return this;
  }

  @Override
  public BatchCapture scores(float[] rows) {
    return this;
  }

  @Override
  public BatchCapture scores(float[][] rows) {
    return this;
  }

  @Override
  public BatchCapture scores(FloatBuffer rows) {
    return this;
  }

  @Override
  public BatchCapture outputs(String name, float[] rows) {
    return this;
  }

  @Override
  public BatchCapture outputs(String name, float[][] rows) {
    return this;
  }

  @Override
  public BatchCapture outputs(String name, FloatBuffer rows) {
    return this;
  }

  @Override
  public BatchCapture detections(
      int row, float[] boxes, int[] classes, float[] confidences, int count) {
    return this;
  }

  @Override
  public BatchCapture mask(int row, byte[] ids, int width, int height) {
    return this;
  }

  @Override
  public BatchCapture mask(int row, int[] ids, int width, int height) {
    return this;
  }

  @Override
  public BatchCapture category(int row, String name, int value) {
    return this;
  }

  @Override
  public BatchCapture predictedClasses(int[] classes) {
    return this;
  }

  @Override
  public BatchCapture signal(int row, String name, double value) {
    return this;
  }

  @Override
  public BatchCapture tag(String key, String value) {
    return this;
  }

  @Override
  public BatchCapture tag(int row, String key, String value) {
    return this;
  }

  @Override
  public BatchCapture id(int row, String id) {
    return this;
  }

  @Override
  public BatchCapture time(long epochMillis) {
    return this;
  }

  @Override
  public BatchCapture handOver() {
    return this;
  }

  @Override
  public BatchCapture adopt() {
    return this;
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
