package io.virk.capture;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.TensorFormat;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.function.LongSupplier;

/**
 * One slot of the ring: on the host's side a capture, on VIRK's side an observation. All memory is
 * allocated when the monitor starts.
 */
public final class SlotCapture extends Capture implements Observation {
  private static final int MAXIMUM_TAGS = 8;

  /** Every so many captures one is timed. A power of two. */
  private static final int TIMED_EVERY = 16;

  final SlotVector embedding;
  final SlotVector logits;
  final SlotVector tensor;
  final SlotImage image;
  private final SlotSignals signals;
  private final SlotBatch batch = new SlotBatch(this);
  private final String[] tagKeys = new String[MAXIMUM_TAGS];
  private final String[] tagValues = new String[MAXIMUM_TAGS];
  private final TagValues distinctTags;
  private final LongSupplier nanoClock;
  private SlotRing<SlotCapture> ring;

  /**
   * The thread between claim and commit or close; null for none. Guards against a handle that its
   * holder keeps: a close() after a commit() may come when another thread has claimed the slot
   * already. Plain: a thread that reads itself here has written it last.
   */
  private Thread owner;

  private long sequence;
  private double weight;
  private long epochMillis;
  private long beginNanos;
  private long committedNanos;
  private String givenId;
  private long givenNumber;
  private boolean numbered;
  private int givenClass;
  private int tags;
  private int row;
  private SlotCapture next;

  /**
   * Makes a slot.
   *
   * @param shape what it has room for
   * @param distinctTags where tag values are interned when the slot is drained
   * @param nanoClock times captures
   */
  public SlotCapture(SlotShape shape, TagValues distinctTags, LongSupplier nanoClock) {
    this.image = new SlotImage(shape.policy());
    this.tensor = new SlotVector(shape.tensor().map(TensorFormat::length).orElse(0));
    this.embedding = new SlotVector(shape.embeddingLength());
    this.logits = new SlotVector(shape.logitsLength());
    this.signals = new SlotSignals(shape.signals());
    this.distinctTags = distinctTags;
    this.nanoClock = nanoClock;
  }

  /** Joins the ring that this slot goes round in. Before the first claim. */
  public void ring(SlotRing<SlotCapture> value) {
    ring = value;
  }

  /**
   * Forgets the last observation. The claiming thread.
   *
   * @param number the new observation's
   * @param millis the time of the capture
   * @param ofSampler its weight; 0 if only the host's mark made it an observation
   */
  public SlotCapture begin(long number, long millis, double ofSampler) {
    sequence = number;
    epochMillis = millis;
    weight = ofSampler;
    image.clear();
    tensor.clear();
    embedding.clear();
    logits.clear();
    signals.clear();
    givenClass = NO_CLASS;
    givenId = null;
    numbered = false;
    tags = 0;
    next = null;
    beginNanos = isTimed() ? nanos() : 0;
    owner = Thread.currentThread();
    return this;
  }

  /** A clock of the host's that throws must not cost the slot. */
  private long nanos() {
    try {
      return nanoClock.getAsLong();
    } catch (Throwable e) {
      return 0;
    }
  }

  /** Becomes the last of a chain of slots of one batch. The claiming thread. */
  public SlotCapture ofRow(int value) {
    row = value;
    return this;
  }

  /** Appends the next slot of the batch. The claiming thread. */
  public void next(SlotCapture value) {
    next = value;
  }

  /** The next slot of the batch, or null. The claiming thread. */
  public SlotCapture next() {
    return next;
  }

  /** The row of the batch. The claiming thread. */
  int row() {
    return row;
  }

  /** The handle on the chain that begins here. The claiming thread. */
  public SlotBatch batch() {
    return batch;
  }

  @Override
  public boolean isSampled() {
    return owner == Thread.currentThread();
  }

  @Override
  public Capture image(Frame frame) {
    if (frame != null && isSampled()) {
      image.take(frame);
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
      image.take(pixels, offset, width, height, rowStride, format);
    }
    return this;
  }

  @Override
  public Capture image(
      ByteBuffer pixels, int width, int height, int rowStride, PixelFormat format) {
    if (pixels != null && format != null && isSampled()) {
      image.take(pixels, width, height, rowStride, format);
    }
    return this;
  }

  @Override
  public Capture image(BufferedImage source) {
    if (source != null && isSampled()) {
      image.take(source);
    }
    return this;
  }

  @Override
  public Capture tensor(float[] values) {
    if (values != null && isSampled() && expectsTensor(values.length)) {
      tensor.take(values);
    }
    return this;
  }

  @Override
  public Capture tensor(FloatBuffer values) {
    if (values != null && isSampled() && expectsTensor(values.remaining())) {
      tensor.take(values);
    }
    return this;
  }

  /** Whether the monitor was told the format of tensors; if not, this capture's is flawed. */
  boolean expectsTensor(int values) {
    if (tensor.length() == 0) {
      image.flawed(Flaw.TENSOR_FORMAT, values, 0);
    }
    return tensor.length() > 0;
  }

  @Override
  public Capture embedding(float[] values) {
    if (isSampled()) {
      embedding.take(values);
    }
    return this;
  }

  @Override
  public Capture embedding(FloatBuffer values) {
    if (isSampled()) {
      embedding.take(values);
    }
    return this;
  }

  @Override
  public Capture logits(float[] values) {
    if (isSampled()) {
      logits.take(values);
    }
    return this;
  }

  @Override
  public Capture logits(FloatBuffer values) {
    if (isSampled()) {
      logits.take(values);
    }
    return this;
  }

  @Override
  public Capture predictedClass(int value) {
    if (isSampled() && value >= 0) {
      givenClass = value;
    }
    return this;
  }

  @Override
  public Capture signal(String name, double value) {
    if (name != null && isSampled()) {
      signals.take(name, value);
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
  public Capture id(String value) {
    if (isSampled()) {
      givenId = value;
      numbered = false;
    }
    return this;
  }

  @Override
  public Capture id(long value) {
    if (isSampled()) {
      givenNumber = value;
      numbered = true;
    }
    return this;
  }

  @Override
  public Capture time(long value) {
    if (isSampled()) {
      epochMillis = value;
    }
    return this;
  }

  @Override
  public void commit() {
    if (isSampled()) {
      committedNanos = isTimed() ? nanos() : 0;
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
  public double weight() {
    return weight;
  }

  @Override
  public String id() {
    return numbered ? Long.toString(givenNumber) : givenId;
  }

  @Override
  public Frame frame() {
    return image.frame();
  }

  @Override
  public float[] embedding() {
    return embedding.given();
  }

  @Override
  public float[] logits() {
    return logits.given();
  }

  @Override
  public int predictedClass() {
    return givenClass == NO_CLASS && logits.given() != null
        ? Observation.argmax(logits.given())
        : givenClass;
  }

  @Override
  public double signal(String name) {
    return signals.value(name);
  }

  @Override
  public String unknownSignal() {
    return signals.unknown();
  }

  @Override
  public String tag(String key) {
    for (int i = tags - 1; i >= 0; i--) {
      if (tagKeys[i].equals(key)) {
        return distinctTags.intern(tagValues[i]);
      }
    }
    return null;
  }

  /** Whether this is one of the captures that are timed. The consumer. */
  boolean isTimed() {
    return (sequence & TIMED_EVERY - 1) == 0;
  }

  /** What the capture cost, if it was timed. The consumer. */
  long costNanos() {
    return Math.max(0, committedNanos - beginNanos);
  }

  /** When it was committed, if it was timed. The consumer. */
  long committedNanos() {
    return committedNanos;
  }

  @Override
  public int givenEmbeddingLength() {
    return embedding.givenLength();
  }

  @Override
  public int givenLogitsLength() {
    return logits.givenLength();
  }

  /** What is wrong with the image or tensor; null if nothing is. The consumer. */
  FlawFound imageFlaw() {
    return image.flaw(tensor.length(), sequence);
  }

  /** Takes what an embedder computed for this observation. The consumer. */
  void embedded(float[] embeddings, float[] logitsOfBatch, int rowOfBatch, int rows) {
    if (embedding.given() == null) {
      embedding.takeRow(embeddings, rowOfBatch, rows);
    }
    if (logits.given() == null && logitsOfBatch.length > 0) {
      logits.takeRow(logitsOfBatch, rowOfBatch, rows);
    }
  }

  /** Lets go of the host's objects. The consumer, before the slot is free again. */
  void forget() {
    signals.forget();
    givenId = null;
    for (int i = 0; i < tags; i++) {
      tagKeys[i] = null;
      tagValues[i] = null;
    }
    tags = 0;
  }
}
