package io.virk.incident.internal;

import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One observation as the flight recorder keeps it. Filled anew when nobody holds it any more, but
 * not once an incident shows it: from then on it does not change but for the verdict, and may be
 * read by the thread that writes.
 */
final class RecordedObservation {
  /** Of the object, besides its arrays and texts. */
  private static final int BYTES = 250;

  private static final int[] NO_CATEGORIES = {};
  private static final double[] NO_SCALARS = {};

  int holders;
  boolean isShown;

  private long sequence;
  private long epochMillis;
  private double weight;
  private String id;
  private Slice slice;
  private Map<String, String> tags = Map.of();
  private int predictedClass;
  private byte[] pixels;
  private int width;
  private int height;
  private int fullWidth;
  private int fullHeight;
  private PixelFormat format;
  private int patches;
  private final List<byte[]> patchPixels = new ArrayList<>();
  private final List<int[]> patchSides = new ArrayList<>();
  private float[] logits;
  private boolean embeddingComputed;
  private boolean logitsComputed;
  private double[] scalars = NO_SCALARS;
  private int[] categories = NO_CATEGORIES;
  private final List<float[]> vectors = new ArrayList<>();
  private volatile Verdict verdict;

  /**
   * Takes an observation.
   *
   * @param whole whether with its image, outputs and signals, which incidents alone want
   */
  void fill(Observation observation, SignalValues values, Slice in, boolean whole) {
    sequence = observation.sequence();
    epochMillis = observation.epochMillis();
    weight = observation.weight();
    id = observation.id();
    slice = in;
    verdict = null;
    format = null;
    if (!whole) {
      return;
    }
    Map<String, String> all = new LinkedHashMap<>();
    observation.tags(all::put);
    tags = all;
    predictedClass = observation.predictedClass();
    logits = copy(observation.logits(), logits);
    embeddingComputed = observation.isEmbeddingComputed();
    logitsComputed = observation.areLogitsComputed();
    image(observation.frame());
    int n = values.schema().scalars().size();
    scalars = scalars.length == n ? scalars : new double[n];
    for (int s = 0; s < n; s++) {
      scalars[s] = values.analysed(s);
    }
    int k = values.schema().categoricals().size();
    categories = categories.length == k ? categories : new int[k];
    for (int c = 0; c < k; c++) {
      categories[c] = values.category(c);
    }
    int v = values.schema().vectors().size();
    while (vectors.size() < v) {
      vectors.add(null);
    }
    for (int i = 0; i < v; i++) {
      vectors.set(i, copy(values.vector(i), vectors.get(i)));
    }
  }

  private static float[] copy(float[] from, float[] into) {
    if (from == null) {
      return null;
    }
    float[] target = into != null && into.length == from.length ? into : new float[from.length];
    System.arraycopy(from, 0, target, 0, from.length);
    return target;
  }

  private void image(Frame frame) {
    if (frame == null) {
      return;
    }
    width = frame.width();
    height = frame.height();
    format = frame.format();
    fullWidth = frame.fullWidth();
    fullHeight = frame.fullHeight();
    pixels = packed(frame, pixels);
    patches = frame.patches().size();
    for (int i = 0; i < patches; i++) {
      Frame patch = frame.patches().get(i);
      if (i == patchPixels.size()) {
        patchPixels.add(null);
        patchSides.add(new int[2]);
      }
      patchPixels.set(i, packed(patch, patchPixels.get(i)));
      patchSides.get(i)[0] = patch.width();
      patchSides.get(i)[1] = patch.height();
    }
  }

  private static byte[] packed(Frame frame, byte[] into) {
    int row = frame.width() * frame.format().samplesPerPixel();
    int length = row * frame.height();
    byte[] target = into != null && into.length == length ? into : new byte[length];
    for (int y = 0; y < frame.height(); y++) {
      System.arraycopy(
          frame.pixels(), frame.offset() + y * frame.rowStride(), target, y * row, row);
    }
    return target;
  }

  long sequence() {
    return sequence;
  }

  long epochMillis() {
    return epochMillis;
  }

  double weight() {
    return weight;
  }

  Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** In whose windows it is, or all of its context; null if it is in none. */
  Slice slice() {
    return slice;
  }

  Map<String, String> tags() {
    return tags;
  }

  int predictedClass() {
    return predictedClass;
  }

  /** A view of its image with its patches, null without. */
  Frame frame() {
    if (format == null) {
      return null;
    }
    List<Frame> kept = new ArrayList<>();
    for (int i = 0; i < patches; i++) {
      int[] sides = patchSides.get(i);
      kept.add(Frame.of(patchPixels.get(i), sides[0], sides[1], format));
    }
    return Frame.of(pixels, width, height, format).reducedFrom(fullWidth, fullHeight, kept);
  }

  float[] logits() {
    return logits;
  }

  boolean isEmbeddingComputed() {
    return embeddingComputed;
  }

  boolean areLogitsComputed() {
    return logitsComputed;
  }

  /** On the scales of analysis. */
  double[] scalars() {
    return scalars;
  }

  int[] categories() {
    return categories;
  }

  /** Null where one is missing. */
  List<float[]> vectors() {
    return vectors;
  }

  Verdict verdict() {
    return verdict;
  }

  /** What was found in a window that it is in. */
  void judged(Verdict found) {
    verdict = verdict == null || found.compareTo(verdict) > 0 ? found : verdict;
  }

  /** Of its image and patches. */
  long pixels() {
    long sum = format == null ? 0 : (long) width * height;
    for (int i = 0; format != null && i < patches; i++) {
      sum += (long) patchSides.get(i)[0] * patchSides.get(i)[1];
    }
    return sum;
  }

  /** Its image and patches. */
  int images() {
    return format == null ? 0 : 1 + patches;
  }

  /** Bytes, about. */
  long memory() {
    long floats = logits == null ? 0 : logits.length;
    for (int i = 0; i < vectors.size(); i++) {
      floats += vectors.get(i) == null ? 0 : vectors.get(i).length;
    }
    long text = id == null ? 0 : id.length();
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      text += 40 + tag.getKey().length() + tag.getValue().length();
    }
    long ofPatches = 0;
    for (int i = 0; i < patchPixels.size(); i++) {
      ofPatches += patchPixels.get(i).length;
    }
    return BYTES
        + ofPatches
        + (pixels == null ? 0 : pixels.length)
        + Float.BYTES * floats
        + (long) Double.BYTES * scalars.length
        + (long) Integer.BYTES * categories.length
        + Character.BYTES * text;
  }
}
