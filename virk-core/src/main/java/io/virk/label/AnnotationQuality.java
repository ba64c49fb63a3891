package io.virk.label;

import io.virk.label.Performance.Rate;
import io.virk.stats.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether labels are worth believing: how far those who label agree. Of observations that several
 * labelled by the same guideline, corrections left out; what cannot be judged is a class of its
 * own. Intervals hold at 95 %, each by itself; those of shares at all times at once, those of alpha
 * for one look. That anyone, or any class, is wrongly told to drift has a probability of 5 % in a
 * period for all labellers together, and as much for all classes.
 *
 * @param alpha Krippendorff's, of all labellers; NaN where no two labels can be compared
 * @param interval of alpha, by leaving out observations; NaN ends where there are fewer than 20
 * @param observations with labels of several
 * @param course the same by period of labelling, oldest first, the last 60
 * @param fleiss Fleiss' kappa, of the observations that have as many labels as most have
 * @param pairs Cohen's kappa of two labellers, of those pairs that have most observations in
 *     common, at most 50; the one that agrees least first
 * @param labellers each against the others, the one that agrees least first
 * @param classes each, the one on which labellers agree least first
 * @param bias whether the prediction in sight changes what is labelled
 * @param disputed ids of observations on which labellers disagree, newest first, at most 1,000
 */
public record AnnotationQuality(
    double alpha,
    Interval interval,
    int observations,
    List<Period> course,
    Kappa fleiss,
    List<Pair> pairs,
    List<OfLabeller> labellers,
    List<OfClass> classes,
    Bias bias,
    List<String> disputed) {
  public AnnotationQuality {
    course = List.copyOf(course);
    pairs = List.copyOf(pairs);
    labellers = List.copyOf(labellers);
    classes = List.copyOf(classes);
    disputed = List.copyOf(disputed);
  }

  /**
   * A kappa: agreement beyond chance, 1 for full agreement, 0 for that of chance.
   *
   * @param value at most 1; NaN where nothing can be compared, all is of one class, or two use more
   *     than 2,000 classes
   * @param interval of it at 95 %, for one look; NaN ends where there are fewer than 20
   *     observations
   * @param n observations that it is of
   */
  public record Kappa(double value, Interval interval, int n) {
    /** Of nothing. */
    public static final Kappa NONE = new Kappa(Double.NaN, new Interval(Double.NaN, Double.NaN), 0);
  }

  /**
   * Two who labelled the same observations.
   *
   * @param first by name
   * @param second by name
   * @param kappa Cohen's, of the observations that both labelled
   */
  public record Pair(String first, String second, Kappa kappa) {}

  /**
   * Of the labels of a period.
   *
   * @param from when it begins
   * @param alpha NaN where no two labels can be compared
   * @param interval of alpha; NaN ends where there are fewer than 20 observations
   * @param observations with labels of several
   * @param fleiss Fleiss' kappa, as above
   * @param cohen Cohen's kappa of the two who have most observations in common in it
   */
  public record Period(
      Instant from,
      double alpha,
      Interval interval,
      int observations,
      Kappa fleiss,
      Optional<Pair> cohen) {}

  /**
   * Of a person or program that labels.
   *
   * @param name of it
   * @param agreement share of observations on which it agrees with another, drawn by chance
   * @param recent the same of the newest period
   * @param drifts whether it surely agrees less in the newest period than in those before
   */
  public record OfLabeller(String name, Rate agreement, Rate recent, boolean drifts) {}

  /**
   * Of a class.
   *
   * @param number of it; {@link io.virk.signal.Observation#NO_CLASS} for what cannot be judged
   * @param name of it
   * @param agreement of the observations with a label of it, the share in which another label,
   *     drawn by chance, is so, too
   * @param recent the same of the newest period
   * @param drifts whether labellers surely agree less on it in the newest period than before
   */
  public record OfClass(int number, String name, Rate agreement, Rate recent, boolean drifts) {}

  /**
   * How often labels agree with the prediction, by whether it was in sight; those of weight 0 are
   * left out.
   *
   * @param blind share of labels that agree with it unseen
   * @param suggested share of labels that agree with it in sight
   * @param proved whether the two surely differ
   */
  public record Bias(Rate blind, Rate suggested, boolean proved) {}
}
