package io.virk.capture.internal;

import io.virk.capture.Capture;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Output;
import java.util.function.Consumer;

/**
 * The memory of the named outputs in a slot, as far as they are declared. Allocates nothing after
 * construction and never throws on the host's side. What is not declared is noted and takes
 * nothing.
 */
final class SlotOutputs {
  private static final int PROBABILITIES = 1;
  private static final int SCORES = 2;
  private static final int DETECTIONS = 4;
  private static final int MASK = 8;
  private static final int CHALLENGER = 16;
  private static final int OTHER = 32;

  final SlotVector probabilities;
  final SlotVector scores;

  /** What another model says. */
  final SlotVector challenger;

  /** Null unless they are declared. */
  final SlotDetections boxes;

  /** Null unless a mask is declared. */
  final SlotMask areas;

  /** Bits of outputs that were handed over though nobody declared them. */
  private int undeclared;

  SlotOutputs(SlotShape shape) {
    probabilities = new SlotVector(classes(shape, Output.Probabilities.class));
    scores = new SlotVector(classes(shape, Output.Scores.class));
    challenger = new SlotVector(shape.challengerLength());
    boxes = shape.output(Output.Boxes.class).map(o -> new SlotDetections(o.most())).orElse(null);
    int masked = classes(shape, Output.Mask.class);
    areas = masked == 0 ? null : new SlotMask(masked);
  }

  private static int classes(SlotShape shape, Class<? extends Output> kind) {
    return shape.output(kind).map(Output::classes).orElse(0);
  }

  /** Forgets what was given. */
  void clear() {
    probabilities.clear();
    scores.clear();
    challenger.clear();
    if (boxes != null) {
      boxes.clear();
    }
    if (areas != null) {
      areas.clear();
    }
    undeclared = 0;
  }

  // the host's side: each says whether the output is declared; if not, it is noted

  boolean expectsProbabilities() {
    return expects(probabilities.length() > 0, PROBABILITIES);
  }

  boolean expectsScores() {
    return expects(scores.length() > 0, SCORES);
  }

  boolean expectsDetections() {
    return expects(boxes != null, DETECTIONS);
  }

  boolean expectsMask() {
    return expects(areas != null, MASK);
  }

  boolean expects(String name) {
    boolean known = Capture.CHALLENGER.equals(name);
    return expects(known && challenger.length() > 0, known ? CHALLENGER : OTHER);
  }

  private boolean expects(boolean declared, int kind) {
    undeclared |= declared ? 0 : kind;
    return declared;
  }

  // VIRK's side

  /** Whether something was not declared, or came otherwise than declared. */
  boolean isFlawed() {
    return undeclared != 0
        || probabilities.isWrong()
        || scores.isWrong()
        || challenger.isWrong()
        || challenger.hasRowsFlaw()
        || probabilities.hasRowsFlaw()
        || scores.hasRowsFlaw();
  }

  /** Tells what was left out. */
  void flaws(long observation, Consumer<FlawFound> told) {
    tell(probabilities.rowsFlaw(Flaw.PROBABILITIES_ROWS, observation), told);
    tell(scores.rowsFlaw(Flaw.SCORES_ROWS, observation), told);
    tell(challenger.rowsFlaw(Flaw.CHALLENGER_ROWS, observation), told);
    tell(challenger.lengthFlaw(Flaw.CHALLENGER_LENGTH, observation), told);
    tell(probabilities.lengthFlaw(Flaw.PROBABILITIES_LENGTH, observation), told);
    tell(scores.lengthFlaw(Flaw.SCORES_LENGTH, observation), told);
    for (int kind = PROBABILITIES; kind <= OTHER; kind <<= 1) {
      if ((undeclared & kind) != 0) {
        told.accept(
            new FlawFound(
                kind < CHALLENGER ? Flaw.OUTPUT_UNKNOWN : Flaw.CHALLENGER_UNKNOWN,
                name(kind),
                kind < CHALLENGER
                    ? "none but what the baseline was told of"
                    : "\"challenger\", where FeedbackPolicy.challenger(..) asks for it",
                observation));
      }
    }
  }

  private static void tell(FlawFound found, Consumer<FlawFound> told) {
    if (found != null) {
      told.accept(found);
    }
  }

  private static String name(int kind) {
    return switch (kind) {
      case PROBABILITIES -> "probabilities";
      case SCORES -> "scores";
      case DETECTIONS -> "detections";
      case MASK -> "a mask";
      case CHALLENGER -> "a challenger's output";
      default -> "an output of another name";
    };
  }

  /** Bytes, about. */
  long memory() {
    return 4L * (probabilities.length() + scores.length() + challenger.length())
        + (boxes == null ? 0 : boxes.memory())
        + (areas == null ? 0 : areas.memory());
  }
}
