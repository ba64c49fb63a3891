package io.virk.capture.internal;

import io.virk.image.Frame;
import io.virk.image.TensorFormat;
import io.virk.signal.Detections;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.MaskAreas;
import io.virk.signal.Observation;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One slot of the ring: the memory of one observation. The host writes into it through a {@link
 * SlotCapture}, VIRK's thread reads it. All memory is allocated when the monitor starts.
 */
final class SlotObservation extends Slot implements Observation {
  /** Tags of one observation. */
  static final int MOST_TAGS = 8;

  /** Characters of a tag's key, of its value, and of an id. */
  static final int LONGEST_TEXT = 256;

  /** Every so many captures one is timed. A power of two. */
  private static final int TIMED_EVERY = 16;

  /** Handles of one slot, used in turn. A power of two. */
  private static final int HANDLES = 16;

  final SlotVector embedding;
  final SlotVector logits;
  final SlotOutputs outputs;
  final SlotVector tensor;
  final SlotImage image;
  final SlotSignals signals;
  private final SlotRing<SlotObservation> ring;
  private final SlotCapture[] handles = new SlotCapture[HANDLES];
  private final String[] tagKeys = new String[MOST_TAGS];
  private final String[] tagValues = new String[MOST_TAGS];
  private final TagValues distinctTags;
  private final LongSupplier nanoClock;
  private long sequence;
  private double weight;
  private long epochMillis;
  private long beginNanos;
  private long committedNanos;
  private String givenId;
  private long givenNumber;
  private boolean numbered;
  private boolean embeddingComputed;
  private boolean logitsComputed;
  private int givenClass;
  private int tags;
  private int tagsTooMany;
  private int tagTooLong;
  private String longTag;
  private int idTooLong;

  /**
   * Makes a slot.
   *
   * @param ring which it goes round in
   * @param shape what it has room for
   * @param distinctTags where tag values are interned when the slot is drained
   * @param nanoClock times captures
   */
  SlotObservation(
      SlotRing<SlotObservation> ring,
      SlotShape shape,
      TagValues distinctTags,
      LongSupplier nanoClock) {
    this.ring = ring;
    this.image = new SlotImage(shape.policy());
    this.tensor = new SlotVector(shape.tensor().map(TensorFormat::length).orElse(0));
    this.embedding = new SlotVector(shape.embeddingLength());
    this.logits = new SlotVector(shape.logitsLength());
    this.outputs = new SlotOutputs(shape);
    this.signals = new SlotSignals(shape.signals());
    this.distinctTags = distinctTags;
    this.nanoClock = nanoClock;
    for (int i = 0; i < HANDLES; i++) {
      handles[i] = new SlotCapture(this);
    }
  }

  // the host's side: whoever has claimed it

  /**
   * Forgets the last observation.
   *
   * @param number the new observation's
   * @param millis the time of the capture
   * @param ofSampler its weight; 0 if only the host's mark made it an observation
   * @return the handle, the caller's
   */
  SlotCapture begin(long number, long millis, double ofSampler) {
    sequence = number;
    epochMillis = millis;
    weight = ofSampler;
    image.clear();
    tensor.clear();
    embedding.clear();
    logits.clear();
    embeddingComputed = false;
    logitsComputed = false;
    outputs.clear();
    signals.clear();
    givenClass = NO_CLASS;
    givenId = null;
    numbered = false;
    tags = 0;
    tagsTooMany = 0;
    tagTooLong = 0;
    idTooLong = 0;
    beginNanos = isTimed() ? nanos() : 0;
    long generation = generation(word());
    return handles[(int) generation & HANDLES - 1].begin(generation);
  }

  /** A clock of the host's that throws must not cost the slot. */
  private long nanos() {
    try {
      return nanoClock.getAsLong();
    } catch (Throwable e) {
      return 0;
    }
  }

  void predictedClass(int value) {
    if (value >= 0) {
      givenClass = value;
    }
  }

  /** Whether the monitor was told the format of tensors; if not, this capture's is flawed. */
  boolean expectsTensor(int values) {
    if (tensor.length() == 0) {
      image.flawed(Flaw.TENSOR_FORMAT, values, 0);
    }
    return tensor.length() > 0;
  }

  void tag(String key, String value) {
    if (key == null || value == null) {
      return;
    }
    int longest = Math.max(key.length(), value.length());
    if (longest > LONGEST_TEXT) {
      if (longest > tagTooLong) {
        tagTooLong = longest;
        longTag = key;
      }
      return;
    }
    int at = tags < MOST_TAGS ? tags : indexOf(key);
    if (at < 0) {
      tagsTooMany++;
      return;
    }
    tagKeys[at] = key;
    tagValues[at] = value;
    tags = Math.max(tags, at + 1);
  }

  /** Where a key was set last; -1 if it was not. */
  private int indexOf(String key) {
    int at = tags - 1;
    while (at >= 0 && !tagKeys[at].equals(key)) {
      at--;
    }
    return at;
  }

  void id(String value) {
    boolean fits = value == null || value.length() <= LONGEST_TEXT;
    idTooLong = fits ? idTooLong : value.length();
    givenId = fits ? value : givenId;
    numbered = fits ? false : numbered;
  }

  void id(long value) {
    givenNumber = value;
    numbered = true;
  }

  void time(long value) {
    epochMillis = value;
  }

  void commit(long generation) {
    committedNanos = isTimed() ? nanos() : 0;
    ring.commit(this, generation);
  }

  void abort(long generation) {
    ring.abort(this, generation);
  }

  boolean handOver(long generation) {
    return ring.handOver(this, generation);
  }

  boolean adopt(long generation) {
    return ring.adopt(this, generation);
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
  public boolean isEmbeddingComputed() {
    return embeddingComputed;
  }

  @Override
  public boolean areLogitsComputed() {
    return logitsComputed;
  }

  @Override
  public float[] probabilities() {
    return outputs.probabilities.fitting();
  }

  @Override
  public float[] scores() {
    return outputs.scores.fitting();
  }

  @Override
  public float[] challenger() {
    return outputs.challenger.fitting();
  }

  @Override
  public Detections detections() {
    return outputs.boxes;
  }

  @Override
  public MaskAreas mask() {
    return outputs.areas;
  }

  @Override
  public int predictedClass() {
    return givenClass == NO_CLASS
        ? Observation.argmax(logits.given(), outputs.probabilities.fitting())
        : givenClass;
  }

  @Override
  public double signal(String name) {
    return signals.value(name);
  }

  @Override
  public String unknownSignal(Collection<String> known) {
    return signals.unknown();
  }

  @Override
  public String tag(String key) {
    int at = indexOf(key);
    return at < 0 ? null : distinctTags.intern(tagValues[at]);
  }

  @Override
  public void tags(BiConsumer<String, String> each) {
    for (int i = 0; i < tags; i++) {
      boolean last = indexOf(tagKeys[i]) == i; // the value that was set last
      if (last && !distinctTags.isUnlisted(tagKeys[i])) {
        each.accept(tagKeys[i], tagValues[i]);
      }
    }
  }

  /** Whether this is one of the captures that are timed. */
  boolean isTimed() {
    return (sequence & TIMED_EVERY - 1) == 0;
  }

  /** What the capture cost, if it was timed. */
  long costNanos() {
    return Math.max(0, committedNanos - beginNanos);
  }

  /** When it was committed, if it was timed. */
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

  /** What is wrong with the image or tensor; null if nothing is. */
  FlawFound imageFlaw() {
    return image.flaw(tensor.length(), sequence);
  }

  /**
   * Whether a batch had another number of rows than it was said to have, or a vector came that is
   * not monitored.
   */
  boolean hasVectorFlaw() {
    return embedding.hasRowsFlaw()
        | logits.hasRowsFlaw()
        | tensor.hasRowsFlaw()
        | embedding.isUnasked()
        | logits.isUnasked();
  }

  /** Tells what was wrong with the vectors, or with the rows of a batch. */
  void vectorFlaws(Consumer<FlawFound> told) {
    if (embedding.isUnasked()) {
      told.accept(found(Flaw.EMBEDDING_UNKNOWN, "an embedding", "none"));
    }
    if (logits.isUnasked()) {
      told.accept(found(Flaw.LOGITS_UNKNOWN, "logits", "none"));
    }
    tell(embedding.rowsFlaw(Flaw.EMBEDDING_ROWS, sequence), told);
    tell(logits.rowsFlaw(Flaw.LOGITS_ROWS, sequence), told);
    tell(tensor.rowsFlaw(Flaw.TENSOR_ROWS, sequence), told);
  }

  private static void tell(FlawFound found, Consumer<FlawFound> told) {
    if (found != null) {
      told.accept(found);
    }
  }

  /** Whether a tag or the id was left out. */
  boolean hasTextFlaw() {
    return (tagsTooMany | tagTooLong | idTooLong) != 0;
  }

  /** Tells what of the tags and the id was left out. */
  void textFlaws(Consumer<FlawFound> told) {
    String longest = "at most " + LONGEST_TEXT;
    if (tagsTooMany > 0) {
      told.accept(found(Flaw.TAG_COUNT, MOST_TAGS + tagsTooMany + " tags", "at most " + MOST_TAGS));
    }
    if (tagTooLong > 0) {
      told.accept(FlawFound.tooLong(tagTooLong, longTag, LONGEST_TEXT, sequence));
    }
    if (idTooLong > 0) {
      told.accept(found(Flaw.ID_LENGTH, idTooLong + " characters", longest));
    }
  }

  private FlawFound found(Flaw flaw, String found, String expected) {
    return new FlawFound(flaw, found, expected, sequence);
  }

  /** Takes what an embedder computed for this observation. */
  void embedded(float[] embeddings, float[] logitsOfBatch, int rowOfBatch, int rows) {
    if (embedding.given() == null) {
      embedding.takeRow(embeddings, rowOfBatch, rows);
      embeddingComputed = true;
    }
    if (logits.length() > 0 && logits.given() == null && logitsOfBatch.length > 0) {
      logits.takeRow(logitsOfBatch, rowOfBatch, rows);
      logitsComputed = true;
    }
  }

  /** Takes what a challenger computed for this observation. */
  void challenged(float[] logitsOfBatch, int rowOfBatch, int rows) {
    if (outputs.challenger.given() == null) {
      outputs.challenger.takeRow(logitsOfBatch, rowOfBatch, rows);
    }
  }

  /** Lets go of the host's objects, before the slot is free again. */
  void forget() {
    signals.forget();
    givenId = null;
    longTag = null;
    for (int i = 0; i < tags; i++) {
      tagKeys[i] = null;
      tagValues[i] = null;
    }
    tags = 0;
  }

  /** Bytes, about. */
  long memory() {
    long floats = (long) tensor.length() + embedding.length() + logits.length();
    return image.memory() + 4 * floats + outputs.memory() + signals.memory() + HANDLES * 96L + 512;
  }
}
