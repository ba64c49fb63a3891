package io.virk.label;

import io.virk.embed.Embedder;
import io.virk.image.Frame;
import io.virk.internal.Text;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Another model that sees the same sampled observations as the one that is watched, and how it is
 * judged: see {@link Challenger}.
 *
 * @param name of its version, 1 .. 200 printable characters: with another one the comparison begins
 *     anew
 * @param model run by VIRK on its own thread on the images of the observations, of whose output the
 *     logits count; empty if the host hands the output over by {@code
 *     capture().output("challenger", ..)}. Not closed by the monitor
 * @param alpha of the decision, above 0, at most 0.5
 * @param margin by which it may be worse and still be promoted, 0 .. 0.5
 * @param sliceMargin by which it may be worse in a slice, 0 .. 0.5
 */
public record ChallengerPolicy(
    String name, Optional<Embedder> model, double alpha, double margin, double sliceMargin) {
  public ChallengerPolicy {
    Objects.requireNonNull(name, "name");
    if (!Text.isName(name)) {
      throw new IllegalArgumentException(
          "name: " + Text.clean(name) + " (expected: " + Text.NAME_RULE + ")");
    }
    Objects.requireNonNull(model, "model");
    new Challenger(1, alpha, margin, sliceMargin); // checks them
  }

  /**
   * One whose output the host hands over: promoted if it is better at 0.05, and in no slice worse
   * by more than 0.05.
   *
   * @param name of its version
   * @return the policy
   */
  public static ChallengerPolicy of(String name) {
    return new ChallengerPolicy(name, Optional.empty(), 0.05, 0, 0.05);
  }

  /**
   * The same with a model that VIRK runs.
   *
   * @param runs gives logits of the classes of the model that is watched
   * @return a copy
   */
  public ChallengerPolicy model(Embedder runs) {
    return new ChallengerPolicy(name, Optional.of(runs), alpha, margin, sliceMargin);
  }

  /**
   * The same with a model that VIRK runs, as a function of an image.
   *
   * @param classes values that it gives: as many as the model that is watched has classes
   * @param scores gives one value a class, of which the largest counts; called on VIRK's thread
   * @return a copy
   */
  public ChallengerPolicy model(int classes, Function<? super Frame, float[]> scores) {
    return model(new ScoringFunction(classes, scores));
  }

  /**
   * The same judged in another way.
   *
   * @param newAlpha above 0, at most 0.5
   * @param newMargin 0 .. 0.5
   * @param newSliceMargin 0 .. 0.5
   * @return a copy
   */
  public ChallengerPolicy judged(double newAlpha, double newMargin, double newSliceMargin) {
    return new ChallengerPolicy(name, model, newAlpha, newMargin, newSliceMargin);
  }
}
