package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is said of the cause that a drift most likely has.
 *
 * @param name the term of the field
 * @param severity above 0 .. 5
 * @param probability 0 .. 1
 * @param signals that it moves, most first
 * @param words the rest of a sentence about a camera
 * @param action what to look at first; empty of a cause that is known by its name alone
 * @param alongside names of signals that are not told by themselves
 */
record NamedCause(
    String name,
    double severity,
    double probability,
    List<String> signals,
    String words,
    Optional<String> action,
    Set<String> alongside) {

  /** In the words of the cause of that name, if it is among those. */
  static NamedCause of(CauseMatch match, List<Cause> causes) {
    String name = Text.clean(match.cause());
    return causes.stream()
        .filter(c -> c.name().equals(match.cause()))
        .findFirst()
        .map(c -> of(match, name, c.words(), Optional.of(c.action()), c.alongside()))
        .orElseGet(() -> of(match, name, Words.of("cause.any", name), Optional.empty(), Set.of()));
  }

  private static NamedCause of(
      CauseMatch match, String name, String words, Optional<String> action, Set<String> alongside) {
    return new NamedCause(
        name, match.severity(), match.probability(), match.signals(), words, action, alongside);
  }
}
