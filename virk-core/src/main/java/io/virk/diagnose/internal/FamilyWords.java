package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said of a drift of which only the family of its cause is known. */
final class FamilyWords {
  /** Members that are named. */
  private static final int NAMED = 3;

  /** Members whose action is told. */
  private static final double LIKELY = 0.15;

  private FamilyWords() {}

  /** The rest of a sentence about a camera. */
  static String words(Fingerprint.Family family) {
    return Words.find("family." + family.name())
        .orElseGet(() -> Words.of("cause.any", Text.clean(family.name())));
  }

  /** A sentence. */
  static String why(Fingerprint.Family family, Fingerprint fingerprint) {
    return Words.of(
        "why.family",
        Text.clean(family.name()),
        String.format(Locale.ROOT, "%.2f", family.probability()),
        fingerprint.causes().stream()
            .filter(c -> c.family().equals(family.name()))
            .limit(NAMED)
            .map(FamilyWords::member)
            .collect(Collectors.joining(Words.of("list.comma"))));
  }

  /** What to look at first: of each member that is not improbable. */
  static Optional<String> action(
      Fingerprint.Family family, Fingerprint fingerprint, List<Cause> causes) {
    List<NamedCause> members =
        fingerprint.causes().stream()
            .filter(c -> c.family().equals(family.name()) && c.probability() >= LIKELY)
            .map(c -> NamedCause.of(c, causes))
            .filter(c -> c.action().isPresent())
            .limit(NAMED)
            .toList();
    if (members.size() == 1) {
      return members.get(0).action();
    }
    return members.isEmpty()
        ? Optional.empty()
        : Optional.of(
            members.stream()
                .map(c -> Words.of("remedy.member", c.name(), c.action().orElse("")))
                .collect(Collectors.joining(" ")));
  }

  private static String member(CauseMatch match) {
    return Words.of(
        "why.member",
        Text.clean(match.cause()),
        String.format(Locale.ROOT, "%.2f", match.probability()));
  }
}
