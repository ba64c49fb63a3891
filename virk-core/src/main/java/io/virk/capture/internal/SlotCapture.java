package io.virk.capture.internal;

import io.virk.capture.Capture;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * A host's handle on one slot, for one capture.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>A handle that is handed over reaches the thread that adopts it by whatever the host likes,
 *       a data race included.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Calls count on the thread that owns the capture alone: the one that claimed it, or the last
 *       that adopted it. Those of others, and those after {@link #commit} or {@link #close}, change
 *       nothing.
 *   <li>Of several threads that adopt what was handed over, one gets it, and sees all that was
 *       written before.
 *   <li>A slot has sixteen handles that take turns, so that a handle whose capture is over does not
 *       become the next one's: a late {@code close()} aborts nobody's capture, unless its slot has
 *       gone round sixteen times meanwhile and the same thread holds it at that moment.
 * </ol>
 */
final class SlotCapture extends Capture {
  private final SlotObservation slot;
  private final SlotBatch batch = new SlotBatch(this);

  /**
   * The thread between claim and commit or close; null for none. Plain: a thread that reads itself
   * here has written it last.
   */
  private Thread owner;

  private long generation;
  private int row;
  private SlotCapture next;

  SlotCapture(SlotObservation slot) {
    this.slot = slot;
  }

  /** Becomes the caller's. The claiming thread. */
  SlotCapture begin(long value) {
    generation = value;
    owner = Thread.currentThread();
    return this;
  }

  /** Becomes one of a batch. The owner. */
  SlotCapture ofRow(int value) {
    row = value;
    next = null;
    return this;
  }

  /** Appends the next capture of the batch. The owner. */
  void next(SlotCapture value) {
    next = value;
  }

  /** The next capture of the batch, or null. The owner. */
  SlotCapture next() {
    return next;
  }

  /** The row of the batch. The owner. */
  int row() {
    return row;
  }

  /** The handle on the chain that begins here. The owner. */
  SlotBatch batch() {
    return batch;
  }

  /** The memory. The owner. */
  SlotObservation slot() {
    return slot;
  }

  @Override
  public boolean isSampled() {
    return owner == Thread.currentThread();
  }

  @Override
  public Capture image(Frame frame) {
    if (frame != null && isSampled()) {
      slot.image.take(frame);
    }
    return this;
  }

  @Override
  public Capture image(byte[] pixels, int width, int height, PixelFormat format) {
    if (format != null) {
      image(pixels, 0, width, height, width * format.samplesPerPixel(), format);
    }
    return this;
  }

  @Override
  public Capture image(
      byte[] pixels, int offset, int width, int height, int rowStride, PixelFormat format) {
    if (pixels != null && format != null && isSampled()) {
      slot.image.take(pixels, offset, width, height, rowStride, format);
    }
    return this;
  }

  @Override
  public Capture image(
      ByteBuffer pixels, int width, int height, int rowStride, PixelFormat format) {
    if (pixels != null && format != null && isSampled()) {
      slot.image.take(pixels, width, height, rowStride, format);
    }
    return this;
  }

  @Override
  public Capture image(byte[] planes, int width, int height, YuvFormat format) {
    if (planes != null && format != null && isSampled()) {
      slot.image.take(planes, null, width, height, format);
    }
    return this;
  }

  @Override
  public Capture image(ByteBuffer planes, int width, int height, YuvFormat format) {
    if (planes != null && format != null && isSampled()) {
      slot.image.take(null, planes, width, height, format);
    }
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
    if (luma != null && u != null && format != null && isSampled()) {
      slot.image.take(luma, lumaStride, u, v, chromaStride, width, height, format);
    }
    return this;
  }

  @Override
  public Capture image(BufferedImage source) {
    if (source != null && isSampled()) {
      slot.image.take(source);
    }
    return this;
  }

  @Override
  public Capture tensor(float[] values) {
    if (values != null && isSampled() && slot.expectsTensor(values.length)) {
      slot.tensor.take(values);
    }
    return this;
  }

  @Override
  public Capture tensor(FloatBuffer values) {
    if (values != null && isSampled() && slot.expectsTensor(values.remaining())) {
      slot.tensor.take(values);
    }
    return this;
  }

  @Override
  public Capture embedding(float[] values) {
    if (isSampled()) {
      slot.embedding.take(values);
    }
    return this;
  }

  @Override
  public Capture embedding(FloatBuffer values) {
    if (isSampled()) {
      slot.embedding.take(values);
    }
    return this;
  }

  @Override
  public Capture logits(float[] values) {
    if (isSampled()) {
      slot.logits.take(values);
    }
    return this;
  }

  @Override
  public Capture logits(FloatBuffer values) {
    if (isSampled()) {
      slot.logits.take(values);
    }
    return this;
  }

  @Override
  public Capture probabilities(float[] values) {
    if (values != null && isSampled() && slot.outputs.expectsProbabilities()) {
      slot.outputs.probabilities.take(values);
    }
    return this;
  }

  @Override
  public Capture probabilities(FloatBuffer values) {
    if (values != null && isSampled() && slot.outputs.expectsProbabilities()) {
      slot.outputs.probabilities.take(values);
    }
    return this;
  }

  @Override
  public Capture scores(float[] values) {
    if (values != null && isSampled() && slot.outputs.expectsScores()) {
      slot.outputs.scores.take(values);
    }
    return this;
  }

  @Override
  public Capture scores(FloatBuffer values) {
    if (values != null && isSampled() && slot.outputs.expectsScores()) {
      slot.outputs.scores.take(values);
    }
    return this;
  }

  @Override
  public Capture output(String name, float[] values) {
    if (values != null && isSampled() && slot.outputs.expects(name)) {
      slot.outputs.challenger.take(values);
    }
    return this;
  }

  @Override
  public Capture output(String name, FloatBuffer values) {
    if (values != null && isSampled() && slot.outputs.expects(name)) {
      slot.outputs.challenger.take(values);
    }
    return this;
  }

  @Override
  public Capture detections(float[] boxes, int[] classes, float[] confidences, int count) {
    if (isSampled() && slot.outputs.expectsDetections()) {
      slot.outputs.boxes.take(boxes, classes, confidences, count);
    }
    return this;
  }

  @Override
  public Capture mask(byte[] ids, int width, int height) {
    if (ids != null && isSampled() && slot.outputs.expectsMask()) {
      slot.outputs.areas.take(ids, width, height);
    }
    return this;
  }

  @Override
  public Capture mask(int[] ids, int width, int height) {
    if (ids != null && isSampled() && slot.outputs.expectsMask()) {
      slot.outputs.areas.take(ids, width, height);
    }
    return this;
  }

  @Override
  public Capture category(String name, int value) {
    return signal(name, value < 0 ? Double.NaN : value);
  }

  @Override
  public Capture predictedClass(int value) {
    if (isSampled()) {
      slot.predictedClass(value);
    }
    return this;
  }

  @Override
  public Capture signal(String name, double value) {
    if (name != null && isSampled()) {
      slot.signals.take(name, value);
    }
    return this;
  }

  @Override
  public Capture tag(String key, String value) {
    if (isSampled()) {
      slot.tag(key, value);
    }
    return this;
  }

  @Override
  public Capture id(String value) {
    if (isSampled()) {
      slot.id(value);
    }
    return this;
  }

  @Override
  public Capture id(long value) {
    if (isSampled()) {
      slot.id(value);
    }
    return this;
  }

  @Override
  public Capture time(long value) {
    if (isSampled()) {
      slot.time(value);
    }
    return this;
  }

  @Override
  public Capture handOver() {
    if (isSampled()) {
      owner = null;
      slot.handOver(generation);
    }
    return this;
  }

  @Override
  public Capture adopt() {
    if (!isSampled() && slot.adopt(generation)) {
      owner = Thread.currentThread();
    }
    return this;
  }

  @Override
  public void commit() {
    if (isSampled()) {
      owner = null;
      slot.commit(generation);
    }
  }

  @Override
  public void close() {
    if (isSampled()) {
      owner = null;
      slot.abort(generation);
    }
  }
}
