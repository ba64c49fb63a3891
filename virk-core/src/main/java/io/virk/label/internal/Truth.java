package io.virk.label.internal;

import io.virk.label.FeedbackPolicy;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Prediction;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the labels of one observation come to, in whatever order they came. Those by its newest
 * guideline count: that of the label of the latest time, of equally late ones the last that came.
 * What most of them say is the truth; of equally many the earliest, by time.
 *
 * @param prediction of the model
 * @param state of it
 * @param actual class, or {@link Observation#NO_CLASS}
 * @param weight of the label times that of the observation; 0 if either was not chosen by chance
 * @param corrected whether an operator overrode it
 */
record Truth(Prediction prediction, State state, int actual, double weight, boolean corrected) {
  private static final Comparator<Labelled> BY_TIME = Comparator.comparing(l -> l.label().time());

  enum State {
    RIGHT,
    WRONG,
    /** It cannot be judged. */
    UNCLEAR,
    /** Its class is known, what the model said is not. */
    UNPREDICTED
  }

  /** Heavier than allowed are labels of a checkpoint alone: nothing holds for them. */
  boolean isJudged(FeedbackPolicy policy) {
    return (state == State.RIGHT || state == State.WRONG)
        && weight > 0
        && weight <= policy.heaviest();
  }

  boolean isRight() {
    return state == State.RIGHT;
  }

  /** One for each observation, in the order of their first labels. */
  static List<Truth> of(List<Labelled> labels) {
    Map<Long, List<Labelled>> byObservation = new LinkedHashMap<>();
    for (Labelled labelled : labels) {
      byObservation
          .computeIfAbsent(labelled.prediction().number(), n -> new ArrayList<>(1))
          .add(labelled);
    }
    List<Truth> truths = new ArrayList<>(byObservation.size());
    for (List<Labelled> of : byObservation.values()) {
      truths.add(ofOne(of));
    }
    return truths;
  }

  /** Of one observation; null if there are none. */
  static Truth ofOne(List<Labelled> labels) {
    if (labels.isEmpty()) {
      return null;
    }
    List<Labelled> said = said(labels);
    boolean corrected = said.size() < labels.size();
    if (said.isEmpty()) {
      Labelled last = latest(labels);
      return new Truth(last.prediction(), state(last), last.actual(), 0, true);
    }
    String newest = newestGuideline(said);
    Labelled most = null;
    int mostVotes = 0;
    double weight = 0;
    for (Labelled one : said) {
      if (one.label().guideline().equals(newest)) {
        int votes = votes(one, said, newest);
        weight = Math.max(weight, one.label().weight());
        if (votes > mostVotes) {
          most = one;
          mostVotes = votes;
        }
      }
    }
    double all = weight * most.prediction().weight();
    return new Truth(most.prediction(), state(most), most.actual(), all, corrected);
  }

  /** Those that are no corrections, by time, of equally late ones as they came. */
  private static List<Labelled> said(List<Labelled> labels) {
    if (labels.size() == 1) { // as most observations have
      boolean corrects = labels.get(0).label().kind() == Label.Kind.CORRECTION;
      return corrects ? List.of() : labels;
    }
    List<Labelled> said = new ArrayList<>(labels.size());
    for (Labelled one : labels) {
      if (one.label().kind() != Label.Kind.CORRECTION) {
        said.add(one);
      }
    }
    said.sort(BY_TIME);
    return said;
  }

  private static Labelled latest(List<Labelled> labels) {
    Labelled latest = labels.get(0);
    for (Labelled one : labels) {
      latest = one.label().time().isBefore(latest.label().time()) ? latest : one;
    }
    return latest;
  }

  /** Of labels of one observation, in the order in which they came; at least one. */
  static String newestGuideline(List<Labelled> labels) {
    return latest(labels).label().guideline();
  }

  private static int votes(Labelled one, List<Labelled> said, String guideline) {
    int votes = 0;
    for (Labelled other : said) {
      if (other.label().guideline().equals(guideline)
          && other.actual() == one.actual()
          && state(other) == state(one)) {
        votes++;
      }
    }
    return votes;
  }

  private static State state(Labelled one) {
    return switch (one.label().kind()) {
      case REJECTED -> State.UNCLEAR;
      case CONFIRMED -> State.RIGHT;
      case WRONG -> State.WRONG;
      case CORRECTION -> one.isRight() ? State.RIGHT : State.WRONG;
      case LABEL ->
          !one.hasPrediction() ? State.UNPREDICTED : one.isRight() ? State.RIGHT : State.WRONG;
    };
  }
}
