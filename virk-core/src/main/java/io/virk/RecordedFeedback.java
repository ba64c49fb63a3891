package io.virk;

import io.virk.baseline.Baseline;
import io.virk.label.Feedback;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Prediction;
import io.virk.label.SamplingPlan;
import io.virk.label.internal.FeedbackState;
import io.virk.label.internal.LiveFeedback;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Labels without a monitor that runs: they meet the predictions that a monitor's checkpoint, or a
 * file, has kept. What can be asked for is what {@link Monitor#feedback} answers.
 */
public final class RecordedFeedback {
  private final LiveFeedback feedback;
  private final List<String> ids;

  private RecordedFeedback(LiveFeedback feedback, List<String> ids) {
    this.feedback = feedback;
    this.ids = ids;
  }

  private static LiveFeedback empty(
      FeedbackPolicy policy, Optional<Baseline> baseline, InstantSource clock) {
    LiveFeedback made =
        new LiveFeedback(
            baseline.map(Baseline::name).orElse("recorded"),
            Objects.requireNonNull(policy, "policy"),
            Objects.requireNonNull(clock, "clock"));
    baseline.ifPresent(made::watches);
    return made;
  }

  /**
   * What a monitor remembered, and the labels that it had.
   *
   * @param file a checkpoint of a monitor with {@code feedback}
   * @param policy how much is kept, and in whose terms it is told
   * @param baseline of the classes, their names and the model's errors; empty if it is not at hand
   * @param clock labels are not from its future
   * @return what takes labels
   * @throws CheckpointException if it is none, is damaged, or has nothing of labels
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static RecordedFeedback ofCheckpoint(
      Path file, FeedbackPolicy policy, Optional<Baseline> baseline, InstantSource clock) {
    LiveFeedback made = empty(policy, baseline, clock);
    CheckpointFile.read(
        Objects.requireNonNull(file, "file"),
        in -> {
          if (!FeedbackState.read(in, Optional.of(made))) {
            throw new IllegalArgumentException(
                "it remembers nothing for labels (expected: of a monitor with feedback(..))");
          }
          while (in.skipBytes(1 << 16) > 0) {
            // of the windows nothing is told
          }
        });
    return new RecordedFeedback(made, List.of());
  }

  /**
   * Predictions of a file: CSV in UTF-8 whose first line names the columns, in any order. {@code
   * id}, {@code time} and {@code predicted} (a number, or a name of the baseline's) must be there;
   * {@code confidence}, {@code distance}, {@code energy}, {@code weight} (of the sampler, 0 .. 1),
   * {@code slice} (as camera=7) and {@code model} may.
   *
   * @param file at most a million lines
   * @param policy how much is kept, and in whose terms it is told
   * @param baseline of the classes, their names and the model's errors; empty if it is not at hand
   * @param clock labels are not from its future
   * @return what takes labels
   * @throws IllegalArgumentException if anything is wrong; names file, line, value and rule
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static RecordedFeedback ofPredictions(
      Path file, FeedbackPolicy policy, Optional<Baseline> baseline, InstantSource clock) {
    LiveFeedback made = empty(policy, baseline, clock);
    return new RecordedFeedback(made, made.recorded(Objects.requireNonNull(file, "file")));
  }

  /**
   * Where labels go, and where answers come from.
   *
   * @return as of a monitor
   */
  public Feedback feedback() {
    return feedback;
  }

  /**
   * One that is to be labelled next.
   *
   * @param id of the observation
   * @param prediction of it
   * @param choice why, and with which weight
   */
  public record Next(String id, Prediction prediction, SamplingPlan.Choice choice) {}

  /**
   * What is to be labelled next.
   *
   * @param next in the order of the file
   * @param largestWeight that any could have had: {@link FeedbackPolicy#largestWeight} of who takes
   *     the labels
   */
  public record Plan(List<Next> next, double largestWeight) {
    /** Of nothing. */
    public static final Plan NONE = new Plan(List.of(), 1);

    public Plan {
      next = List.copyOf(next);
    }
  }

  /**
   * Chooses what to label next among predictions that nobody has labelled.
   *
   * @param plan which are worth it
   * @param n how many, 1 or more; all if there are no more
   * @param seed of the draw
   * @return nothing of a checkpoint, which keeps no ids
   */
  public Plan next(SamplingPlan plan, int n, long seed) {
    Set<Long> labelled = new HashSet<>();
    feedback.labelled().forEach(l -> labelled.add(l.prediction().number()));
    List<Prediction> open =
        feedback.predictions().stream()
            .filter(p -> p.number() < ids.size() && !labelled.contains(p.number()))
            .toList();
    if (open.isEmpty()) {
      return Plan.NONE;
    }
    List<Next> next = new ArrayList<>();
    SamplingPlan.Sample sample =
        plan.choose(
            n,
            open.stream().mapToDouble(Prediction::confidence).toArray(),
            open.stream().mapToDouble(Prediction::distance).toArray(),
            seed);
    for (SamplingPlan.Choice choice : sample.choices()) {
      Prediction prediction = open.get(choice.index());
      next.add(new Next(ids.get((int) prediction.number()), prediction, choice));
    }
    return new Plan(next, sample.largestWeight());
  }
}
