package io.virk.label;

import io.virk.detect.Slice;
import io.virk.stats.Interval;
import io.virk.stats.performance.Reliability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How well the model predicts, by what labels say, and by what can be estimated without them. An
 * interval holds at 95 % however often it is looked at, each by itself: of twenty slices one may
 * well lie outside of its own. Only labels that stand for observations chosen by chance or by a
 * plan count in rates, and in the calibration ({@link Label#weight}, times the observation's own of
 * the sampler); of an observation with several labels what most of them say counts, by the newest
 * guideline (that of the label of the latest time), of equally many the earliest.
 *
 * @param whole of all labels that are kept: all observations first, then slices by name
 * @param latest the same of the newest period that has labels; empty without labels
 * @param course of all observations, a period each, oldest first, the last 60 with labels
 * @param calibration whether the model's confidence means what it says, by all labels that are kept
 * @param mix how often each class comes in the newest period that has labels, estimated by what is
 *     predicted; empty while it is not known how the model errs, and beyond 100 classes
 */
public record Performance(
    List<Part> whole,
    List<Part> latest,
    List<Part> course,
    Calibration calibration,
    List<ClassShare> mix) {
  /** Of the intervals. */
  public static final double CONFIDENCE = 0.95;

  public Performance {
    whole = List.copyOf(whole);
    latest = List.copyOf(latest);
    course = List.copyOf(course);
    Objects.requireNonNull(calibration, "calibration");
    mix = List.copyOf(mix);
  }

  /**
   * A share.
   *
   * @param value 0 .. 1; NaN of nothing
   * @param interval that holds the true one at 95 %, at all times at once
   * @param n observations that it is of
   */
  public record Rate(double value, Interval interval, long n) {
    /** Of nothing. */
    public static final Rate NONE = new Rate(Double.NaN, new Interval(0, 1), 0);

    /**
     * In words.
     *
     * @return for example "0.912 (0.85 .. 0.955) of 120"
     */
    public String inWords() {
      return n == 0
          ? "nothing yet"
          : String.format(
              Locale.ROOT, "%.3g (%.3g .. %.3g) of %,d", value, interval.low(), interval.high(), n);
    }
  }

  /**
   * Of a class.
   *
   * @param number of it
   * @param name of it
   * @param precision share of what was predicted as it that is
   * @param recall share of it that was predicted as it; 1 less this is the false-negative rate
   */
  public record OfClass(int number, String name, Rate precision, Rate recall) {}

  /**
   * What persons had to do by hand: observations whose prediction was overridden.
   *
   * @param corrected so many
   * @param share of the observations that are remembered, by their weights. Frames of one scene are
   *     alike: its interval is that of as many as tell something by themselves
   * @param cost of all of them
   * @param costUnit of the policy, for example EUR; may be empty
   * @param rising whether the share is surely larger than in the periods before, which is what a
   *     degrading model looks like
   * @param partly whether some of the time are forgotten already, and stand in no share
   */
  public record Touches(
      long corrected, Rate share, double cost, String costUnit, boolean rising, boolean partly) {}

  /**
   * How often a class comes, without labels (BBSE): as long as classes come more or less often, and
   * each looks as it did.
   *
   * @param number of the class
   * @param name of it
   * @param predicted share of the observations that were predicted as it
   * @param estimated share of the observations that are of it
   * @param error of the estimate: one standard error
   * @param labelled share by labels of the same period, at all times at once
   * @param contradicted whether those say otherwise
   */
  public record ClassShare(
      int number,
      String name,
      double predicted,
      double estimated,
      double error,
      Rate labelled,
      boolean contradicted) {}

  /** How accuracy is estimated without labels. */
  public enum Method {
    /** The mean of the calibrated confidences (CBPE). */
    CALIBRATED_CONFIDENCE,
    /** The share of confidences above a threshold (ATC). */
    THRESHOLD,
    /** Accuracy of the labelled ones, less how much mean confidence fell. */
    DIFFERENCE,
    /** The mean of confidences, calibrated on labels weighted to the live inputs (PAPE). */
    REWEIGHTED
  }

  /**
   * An accuracy that was estimated without labels, as long as a confidence means what it meant.
   *
   * @param method how
   * @param accuracy 0 .. 1
   * @param interval where the counted accuracy will lie at 95 %, for one look
   * @param n observations that it is of
   * @param contradicted whether labels of these very observations say otherwise: what is right has
   *     changed, or the inputs have so that a confidence means something else; the estimate is not
   *     to be believed
   */
  public record Estimate(
      Method method, double accuracy, Interval interval, long n, boolean contradicted) {}

  /**
   * Of some observations.
   *
   * @param slice they are of
   * @param from when the first may be
   * @param until when the last was before
   * @param unclear that were labelled and could not be judged
   * @param unpredicted that were labelled with a class, and of which no predicted class is known:
   *     in no rate
   * @param errorsFound errors of labels of weight 0, which stand in no rate
   * @param accuracy share that was predicted rightly
   * @param missed of what is not normal, the share that was predicted as normal; of nothing where
   *     the policy names no normal class
   * @param classes those that occurred, by number
   * @param touches by persons
   * @param estimates of the accuracy without labels, by the weights of the sampler; empty while
   *     nothing is known to calibrate by
   */
  public record Part(
      Slice slice,
      Instant from,
      Instant until,
      long unclear,
      long unpredicted,
      long errorsFound,
      Rate accuracy,
      Rate missed,
      List<OfClass> classes,
      Touches touches,
      List<Estimate> estimates) {
    public Part {
      classes = List.copyOf(classes);
      estimates = List.copyOf(estimates);
    }

    /** The same with another estimate behind the others. */
    Part with(Estimate more) {
      List<Estimate> all = new ArrayList<>(estimates);
      all.add(more);
      return new Part(
          slice,
          from,
          until,
          unclear,
          unpredicted,
          errorsFound,
          accuracy,
          missed,
          classes,
          touches,
          all);
    }
  }

  /**
   * Whether a confidence means what it says.
   *
   * @param error the expected calibration error, 0 .. 1; NaN of nothing
   * @param errorOfCalibrated what it would be, in the mean, of a perfectly calibrated model
   * @param overconfidence mean confidence less share right; above 0 of one that is too sure
   * @param n observations that it is of
   * @param bins ten, from the least sure on
   */
  public record Calibration(
      double error,
      double errorOfCalibrated,
      double overconfidence,
      long n,
      List<Reliability.Bin> bins) {
    public Calibration {
      bins = List.copyOf(bins);
    }
  }

  /**
   * The same with what the mix of the live inputs says of the newest period.
   *
   * @param weighted another estimate of its accuracy; empty if there is none
   * @param classes how often each comes
   * @return a copy
   */
  public Performance with(Optional<Estimate> weighted, List<ClassShare> classes) {
    List<Part> newest = new ArrayList<>(latest);
    List<Part> periods = new ArrayList<>(course);
    weighted.ifPresent(
        estimate -> {
          newest.set(0, newest.get(0).with(estimate));
          periods.set(periods.size() - 1, newest.get(0));
        });
    return new Performance(whole, newest, periods, calibration, classes);
  }
}
