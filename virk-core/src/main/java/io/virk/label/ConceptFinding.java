package io.virk.label;

import io.virk.internal.Text;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * What labels say of drift and shift.
 *
 * @param kind which it is
 * @param labels that were taken
 * @param moreLabels about how many more it takes until something can be said, at what has been seen
 *     so far; 0 if something is
 * @param errorRate share of the labels that say otherwise than the prediction; NaN without labels
 * @param expectedErrorRate what the baseline lets expect of the same predictions and confidences,
 *     outside a drift of the data; NaN without such labels
 * @param logEvidence for a shift of the concept: natural logarithm of an e-value, the largest so
 *     far
 * @param threshold from which on it is enough
 * @param renamed predicted classes that are labelled as another; empty if none
 * @param worse predicted classes that err more than they did; empty if none, or if it is all of
 *     them together
 */
public record ConceptFinding(
    Kind kind,
    long labels,
    long moreLabels,
    double errorRate,
    double expectedErrorRate,
    double logEvidence,
    double threshold,
    List<Renamed> renamed,
    List<Integer> worse) {

  /** The possible answers. */
  public enum Kind {
    /** Inputs have moved; what they mean has not, as far as labels can tell. */
    DATA_DRIFT,
    /** What inputs mean has moved; the inputs have not. */
    CONCEPT_SHIFT,
    /** Both have moved. */
    BOTH,
    /** Neither has. */
    NEITHER,
    /** The labels do not decide it yet. */
    TOO_FEW_LABELS
  }

  /**
   * A predicted class that is labelled as another.
   *
   * @param predicted what the model says
   * @param actual what labels say, more often than not
   * @param labels that say so
   * @param of as many labels of that prediction
   */
  public record Renamed(int predicted, int actual, long labels, long of) {}

  public ConceptFinding {
    Objects.requireNonNull(kind, "kind");
    renamed = List.copyOf(renamed);
    worse = List.copyOf(worse);
  }

  /**
   * One or two sentences.
   *
   * @param className of a class, for example {@code c -> "class " + c}
   * @return for example "What inputs mean has moved: of 31 predicted as cat, 27 are labelled dog."
   */
  public String words(IntFunction<String> className) {
    StringBuilder words = new StringBuilder();
    words.append(
        switch (kind) {
          case DATA_DRIFT ->
              "The inputs have moved, and the labels do not say that their meaning has.";
          case CONCEPT_SHIFT -> "What the inputs mean has moved; the inputs themselves have not.";
          case BOTH -> "The inputs have moved, and so has what they mean.";
          case NEITHER -> "Neither the inputs nor what they mean have moved.";
          case TOO_FEW_LABELS -> "The labels do not decide it yet.";
        });
    for (Renamed one : renamed) {
      words.append(
          String.format(
              Locale.ROOT,
              " Of %,d predicted as %s, %,d are labelled %s.",
              one.of(),
              Text.clean(className.apply(one.predicted())),
              one.labels(),
              Text.clean(className.apply(one.actual()))));
    }
    if (renamed.isEmpty() && !worse.isEmpty()) {
      words.append(" More errors than the baseline explains among what is predicted as ");
      for (int i = 0; i < worse.size(); i++) {
        words.append(i == 0 ? "" : ", ").append(Text.clean(className.apply(worse.get(i))));
      }
      words.append('.');
    }
    if (labels > 0) {
      words.append(
          String.format(Locale.ROOT, " %.0f %% of %,d labels are errors", 100 * errorRate, labels));
      words.append(
          Double.isNaN(expectedErrorRate)
              ? "."
              : String.format(
                  Locale.ROOT,
                  "; of such predictions %.0f %% were expected.",
                  100 * expectedErrorRate));
    }
    if (moreLabels > 0) {
      String much = labels + moreLabels <= ConceptShift.LEAST ? "At least" : "About";
      words.append(String.format(Locale.ROOT, " %s %,d more are needed.", much, moreLabels));
    }
    return words.toString();
  }
}
