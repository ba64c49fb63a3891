package io.virk;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.SlotRing;
import io.virk.signal.Observation;

/**
 * One slot of the ring: on the host's side a capture, on VIRK's side an observation. All memory is
 * allocated when the monitor starts.
 */
final class SlotCapture extends Capture implements Observation {
  private static final int MAXIMUM_TAGS = 8;

  /** Stands for an embedding or logits of a length that cannot be used. */
  private static final float[] WRONG_LENGTH = {};

  private final CapturePolicy policy;
  private final byte[] pixels;
  private final float[] embedding;
  private final float[] logits;
  private final String[] tagKeys = new String[MAXIMUM_TAGS];
  private final String[] tagValues = new String[MAXIMUM_TAGS];
  private SlotRing<SlotCapture> ring;
  private boolean held;
  private long sequence;
  private long epochMillis;
  private int width;
  private int height;
  private PixelFormat format;
  private float[] givenEmbedding;
  private float[] givenLogits;
  private int givenClass;
  private int tags;

  /**
   * Makes a slot.
   *
   * @param policy how large an image may be; null if images are not monitored
   * @param embeddingLength of the baseline
   * @param logitsLength of the baseline
   */
  SlotCapture(CapturePolicy policy, int embeddingLength, int logitsLength) {
    this.policy = policy;
    this.pixels = policy == null ? null : new byte[policy.capacity()];
    this.embedding = new float[embeddingLength];
    this.logits = new float[logitsLength];
  }

  /** Joins the ring that this slot goes round in. Before the first claim. */
  void ring(SlotRing<SlotCapture> value) {
    ring = value;
  }

  /** Bytes of memory held. */
  long memory() {
    return (pixels == null ? 0 : pixels.length) + 4L * (embedding.length + logits.length) + 256;
  }

  /** Forgets the last observation. The claiming thread. */
  SlotCapture begin(long number, long millis) {
    sequence = number;
    epochMillis = millis;
    format = null;
    givenEmbedding = null;
    givenLogits = null;
    givenClass = NO_CLASS;
    tags = 0;
    held = true;
    return this;
  }

  @Override
  public boolean isSampled() {
    return held;
  }

  @Override
  public Capture image(Frame frame) {
    if (frame != null) {
      copy(
          frame.pixels(),
          frame.offset(),
          frame.width(),
          frame.height(),
          frame.rowStride(),
          frame.format());
    }
    return this;
  }

  @Override
  public Capture image(byte[] source, int sourceWidth, int sourceHeight, PixelFormat order) {
    if (source != null && order != null && sourceWidth > 0 && sourceHeight > 0) {
      long row = (long) sourceWidth * order.samplesPerPixel();
      if (row * sourceHeight <= source.length) {
        copy(source, 0, sourceWidth, sourceHeight, (int) row, order);
      }
    }
    return this;
  }

  private void copy(
      byte[] source,
      int offset,
      int sourceWidth,
      int sourceHeight,
      int rowStride,
      PixelFormat order) {
    if (!held || policy == null) {
      return;
    }
    int factor = policy.factor(sourceWidth, sourceHeight);
    CapturePolicy.copy(
        source,
        offset,
        sourceWidth,
        sourceHeight,
        rowStride,
        order.samplesPerPixel(),
        factor,
        pixels);
    width = CapturePolicy.ceilDiv(sourceWidth, factor);
    height = CapturePolicy.ceilDiv(sourceHeight, factor);
    format = order;
  }

  @Override
  public Capture embedding(float[] source) {
    if (held && source != null && embedding.length > 0) {
      givenEmbedding = take(source, embedding);
    }
    return this;
  }

  @Override
  public Capture logits(float[] source) {
    if (held && source != null && logits.length > 0) {
      givenLogits = take(source, logits);
    }
    return this;
  }

  private static float[] take(float[] source, float[] target) {
    if (source.length != target.length) {
      return WRONG_LENGTH;
    }
    System.arraycopy(source, 0, target, 0, target.length);
    return target;
  }

  @Override
  public Capture predictedClass(int value) {
    if (held && value >= 0) {
      givenClass = value;
    }
    return this;
  }

  @Override
  public Capture tag(String key, String value) {
    if (held && key != null && value != null && tags < MAXIMUM_TAGS) {
      tagKeys[tags] = key;
      tagValues[tags] = value;
      tags++;
    }
    return this;
  }

  @Override
  public void commit() {
    if (held) {
      held = false;
      ring.commit(this);
    }
  }

  @Override
  public void close() {
    if (held) {
      held = false;
      ring.abort(this);
    }
  }

  // VIRK's side

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public long epochMillis() {
    return epochMillis;
  }

  @Override
  public Frame frame() {
    return format == null ? null : Frame.of(pixels, width, height, format);
  }

  @Override
  public float[] embedding() {
    return givenEmbedding;
  }

  @Override
  public float[] logits() {
    return givenLogits;
  }

  @Override
  public int predictedClass() {
    return givenClass == NO_CLASS && givenLogits != null
        ? Observation.argmax(givenLogits)
        : givenClass;
  }

  @Override
  public String tag(String key) {
    for (int i = tags - 1; i >= 0; i--) {
      if (tagKeys[i].equals(key)) {
        return tagValues[i];
      }
    }
    return null;
  }

  /** Takes what an embedder computed for this observation. The consumer. */
  void embedded(float[] embeddings, float[] logitsOfBatch, int row) {
    if (givenEmbedding == null) {
      System.arraycopy(embeddings, row * embedding.length, embedding, 0, embedding.length);
      givenEmbedding = embedding;
    }
    if (givenLogits == null && logits.length > 0 && logitsOfBatch.length > 0) {
      System.arraycopy(logitsOfBatch, row * logits.length, logits, 0, logits.length);
      givenLogits = logits;
    }
  }
}
