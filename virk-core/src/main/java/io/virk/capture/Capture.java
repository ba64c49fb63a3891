package io.virk.capture;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * The write handle on one preallocated slot, into which the host copies what it just inferred. Used
 * by one thread, platform or virtual, from {@code Monitor.capture()} to {@link #commit()}, unless
 * it is {@linkplain #handOver handed over}; not to be kept after that. Calls of other threads, and
 * calls after the commit, are ignored. A capture that is neither committed nor closed within the
 * monitor's lease is lost, and counted.
 *
 * <p>No method blocks, allocates, logs or throws: what cannot be used is left out and counted on
 * VIRK's own thread. A capture that was not sampled ignores everything. Arguments are never
 * modified and, but for strings, never kept; the position, limit and mark of a buffer stay as they
 * are.
 *
 * <pre>{@code
 * monitor.capture().image(frame).logits(logits).tag("camera", "cam-7").commit();
 * }</pre>
 */
public abstract class Capture implements AutoCloseable {
  /** The output of a model that is compared with the one that is watched. */
  public static final String CHALLENGER = "challenger";

  /** For VIRK's own captures: nobody else makes one. */
  protected Capture() {}

  /**
   * Whether this inference is observed; a host asks before it computes expensive arguments.
   *
   * @return false if everything that is set here is ignored
   */
  public abstract boolean isSampled();

  /**
   * Copies an image, reduced if it is larger than the baseline's capture policy allows. Costs a
   * memcpy; a reduction by whole blocks reads all of the image, one {@linkplain
   * io.virk.image.CapturePolicy#byStepping by stepping} a part of it.
   *
   * @param frame the image. Null is ignored.
   * @return this
   */
  public abstract Capture image(Frame frame);

  /**
   * Copies an image from tightly packed pixels.
   *
   * @param pixels at least width x height x samples bytes
   * @param width pixels of a row
   * @param height rows
   * @param format the order of the samples
   * @return this
   */
  public abstract Capture image(byte[] pixels, int width, int height, PixelFormat format);

  /**
   * Copies an image from rows that may have gaps between them.
   *
   * @param pixels the samples
   * @param offset index of the first sample
   * @param width pixels of a row
   * @param height rows
   * @param rowStride bytes from one row to the next, &ge; width x samples
   * @param format the order of the samples
   * @return this
   */
  public abstract Capture image(
      byte[] pixels, int offset, int width, int height, int rowStride, PixelFormat format);

  /**
   * Copies an image from a heap or direct buffer, beginning at its position.
   *
   * @param pixels the samples, for example of an OpenCV {@code Mat} or a decoder
   * @param width pixels of a row
   * @param height rows
   * @param rowStride bytes from one row to the next, &ge; width x samples
   * @param format the order of the samples
   * @return this
   */
  public abstract Capture image(
      ByteBuffer pixels, int width, int height, int rowStride, PixelFormat format);

  /**
   * Copies a video image from planes that follow one another without padding, as red, green and
   * blue.
   *
   * @param planes at least {@link YuvFormat#bytes} bytes
   * @param width pixels of a row
   * @param height rows
   * @param format how they lie, and what their numbers mean
   * @return this
   */
  public abstract Capture image(byte[] planes, int width, int height, YuvFormat format);

  /**
   * As {@link #image(byte[], int, int, YuvFormat)}, from the position of a heap or direct buffer.
   *
   * @param planes at least {@link YuvFormat#bytes} bytes left
   * @param width pixels of a row
   * @param height rows
   * @param format how they lie, and what their numbers mean
   * @return this
   */
  public abstract Capture image(ByteBuffer planes, int width, int height, YuvFormat format);

  /**
   * Copies a video image from planes in buffers of their own, each from its position, as red, green
   * and blue.
   *
   * @param luma one byte a pixel
   * @param lumaStride bytes from one row to the next, &ge; width
   * @param u blue differences of half the size, or of NV12 and NV21 both in turn
   * @param v red differences; of NV12 and NV21 null
   * @param chromaStride bytes from one row of colours to the next
   * @param width pixels of a row
   * @param height rows
   * @param format how they lie, and what their numbers mean
   * @return this
   */
  public abstract Capture image(
      ByteBuffer luma,
      int lumaStride,
      ByteBuffer u,
      ByteBuffer v,
      int chromaStride,
      int width,
      int height,
      YuvFormat format);

  /**
   * Copies an image of the Java 2D kind, with the pixels that {@link Frame#of(BufferedImage)} gives
   * it: gray, RGB, CMYK and palettes, of 1 to 16 bits or floats, with alpha or without. One in
   * planes of their own allocates some bytes. Other colour spaces would have to be converted: they
   * are left out and counted as {@code IMAGE_TYPE}.
   *
   * @param image the image
   * @return this
   */
  public abstract Capture image(BufferedImage image);

  /**
   * Copies the tensor that goes into the model, of the format that the monitor was given ({@code
   * MonitorBuilder.tensor}). On VIRK's thread its normalisation is undone, so that it is monitored
   * as the image that the model sees. Where there is an image as well, that is monitored. Costs a
   * memcpy.
   *
   * @param values as many values as the format says
   * @return this
   */
  public abstract Capture tensor(float[] values);

  /**
   * As {@link #tensor(float[])}, beginning at the position of a heap or direct buffer.
   *
   * @param values as many values left as the format says
   * @return this
   */
  public abstract Capture tensor(FloatBuffer values);

  /**
   * Copies the embedding.
   *
   * @param embedding as many values as the baseline's
   * @return this
   */
  public abstract Capture embedding(float[] embedding);

  /**
   * Copies the embedding from a heap or direct buffer, beginning at its position.
   *
   * @param embedding as many values left as the baseline's
   * @return this
   */
  public abstract Capture embedding(FloatBuffer embedding);

  /**
   * Copies the logits, before any softmax.
   *
   * @param logits as many values as the baseline's
   * @return this
   */
  public abstract Capture logits(float[] logits);

  /**
   * Copies the logits from a heap or direct buffer, beginning at its position.
   *
   * @param logits as many values left as the baseline's
   * @return this
   */
  public abstract Capture logits(FloatBuffer logits);

  /**
   * Copies the probabilities of classes that exclude each other, of a model whose softmax is
   * inside: see {@link io.virk.signal.Output#probabilities}. An output that the baseline was not
   * told of is counted as a flaw; so are, for each of these methods, values that cannot be used.
   *
   * @param probabilities one value a class, 0 .. 1, adding up to 1
   * @return this
   */
  public abstract Capture probabilities(float[] probabilities);

  /**
   * As {@link #probabilities(float[])}, from a heap or direct buffer, beginning at its position.
   *
   * @param probabilities one value left a class
   * @return this
   */
  public abstract Capture probabilities(FloatBuffer probabilities);

  /**
   * Copies the scores of labels, of which an image may have several: see {@link
   * io.virk.signal.Output#scores}.
   *
   * @param scores one value a label, 0 .. 1
   * @return this
   */
  public abstract Capture scores(float[] scores);

  /**
   * As {@link #scores(float[])}, from a heap or direct buffer, beginning at its position.
   *
   * @param scores one value left a label
   * @return this
   */
  public abstract Capture scores(FloatBuffer scores);

  /**
   * Copies what another model says of the same input: {@link #CHALLENGER}, where {@code
   * FeedbackPolicy.challenger(..)} asks for it. Any other name, and an output that nobody asked
   * for, is counted as a flaw.
   *
   * @param name {@link #CHALLENGER}
   * @param values one value a class, logits or probabilities: the largest counts
   * @return this
   */
  public abstract Capture output(String name, float[] values);

  /**
   * As {@link #output(String, float[])}, from a heap or direct buffer, beginning at its position.
   *
   * @param name {@link #CHALLENGER}
   * @param values one value left a class
   * @return this
   */
  public abstract Capture output(String name, FloatBuffer values);

  /**
   * Copies the boxes that a detector of objects found, the surest first: see {@link
   * io.virk.signal.Output#detections}. Where there are more than the baseline has room for, the
   * first are kept and all are counted. A frame without objects is one with a count of 0.
   *
   * @param boxes four numbers a box, in the declared layout and units. Null is ignored unless the
   *     count is 0.
   * @param classes one a box; null if they are not known
   * @param confidences one a box, 0 .. 1; null if they are not known
   * @param count boxes; arrays may be longer
   * @return this
   */
  public abstract Capture detections(float[] boxes, int[] classes, float[] confidences, int count);

  /**
   * Counts the mask of a segmentation at the points of a grid, at most 16,384 of them: see {@link
   * io.virk.signal.Output#mask}.
   *
   * @param ids one class a pixel, row by row, 0 .. 255 as an unsigned byte
   * @param width pixels of a row
   * @param height rows
   * @return this
   */
  public abstract Capture mask(byte[] ids, int width, int height);

  /**
   * As {@link #mask(byte[], int, int)}, of whole numbers.
   *
   * @param ids one class a pixel, row by row
   * @param width pixels of a row
   * @param height rows
   * @return this
   */
  public abstract Capture mask(int[] ids, int width, int height);

  /**
   * Sets the predicted class; without it, the argmax of the logits, or of the probabilities.
   *
   * @param predictedClass &ge; 0; others are ignored
   * @return this
   */
  public abstract Capture predictedClass(int predictedClass);

  /**
   * Sets a signal that the host measures itself, as the baseline's builder was told of it. A name
   * that the baseline does not have is counted as a flaw.
   *
   * @param name of the signal, for example "temperature"
   * @param value in the signal's own unit; NaN for none
   * @return this
   */
  public abstract Capture signal(String name, double value);

  /**
   * Sets a category that the host knows, as the baseline's builder was told of it: see {@link
   * io.virk.signal.CategoricalSignal#ofHost}.
   *
   * @param name of the signal, for example "product"
   * @param value &ge; 0; less for none
   * @return this
   */
  public abstract Capture category(String name, int value);

  /**
   * Sets a tag. Keeps the references until the observation has been drained, and one of every
   * distinct value. A ninth tag is left out and counted, unless it sets one of the eight anew; so
   * is one whose key or value has more than 256 characters.
   *
   * @param key name, for example "camera"
   * @param value value, for example "cam-7"; should come from a small set ({@code
   *     MonitorBuilder.maximumTagValues})
   * @return this
   */
  public abstract Capture tag(String key, String value);

  /**
   * Sets the name by which the host finds this inference again; it comes back in events and
   * incidents.
   *
   * @param id at most 256 characters, a longer one is left out and counted; kept by reference while
   *     VIRK remembers the observation
   * @return this
   */
  public abstract Capture id(String id);

  /**
   * As {@link #id(String)}, of a number; becomes a string on VIRK's thread.
   *
   * @param id any number
   * @return this
   */
  public abstract Capture id(long id);

  /**
   * Sets when the frame was taken; without it, the time of the capture.
   *
   * @param epochMillis milliseconds since 1970-01-01T00:00Z
   * @return this
   */
  public abstract Capture time(long epochMillis);

  /**
   * Lets go of this capture, so that another thread may go on with it. From now on the calls of
   * this thread are ignored.
   *
   * <pre>{@code
   * Capture handed = monitor.capture().image(frame).handOver();
   * scoring.execute(() -> handed.adopt().logits(scores).commit());
   * }</pre>
   *
   * @return this
   */
  public abstract Capture handOver();

  /**
   * Goes on with a capture that another thread has {@linkplain #handOver handed over}. Of several
   * threads one gets it; the calls of the others, and of one that comes after the lease, are
   * ignored.
   *
   * @return this; {@link #isSampled()} says whether it is this thread's now
   */
  public abstract Capture adopt();

  /** Gives the observation to VIRK. One ordered store; a second call is ignored. */
  public abstract void commit();

  /** Gives the slot back unless the observation was committed. */
  @Override
  public abstract void close();
}
