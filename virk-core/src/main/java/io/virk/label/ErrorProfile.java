package io.virk.label;

import io.virk.signal.Observation;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.performance.ConfidenceCalibration;
import io.virk.stats.performance.ConfusionCounts;
import java.util.Objects;

/**
 * How a model erred on labelled observations that it was not trained on: its confusions, its errors
 * for each predicted class and band of confidence, and what its confidence meant. What labels that
 * come later are compared with. Immutable.
 *
 * <p>The bands end at 0.5, 0.8, 0.95 and 0.99. Size: 8 bytes a pair of classes and 80 a class.
 */
public final class ErrorProfile {
  private static final char KIND = 'L';
  private static final int VERSION = 1;
  private static final double[] BANDS = {0.5, 0.8, 0.95, 0.99};
  private static final int MOST_CLASSES = 2_000;

  private final ConfusionCounts confusion;
  private final long[] counts;
  private final long[] errors;
  private final ConfidenceCalibration calibration;

  private ErrorProfile(
      ConfusionCounts confusion, long[] counts, long[] errors, ConfidenceCalibration calibration) {
    this.confusion = confusion;
    this.counts = counts;
    this.errors = errors;
    this.calibration = calibration;
  }

  /**
   * Counts.
   *
   * @param classes 2 .. 2,000
   * @param labels 0 .. classes - 1, at least one. Not modified.
   * @param predicted as many. Not modified.
   * @param confidences of the predictions, 0 .. 1; as many. Not modified.
   * @return the profile
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static ErrorProfile of(int classes, int[] labels, int[] predicted, double[] confidences) {
    if (classes < 2 || classes > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "classes: " + classes + " (expected: 2 .. " + MOST_CLASSES + ")");
    }
    Objects.requireNonNull(labels, "labels");
    if (predicted.length != labels.length || confidences.length != labels.length) {
      throw new IllegalArgumentException(
          "predicted, confidences: "
              + predicted.length
              + ", "
              + confidences.length
              + " (expected: "
              + labels.length
              + ", as many as labels)");
    }
    ConfusionCounts confusion = new ConfusionCounts(classes);
    long[] counts = new long[classes * (BANDS.length + 1)];
    long[] errors = new long[counts.length];
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      confusion.accept(labels[i], predicted[i]);
      right[i] = labels[i] == predicted[i];
      int stratum = predicted[i] * (BANDS.length + 1) + band(confidences[i]);
      counts[stratum]++;
      errors[stratum] += right[i] ? 0 : 1;
    }
    return new ErrorProfile(
        confusion, counts, errors, ConfidenceCalibration.fit(confidences, right));
  }

  private static int band(double confidence) {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence: " + confidence + " (expected: 0 .. 1)");
    }
    int band = 0;
    while (band < BANDS.length && confidence >= BANDS[band]) {
      band++;
    }
    return band;
  }

  /**
   * Number of classes.
   *
   * @return 2 .. 2,000
   */
  public int classes() {
    return confusion.classes();
  }

  /**
   * Number of labelled observations.
   *
   * @return 1 or more
   */
  public long labels() {
    return confusion.total();
  }

  /**
   * Share of them that the model told rightly.
   *
   * @return 0 .. 1
   */
  public double accuracy() {
    return confusion.accuracy();
  }

  /**
   * How often each class was taken for each.
   *
   * @return a copy
   */
  public ConfusionCounts confusion() {
    return new ConfusionCounts(classes()).combine(confusion);
  }

  /**
   * What a confidence meant, for estimates without labels.
   *
   * @return from a confidence to the probability of being right
   */
  public ConfidenceCalibration calibration() {
    return calibration;
  }

  /** Number of strata: classes x bands. */
  int strata() {
    return counts.length;
  }

  /** The stratum of a prediction. */
  int stratum(int predicted, double confidence) {
    if (predicted < 0 || predicted >= classes()) {
      throw new IllegalArgumentException(
          "predicted: "
              + (predicted == Observation.NO_CLASS ? "none" : predicted)
              + " (expected: 0 .. "
              + (classes() - 1)
              + ")");
    }
    return predicted * (BANDS.length + 1) + band(confidence);
  }

  /** The predicted class of each stratum. */
  int[] classOfStratum() {
    int[] of = new int[counts.length];
    for (int i = 0; i < of.length; i++) {
      of[i] = i / (BANDS.length + 1);
    }
    return of;
  }

  long[] counts() {
    return counts.clone();
  }

  long[] errors() {
    return errors.clone();
  }

  /** Share of errors in a stratum, drawn towards that of all where it has few. */
  double errorRate(int stratum) {
    return (errors[stratum] + 1 - accuracy()) / (counts[stratum] + 1.0);
  }

  /**
   * What is kept, in a compact, versioned form with a checksum.
   *
   * @return for {@link #fromBytes}
   */
  public byte[] toBytes() {
    byte[] table = confusion.toBytes();
    byte[] fit = calibration.toBytes();
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 40 + table.length + fit.length);
    out.count(table.length).bytes(table).count(fit.length).bytes(fit);
    for (int i = 0; i < counts.length; i++) {
      out.count(counts[i]).count(errors[i]);
    }
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes Not modified.
   * @return the same profile
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible profile
   */
  public static ErrorProfile fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    ConfusionCounts confusion = ConfusionCounts.fromBytes(in.bytes("confusion"));
    ConfidenceCalibration calibration = ConfidenceCalibration.fromBytes(in.bytes("calibration"));
    int classes = confusion.classes();
    if (classes < 2 || classes > MOST_CLASSES || confusion.total() < 1) {
      throw new IllegalArgumentException(
          "classes, labels: "
              + classes
              + ", "
              + confusion.total()
              + " (expected: 2 .. 2000, >= 1)");
    }
    long[] counts = new long[classes * (BANDS.length + 1)];
    long[] errors = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.count("count", 0, confusion.total());
      errors[i] = in.count("errors", 0, counts[i]);
    }
    in.end();
    return new ErrorProfile(confusion, counts, errors, calibration);
  }
}
