package io.virk.baseline.facts;

import io.virk.signal.Observation;
import io.virk.stats.performance.ConfidenceCalibration;
import io.virk.stats.performance.ConfusionCounts;
import java.util.Arrays;
import java.util.Objects;

/**
 * How a model erred on labelled observations that it was not trained on: its confusions, its errors
 * for each predicted class and band of confidence, and what its confidence meant. What labels that
 * come later are compared with. Immutable.
 *
 * <p>The bands end at 0.5, 0.8, 0.95 and 0.99. Size: 8 bytes a pair of classes and 80 a class.
 */
public final class ErrorProfile {
  private static final double[] BANDS = {0.5, 0.8, 0.95, 0.99};

  /** The most classes. */
  public static final int MOST_CLASSES = 2_000;

  /** Strata of a class: bands of confidence. */
  public static final int BANDS_OF_CLASS = 5;

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
    long[] counts = new long[classes * BANDS_OF_CLASS];
    long[] errors = new long[counts.length];
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      confusion.accept(labels[i], predicted[i]);
      right[i] = labels[i] == predicted[i];
      int stratum = predicted[i] * BANDS_OF_CLASS + band(confidences[i]);
      counts[stratum]++;
      errors[stratum] += right[i] ? 0 : 1;
    }
    return new ErrorProfile(
        confusion, counts, errors, ConfidenceCalibration.fit(confidences, right));
  }

  /**
   * The band of a confidence.
   *
   * @param confidence 0 .. 1
   * @return 0 .. {@value #BANDS_OF_CLASS} - 1, from the least sure on
   * @throws IllegalArgumentException if it is out of its range
   */
  public static int band(double confidence) {
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

  /**
   * Number of strata.
   *
   * @return classes x bands
   */
  public int strata() {
    return counts.length;
  }

  /**
   * The stratum of a prediction.
   *
   * @param predicted 0 .. classes - 1
   * @param confidence 0 .. 1
   * @return 0 .. strata - 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public int stratum(int predicted, double confidence) {
    if (predicted < 0 || predicted >= classes()) {
      throw new IllegalArgumentException(
          "predicted: "
              + (predicted == Observation.NO_CLASS ? "none" : predicted)
              + " (expected: 0 .. "
              + (classes() - 1)
              + ")");
    }
    return predicted * BANDS_OF_CLASS + band(confidence);
  }

  /**
   * The predicted class of each stratum.
   *
   * @return one a stratum
   */
  public int[] classOfStratum() {
    int[] of = new int[counts.length];
    for (int i = 0; i < of.length; i++) {
      of[i] = i / BANDS_OF_CLASS;
    }
    return of;
  }

  /**
   * Observations of each stratum.
   *
   * @return a copy
   */
  public long[] counts() {
    return counts.clone();
  }

  /**
   * Errors of each stratum.
   *
   * @return a copy
   */
  public long[] errors() {
    return errors.clone();
  }

  /**
   * Share of errors in a stratum, drawn towards that of all where it has few.
   *
   * @param stratum 0 .. strata - 1
   * @return 0 .. 1
   */
  public double errorRate(int stratum) {
    return (errors[stratum] + 1 - accuracy()) / (counts[stratum] + 1.0);
  }

  /**
   * From its parts, as a file has them.
   *
   * @param classes 2 .. 2,000
   * @param confusion [classes x classes] row = label. Not modified.
   * @param strata [classes x bands x 2]: observations and errors. Not modified.
   * @param calibration of the confidence
   * @return the profile
   * @throws IllegalArgumentException if they do not fit together
   */
  public static ErrorProfile restored(
      int classes, int[] confusion, int[] strata, ConfidenceCalibration calibration) {
    ConfusionCounts counts = new ConfusionCounts(classes);
    for (int i = 0; i < confusion.length; i++) {
      counts.accept(i / classes, i % classes, confusion[i]);
    }
    long[] ofStratum = new long[classes * BANDS_OF_CLASS];
    long[] errors = new long[ofStratum.length];
    for (int c = 0; c < classes; c++) {
      long all = 0;
      long wrong = 0;
      for (int i = c * BANDS_OF_CLASS; i < (c + 1) * BANDS_OF_CLASS; i++) {
        ofStratum[i] = strata[2 * i];
        errors[i] = strata[2 * i + 1];
        if (errors[i] < 0 || errors[i] > ofStratum[i]) {
          throw new IllegalArgumentException(
              "errors: " + errors[i] + " (expected: 0 .. " + ofStratum[i] + ")");
        }
        all += ofStratum[i];
        wrong += errors[i];
      }
      long predicted = counts.ofPrediction(c);
      if (all != predicted || wrong != predicted - counts.count(c, c)) {
        throw new IllegalArgumentException(
            "strata of class "
                + c
                + ": "
                + wrong
                + " errors of "
                + all
                + " (expected: those of the confusion)");
      }
    }
    if (counts.total() == 0) {
      throw new IllegalArgumentException("confusion: empty (expected: >= 1 label)");
    }
    return new ErrorProfile(counts, ofStratum, errors, calibration);
  }

  /**
   * The confusion as a table.
   *
   * @return [classes x classes] row = label; a copy
   */
  public int[] confusionTable() {
    int k = classes();
    int[] table = new int[k * k];
    for (int i = 0; i < table.length; i++) {
      table[i] = Math.toIntExact(confusion.count(i / k, i % k));
    }
    return table;
  }

  /**
   * Observations and errors of each stratum.
   *
   * @return [classes x bands x 2]; a copy
   */
  public int[] strataTable() {
    int[] table = new int[2 * counts.length];
    for (int i = 0; i < counts.length; i++) {
      table[2 * i] = Math.toIntExact(counts[i]);
      table[2 * i + 1] = Math.toIntExact(errors[i]);
    }
    return table;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ErrorProfile that
        && Arrays.equals(confusionTable(), that.confusionTable())
        && Arrays.equals(strataTable(), that.strataTable())
        && Arrays.equals(calibration.table(), that.calibration.table());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(errors);
  }
}
