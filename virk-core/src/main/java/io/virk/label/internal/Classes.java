package io.virk.label.internal;

import io.virk.baseline.Baseline;
import io.virk.internal.Text;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import java.util.List;

/**
 * The classes that a label may name.
 *
 * @param count 0 if that is not known
 * @param names of the first ones; may be empty
 */
record Classes(int count, List<String> names) {
  /** A baseline that knows no logits. */
  static final Classes UNKNOWN = new Classes(0, List.of());

  /** More has no model. */
  private static final int MOST = 1_000_000;

  /** Names that are told of. */
  private static final int SOME = 10;

  Classes {
    names = List.copyOf(names);
  }

  /** Those that a baseline knows. */
  static Classes of(Baseline baseline) {
    int count =
        baseline.outputs().stream()
            .filter(Output.Probabilities.class::isInstance)
            .mapToInt(Output::classes)
            .findFirst()
            .orElse(0);
    return new Classes(Math.max(baseline.logitsLength(), count), baseline.classNames());
  }

  /** Refuses what is none of them. */
  void check(int actual) {
    int most = count == 0 ? MOST : count;
    if (actual != Observation.NO_CLASS && (actual < 0 || actual >= most)) {
      throw new IllegalArgumentException(
          "class: "
              + actual
              + " (expected: 0 .. "
              + (most - 1)
              + (count == 0 ? ")" : ", the baseline's classes)"));
    }
  }

  /** The class of a name or number; -1 if it is none. */
  int of(String text) {
    int named = names.indexOf(text);
    if (named >= 0) {
      return named;
    }
    try {
      int number = Integer.parseInt(text);
      return number < 0 ? Observation.NO_CLASS : number;
    } catch (NumberFormatException e) {
      return Observation.NO_CLASS;
    }
  }

  /** What {@link #of} takes, in words. */
  String rule() {
    if (names.isEmpty()) {
      return "a number >= 0; names of classes are in no file of a baseline, withClassNames(..) gives them";
    }
    String some = String.join(", ", names.subList(0, Math.min(SOME, names.size())));
    return "a number >= 0, or one of "
        + Text.clean(some, Text.SENTENCE)
        + (names.size() > SOME ? " and " + (names.size() - SOME) + " more" : "");
  }

  /** In words. */
  String name(int number) {
    return number >= 0 && number < names.size() ? Text.clean(names.get(number)) : "class " + number;
  }
}
