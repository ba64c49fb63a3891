package io.virk.capture;

import io.virk.image.Frame;
import java.nio.FloatBuffer;

/**
 * The write handle on the sampled rows of one batch: the model ran once on n inputs, and one line
 * observes them. Rows that are not sampled cost nothing; the rules of {@link Capture} hold for this
 * one too.
 *
 * <pre>{@code
 * monitor.captureBatch(32).embeddings(pooled).logits(scores).tag("camera", "cam-7").commit();
 * }</pre>
 *
 * <p>Two-dimensional arguments hold one row an inference, [n x length] row-major, or one array a
 * row, as {@code OnnxTensor.getValue()} and {@code getFloatBuffer()} give them. A row or batch of
 * another size than said is left out and counted.
 */
public abstract class BatchCapture implements AutoCloseable {
  /** For VIRK's own captures: nobody else makes one. */
  protected BatchCapture() {}

  /**
   * Whether any inference of this batch is observed.
   *
   * @return false if everything that is set here is ignored
   */
  public abstract boolean isSampled();

  /**
   * Whether one inference of this batch is observed.
   *
   * @param row 0 .. n - 1
   * @return false if what is set for this row is ignored
   */
  public abstract boolean isSampled(int row);

  /**
   * Copies the image of one inference.
   *
   * @param row 0 .. n - 1; others are ignored
   * @param frame the image. Null is ignored.
   * @return this
   */
  public abstract BatchCapture image(int row, Frame frame);

  /**
   * Copies the input tensors, of the format that the monitor was given.
   *
   * @param values [n x length of the format] row-major
   * @return this
   */
  public abstract BatchCapture tensors(float[] values);

  /**
   * As {@link #tensors(float[])}, beginning at the position of a heap or direct buffer.
   *
   * @param values [n x length of the format] row-major
   * @return this
   */
  public abstract BatchCapture tensors(FloatBuffer values);

  /**
   * Copies the embeddings.
   *
   * @param rows [n x d] row-major
   * @return this
   */
  public abstract BatchCapture embeddings(float[] rows);

  /**
   * Copies the embeddings.
   *
   * @param rows n arrays of d values
   * @return this
   */
  public abstract BatchCapture embeddings(float[][] rows);

  /**
   * Copies the embeddings from a heap or direct buffer, beginning at its position.
   *
   * @param rows [n x d] row-major
   * @return this
   */
  public abstract BatchCapture embeddings(FloatBuffer rows);

  /**
   * Copies the logits, before any softmax.
   *
   * @param rows [n x classes] row-major
   * @return this
   */
  public abstract BatchCapture logits(float[] rows);

  /**
   * Copies the logits.
   *
   * @param rows n arrays of one value a class
   * @return this
   */
  public abstract BatchCapture logits(float[][] rows);

  /**
   * Copies the logits from a heap or direct buffer, beginning at its position.
   *
   * @param rows [n x classes] row-major
   * @return this
   */
  public abstract BatchCapture logits(FloatBuffer rows);

  /**
   * Copies the probabilities: see {@link Capture#probabilities(float[])}.
   *
   * @param rows [n x classes] row-major
   * @return this
   */
  public abstract BatchCapture probabilities(float[] rows);

  /**
   * Copies the probabilities: see {@link Capture#probabilities(float[])}.
   *
   * @param rows n arrays of one value a class
   * @return this
   */
  public abstract BatchCapture probabilities(float[][] rows);

  /**
   * Copies the probabilities from a heap or direct buffer, beginning at its position: see {@link
   * Capture#probabilities(float[])}.
   *
   * @param rows [n x classes] row-major
   * @return this
   */
  public abstract BatchCapture probabilities(FloatBuffer rows);

  /**
   * Copies the scores: see {@link Capture#scores(float[])}.
   *
   * @param rows [n x labels] row-major
   * @return this
   */
  public abstract BatchCapture scores(float[] rows);

  /**
   * Copies the scores: see {@link Capture#scores(float[])}.
   *
   * @param rows n arrays of one value a label
   * @return this
   */
  public abstract BatchCapture scores(float[][] rows);

  /**
   * Copies the scores from a heap or direct buffer, beginning at its position: see {@link
   * Capture#scores(float[])}.
   *
   * @param rows [n x labels] row-major
   * @return this
   */
  public abstract BatchCapture scores(FloatBuffer rows);

  /**
   * Copies what another model says of the same inputs: see {@link Capture#output}.
   *
   * @param name {@link Capture#CHALLENGER}
   * @param rows [n x classes] row-major
   * @return this
   */
  public abstract BatchCapture outputs(String name, float[] rows);

  /**
   * Copies what another model says of the same inputs: see {@link Capture#output}.
   *
   * @param name {@link Capture#CHALLENGER}
   * @param rows n arrays of one value a class
   * @return this
   */
  public abstract BatchCapture outputs(String name, float[][] rows);

  /**
   * As {@link #outputs(String, float[])}, from a heap or direct buffer, beginning at its position.
   *
   * @param name {@link Capture#CHALLENGER}
   * @param rows [n x classes] row-major
   * @return this
   */
  public abstract BatchCapture outputs(String name, FloatBuffer rows);

  /**
   * Copies the boxes of one inference: see {@link Capture#detections}.
   *
   * @param row 0 .. n - 1; others are ignored
   * @param boxes four numbers a box
   * @param classes one a box; null if they are not known
   * @param confidences one a box; null if they are not known
   * @param count boxes; arrays may be longer
   * @return this
   */
  public abstract BatchCapture detections(
      int row, float[] boxes, int[] classes, float[] confidences, int count);

  /**
   * Counts the mask of one inference: see {@link Capture#mask(byte[], int, int)}.
   *
   * @param row 0 .. n - 1; others are ignored
   * @param ids one class a pixel
   * @param width pixels of a row
   * @param height rows
   * @return this
   */
  public abstract BatchCapture mask(int row, byte[] ids, int width, int height);

  /**
   * Counts the mask of one inference: see {@link Capture#mask(int[], int, int)}.
   *
   * @param row 0 .. n - 1; others are ignored
   * @param ids one class a pixel
   * @param width pixels of a row
   * @param height rows
   * @return this
   */
  public abstract BatchCapture mask(int row, int[] ids, int width, int height);

  /**
   * Sets the predicted classes; without them, the argmax of the logits.
   *
   * @param classes n values; rows of a value &lt; 0 have none
   * @return this
   */
  public abstract BatchCapture predictedClasses(int[] classes);

  /**
   * Sets a signal of one row that the host measures itself: see {@link Capture#signal}.
   *
   * @param row 0 .. n - 1
   * @param name of the signal
   * @param value in the signal's own unit; NaN for none
   * @return this
   */
  public abstract BatchCapture signal(int row, String name, double value);

  /**
   * Sets a category of one row that the host knows: see {@link Capture#category}.
   *
   * @param row 0 .. n - 1
   * @param name of the signal
   * @param value &ge; 0; less for none
   * @return this
   */
  public abstract BatchCapture category(int row, String name, int value);

  /**
   * Sets a tag of all inferences.
   *
   * @param key name, for example "camera"
   * @param value value, for example "cam-7"
   * @return this
   */
  public abstract BatchCapture tag(String key, String value);

  /**
   * Sets a tag of one inference.
   *
   * @param row 0 .. n - 1; others are ignored
   * @param key name, for example "camera"
   * @param value value, for example "cam-7"
   * @return this
   */
  public abstract BatchCapture tag(int row, String key, String value);

  /**
   * Sets the name by which the host finds one inference again.
   *
   * @param row 0 .. n - 1; others are ignored
   * @param id any string
   * @return this
   */
  public abstract BatchCapture id(int row, String id);

  /**
   * Sets when all inputs of the batch were taken; without it, the time of the capture.
   *
   * @param epochMillis milliseconds since 1970-01-01T00:00Z
   * @return this
   */
  public abstract BatchCapture time(long epochMillis);

  /**
   * Lets go of this batch, so that another thread may go on with it: see {@link Capture#handOver}.
   *
   * @return this
   */
  public abstract BatchCapture handOver();

  /**
   * Goes on with a batch that another thread has handed over: see {@link Capture#adopt}.
   *
   * @return this
   */
  public abstract BatchCapture adopt();

  /** Gives the observations to VIRK; a second call is ignored. */
  public abstract void commit();

  /** Gives the slots back unless the observations were committed. */
  @Override
  public abstract void close();
}
