package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.ArrayList;
import java.util.HashSet;
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

  /** Two at once, under the name of the first. */
  static NamedCause both(List<CauseMatch> together, List<Cause> causes) {
    NamedCause a = of(together.get(0), causes);
    NamedCause b = of(together.get(1), causes);
    List<String> signals = new ArrayList<>(a.signals());
    b.signals().stream().filter(s -> !signals.contains(s)).forEach(signals::add);
    Set<String> alongside = new HashSet<>(a.alongside());
    alongside.retainAll(b.alongside());
    Optional<String> action =
        a.action().isPresent() && b.action().isPresent()
            ? Optional.of(Words.of("remedy.both", a.action().get(), b.action().get()))
            : a.action().or(b::action);
    return new NamedCause(
        a.name(),
        a.severity(),
        a.probability(),
        signals,
        Words.of("what.both", a.words(), b.words()),
        action,
        alongside);
  }

  private static NamedCause of(
      CauseMatch match, String name, String words, Optional<String> action, Set<String> alongside) {
    return new NamedCause(
        name, match.severity(), match.probability(), match.signals(), words, action, alongside);
  }
}
