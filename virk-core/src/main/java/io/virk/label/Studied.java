package io.virk.label;

import io.virk.detect.Slice;
import io.virk.label.ReleaseNote.Example;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was found out by labels so far: a snapshot.
 *
 * @param concept drift of the data, or shift of the concept; empty where the baseline does not know
 *     how the model erred, see {@link io.virk.baseline.Baseline#errors}
 * @param challenger how another model compares; empty if there is none
 * @param plan how far labelling is; empty if the host chooses itself what is labelled
 */
public record Studied(
    Optional<Concept> concept, Optional<Compared> challenger, Optional<Planned> plan) {
  /** Nothing. */
  public static final Studied NONE =
      new Studied(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Drift of the data, or shift of the concept.
   *
   * @param whole of all observations
   * @param slices of each slice that has labels, the first 20 of them
   * @param leftOut labels that are no evidence: not chosen by chance, of an older guideline or
   *     another version of the model, or without a prediction
   * @param classNames of the classes 0, 1, 2 ...; others are told by number
   */
  public record Concept(
      ConceptFinding whole,
      SortedMap<Slice, ConceptFinding> slices,
      long leftOut,
      List<String> classNames) {
    public Concept {
      slices = Collections.unmodifiableSortedMap(new TreeMap<>(slices));
      classNames = List.copyOf(classNames);
    }

    /**
     * In words.
     *
     * @return for example "What inputs mean has moved: of 31 predicted as cat, 27 are labelled
     *     dog."
     */
    public String inWords() {
      return whole.words(c -> c < classNames.size() ? classNames.get(c) : "class " + c);
    }
  }

  /**
   * How another model compares with the one that is watched, on the same observations.
   *
   * @param champion version of the one that is watched
   * @param name version of the other
   * @param result of both
   * @param missing observations on which one of them named no class
   * @param examples on which they differ, the newest of each kind of difference
   * @param classNames of the classes 0, 1, 2 ...; others are told by number
   */
  public record Compared(
      String champion,
      String name,
      Challenger.Result result,
      long missing,
      List<Example> examples,
      List<String> classNames) {
    public Compared {
      classNames = List.copyOf(classNames);
      examples = List.copyOf(examples);
    }

    /**
     * The page that goes to a client before the update.
     *
     * @return the note
     */
    public ReleaseNote note() {
      return new ReleaseNote(champion, name, result, classNames, examples);
    }
  }

  /**
   * How far labelling is.
   *
   * @param waiting chosen observations that are not labelled yet
   * @param chosen so far
   * @param labelled of them
   * @param forgotten of them, before they were labelled: they made room, or labels cannot find them
   *     any more
   * @param beyond observations that were not looked at, for the day's number was used up
   * @param today chosen on the newest day
   * @param byReason chosen, by why
   */
  public record Planned(
      int waiting,
      long chosen,
      long labelled,
      long forgotten,
      long beyond,
      int today,
      Map<ToLabel.Why, Long> byReason) {
    public Planned {
      byReason = Map.copyOf(byReason);
    }

    /**
     * In words.
     *
     * @return for example "12 wait to be labelled, of 50 chosen (20 control, 30 unsure)"
     */
    public String inWords() {
      String reasons =
          new TreeMap<>(byReason)
              .entrySet().stream()
                  .map(
                      e ->
                          e.getValue() + " " + e.getKey().name().toLowerCase(java.util.Locale.ROOT))
                  .collect(Collectors.joining(", "));
      return waiting
          + " wait to be labelled, of "
          + chosen
          + " chosen"
          + (reasons.isEmpty() ? "" : " (" + reasons + ")")
          + (forgotten == 0 ? "" : "; " + forgotten + " were forgotten first")
          + (beyond == 0 ? "" : "; " + beyond + " came after the day's number was used up");
    }
  }
}
