package io.virk.label;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The second way in: what people say of observations, hours or months after the inference, joined
 * by the host's id with what VIRK kept of each. Got by {@link io.virk.Monitor#feedback()}. All
 * methods may be called from any thread; none of them waits for, or holds up, inference.
 *
 * <p>Only observations that were sampled, and that the host gave an id, can be found. What is wrong
 * in itself is refused with an exception, and changes nothing; what merely finds nothing has an
 * {@link Outcome}.
 */
public interface Feedback {
  /** What became of a label. */
  enum Outcome {
    /** It is the first of its observation. */
    JOINED,
    /**
     * Its labeller had labelled the observation before, by the same guideline: of the two the one
     * of the later time is kept, of equally late ones this. A correction does not replace a label,
     * nor a label a correction.
     */
    REPLACED,
    /** Another labeller had labelled it: both are kept, and say how far the two agree. */
    SECOND,
    /**
     * Its labeller had labelled it by another version of the guideline: both are kept. Those by the
     * newest count: by the guideline of the label of the latest time, whatever came last.
     */
    OTHER_GUIDELINE,
    /**
     * No observation of its id is remembered: it was not sampled, is forgotten, or has not come.
     * The last 1,024 such labels wait, through a restart, too, and are joined if their observation
     * comes.
     */
    UNKNOWN
  }

  /**
   * How many labels met which outcome.
   *
   * @param joined first labels
   * @param replaced that took the place of an earlier one
   * @param second by another labeller
   * @param otherGuideline by another version of the guideline
   * @param unknown that found no observation
   */
  record Outcomes(long joined, long replaced, long second, long otherGuideline, long unknown) {
    /** None. */
    public static final Outcomes NONE = new Outcomes(0, 0, 0, 0, 0);

    /**
     * These, and one more.
     *
     * @param outcome it met
     * @return a copy
     */
    public Outcomes and(Outcome outcome) {
      return new Outcomes(
          joined + (outcome == Outcome.JOINED ? 1 : 0),
          replaced + (outcome == Outcome.REPLACED ? 1 : 0),
          second + (outcome == Outcome.SECOND ? 1 : 0),
          otherGuideline + (outcome == Outcome.OTHER_GUIDELINE ? 1 : 0),
          unknown + (outcome == Outcome.UNKNOWN ? 1 : 0));
    }

    /**
     * All of them.
     *
     * @return a count
     */
    public long total() {
      return joined + replaced + second + otherGuideline + unknown;
    }
  }

  /**
   * Takes a label.
   *
   * @param label any
   * @return what became of it
   * @throws IllegalArgumentException if its class is none of the baseline's, its time is in the
   *     future by more than a minute, or its weight is above {@link FeedbackPolicy#heaviest};
   *     nothing is changed
   */
  Outcome label(Label label);

  /**
   * Takes labels: all of them, or none.
   *
   * @param labels any
   * @return what became of them
   * @throws IllegalArgumentException if one of them is wrong; names it, and nothing is changed
   */
  Outcomes labels(List<Label> labels);

  /**
   * Takes a label of an observation that was chosen by chance, made blind: {@link Label#of}.
   *
   * @param id of the observation
   * @param actual its class
   * @param labeller who says so
   * @param time when
   * @return what became of it
   * @throws IllegalArgumentException as {@link #label(Label)}
   */
  default Outcome label(String id, int actual, String labeller, Instant time) {
    return label(Label.of(id, actual, labeller, time));
  }

  /**
   * An operator overrode the prediction: {@link Label#correction}.
   *
   * @param id of the observation
   * @param actual what was put in its place
   * @param labeller who did
   * @param time when
   * @return what became of it
   * @throws IllegalArgumentException as {@link #label(Label)}
   */
  default Outcome correction(String id, int actual, String labeller, Instant time) {
    return label(Label.correction(id, actual, labeller, time));
  }

  /**
   * It cannot be judged: {@link Label#rejected}.
   *
   * @param id of the observation
   * @param labeller who looked
   * @param time when
   * @return what became of it
   * @throws IllegalArgumentException as {@link #label(Label)}
   */
  default Outcome rejected(String id, String labeller, Instant time) {
    return label(Label.rejected(id, labeller, time));
  }

  /**
   * Takes the labels of a CSV file in UTF-8, all of them or none. Its first line names the columns,
   * in any order: {@code id}, {@code labeller} and {@code time} (as 2026-11-27T21:00:00Z, or
   * milliseconds since 1970; a number below 10^11 would be seconds and is refused) must be there;
   * {@code class} (a number, or a name that the baseline has), {@code kind} (label, correction,
   * confirmed, wrong, rejected; default label), {@code guideline}, {@code suggested} (true or
   * false) and {@code weight} may; {@code slice}, {@code observed} and {@code why} of {@link
   * #exportToLabel} are passed over, and so are its lines that nobody has filled in.
   *
   * @param file at most 256 MiB
   * @return what became of them
   * @throws IllegalArgumentException if anything is wrong; names file, line, value and rule, and
   *     nothing is changed
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  Outcomes csv(Path file);

  /**
   * Takes what was decided on the page of a review. "Right" confirms the prediction, "wrong" with a
   * label that is a class's name or number labels it, "unclear" rejects it. All are of weight 0:
   * they find errors, and stand in no rate, for a review is of what incidents have pictures of. Of
   * decisions without an id nothing can be found: they count as unknown.
   *
   * @param file as {@link ReviewDecisions#read} has it
   * @param labeller who decided
   * @param time when
   * @return what became of them
   * @throws IllegalArgumentException if anything is wrong; nothing is changed
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  Outcomes review(Path file, String labeller, Instant time);

  /**
   * Takes labels that lie in two arrays of NumPy, all of them or none.
   *
   * @param ids one row an observation: texts, or whole numbers
   * @param classes as many whole numbers
   * @param labeller who labelled
   * @param time when
   * @return what became of them
   * @throws IllegalArgumentException if anything is wrong; names file, row, value and rule, and
   *     nothing is changed
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  Outcomes npy(Path ids, Path classes, String labeller, Instant time);

  /**
   * The labels that are kept, each with its prediction.
   *
   * @return in the order in which they came
   */
  List<Labelled> labelled();

  /**
   * The predictions that are remembered, labelled or not.
   *
   * @return oldest first; a copy of all, for what is done now and then
   */
  List<Prediction> predictions();

  /**
   * Writes a manifest of what a model should be trained on next, and numbers it: JSON of each
   * candidate's id, reason, class, labeller, guideline, model, slice, incident and hash of its
   * picture. Each candidate once: by its id, and by its picture.
   *
   * @param manifest where to; replaced if it exists, whole or not at all
   * @param candidates which
   * @return what was written
   * @throws java.io.UncheckedIOException if it cannot be written; it then has no number
   */
  CandidateExport export(Path manifest, Candidates candidates);

  /**
   * The manifests that were written.
   *
   * @return by number, the last 1,000
   */
  List<CandidateExport> exports();

  /**
   * Which manifests each version of the model was trained on, as {@link FeedbackPolicy#trainedOn}
   * told.
   *
   * @return numbers by version
   */
  Map<String, List<Integer>> trainedOn();

  /**
   * How far those who label agree, in time.
   *
   * @return by what labels say that are kept
   */
  AnnotationQuality quality();

  /**
   * How well the model predicts, as of now. Costs a tenth of a millisecond for each rate that it
   * has, of periods, slices and classes, however many labels and observations there are.
   *
   * @return by what labels say, and what can be estimated without
   */
  Performance performance();

  /**
   * What should be labelled, where the policy asks for so many a day ({@link
   * FeedbackPolicy#labelsPerDay}): chosen as it came, not labelled yet. Labels that come for these
   * carry the weight of the choice by themselves.
   *
   * @param most how many, &ge; 1
   * @return the oldest first; none without a plan
   */
  List<ToLabel> toLabel(int most);

  /**
   * Writes {@link #toLabel} as a file that is filled in and read again: by its ending CSV for
   * {@link #csv}, of which rows that nobody has filled in are passed over, or JSON of a review for
   * {@link #review}, the first 10,000, of which entries without an answer are. Predictions are not
   * in it, so that labels are made blind.
   *
   * @param file its name ends in .csv or .json; replaced if it exists, whole or not at all
   * @param most how many, &ge; 1
   * @return how many it has
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  int exportToLabel(Path file, int most);

  /**
   * What was found out by labels: drift of the data or shift of the concept, how another model
   * compares, how far labelling is.
   *
   * @return a snapshot, made by VIRK's thread lately
   */
  Studied studied();

  /**
   * The counters.
   *
   * @return a snapshot
   */
  FeedbackStatus status();
}
