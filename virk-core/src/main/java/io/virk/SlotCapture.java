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

  /**
   * The thread between claim and commit or close; null for none. Guards against a handle that its
   * holder keeps: a close() after a commit() may come when another thread has claimed the slot
   * already. Plain: a thread that reads itself here has written it last.
   */
  private Thread owner;

  private boolean unusableImage;
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
    unusableImage = false;
    owner = Thread.currentThread();
    return this;
  }

  @Override
  public boolean isSampled() {
    return owner == Thread.currentThread();
  }

  @Override
  public Capture image(Frame frame) {
    if (frame != null && isSampled()) {
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
    if (source != null && order != null && isSampled()) {
      if (fits(source, sourceWidth, sourceHeight, order.samplesPerPixel())) {
        int row = sourceWidth * order.samplesPerPixel();
        copy(source, 0, sourceWidth, sourceHeight, row, order);
      } else {
        unusableImage = true;
      }
    }
    return this;
  }

  private static boolean fits(byte[] source, int width, int height, int samples) {
    return width > 0 && height > 0 && height <= source.length / samples / width;
  }

  private void copy(
      byte[] source,
      int offset,
      int sourceWidth,
      int sourceHeight,
      int rowStride,
      PixelFormat order) {
    if (policy == null) {
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
    if (isSampled() && source != null && embedding.length > 0) {
      givenEmbedding = take(source, embedding);
    }
    return this;
  }

  @Override
  public Capture logits(float[] source) {
    if (isSampled() && source != null && logits.length > 0) {
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
    if (isSampled() && value >= 0) {
      givenClass = value;
    }
    return this;
  }

  @Override
  public Capture tag(String key, String value) {
    if (isSampled() && key != null && value != null && tags < MAXIMUM_TAGS) {
      tagKeys[tags] = key;
      tagValues[tags] = value;
      tags++;
    }
    return this;
  }

  @Override
  public void commit() {
    if (isSampled()) {
      owner = null;
      ring.commit(this);
    }
  }

  @Override
  public void close() {
    if (isSampled()) {
      owner = null;
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

  /** Whether the host gave pixels that do not fill the image it said they are. The consumer. */
  boolean hasUnusableImage() {
    return unusableImage;
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
