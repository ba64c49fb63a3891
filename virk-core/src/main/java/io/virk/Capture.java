package io.virk;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;

/**
 * The write handle on one preallocated slot, into which the host copies what it just inferred. Used
 * by one thread, from {@link Monitor#capture()} to {@link #commit()}; not to be kept after that.
 * Calls of other threads, and calls after the commit, are ignored.
 *
 * <p>No method blocks, allocates, logs or throws: what cannot be used is left out and counted on
 * VIRK's own thread. A capture that was not sampled ignores everything.
 *
 * <pre>{@code
 * monitor.capture().image(frame).logits(logits).tag("camera", "cam-7").commit();
 * }</pre>
 */
public abstract class Capture implements AutoCloseable {
  Capture() {}

  /**
   * Whether this inference is observed; a host asks before it computes expensive arguments.
   *
   * @return false if everything that is set here is ignored
   */
  public abstract boolean isSampled();

  /**
   * Copies an image, reduced if it is larger than the baseline's capture policy allows. Costs a
   * memcpy.
   *
   * @param frame the image. Not modified, not kept. Null is ignored.
   * @return this
   */
  public abstract Capture image(Frame frame);

  /**
   * Copies an image from tightly packed pixels.
   *
   * @param pixels at least width x height x samples bytes. Not modified, not kept.
   * @param width pixels of a row
   * @param height rows
   * @param format the order of the samples
   * @return this
   */
  public abstract Capture image(byte[] pixels, int width, int height, PixelFormat format);

  /**
   * Copies the embedding.
   *
   * @param embedding as many values as the baseline's. Not modified, not kept.
   * @return this
   */
  public abstract Capture embedding(float[] embedding);

  /**
   * Copies the logits, before any softmax.
   *
   * @param logits as many values as the baseline's. Not modified, not kept.
   * @return this
   */
  public abstract Capture logits(float[] logits);

  /**
   * Sets the predicted class; without it, the argmax of the logits.
   *
   * @param predictedClass &ge; 0; others are ignored
   * @return this
   */
  public abstract Capture predictedClass(int predictedClass);

  /**
   * Sets a tag. Keeps the references; a ninth key is ignored.
   *
   * @param key name, for example "camera"
   * @param value value, for example "cam-7"; should come from a small set
   * @return this
   */
  public abstract Capture tag(String key, String value);

  /** Hands the observation over. One ordered store; a second call is ignored. */
  public abstract void commit();

  /** Gives the slot back unless the observation was committed. */
  @Override
  public abstract void close();
}
