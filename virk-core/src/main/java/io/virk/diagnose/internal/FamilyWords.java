package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.internal.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said of a drift of which only the family of its cause is known. */
final class FamilyWords {
  /** Members that are named. */
  private static final int NAMED = 3;

  /** Members whose action is told. */
  private static final double LIKELY = 0.15;

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("light", "looks lit otherwise than the baseline"),
          Map.entry("contrast", "has another contrast than the baseline"),
          Map.entry("colour", "has other colours than the baseline"),
          Map.entry("blur", "looks blurrier than the baseline"),
          Map.entry("noise", "looks noisier than the baseline"),
          Map.entry("sensor", "may have a faulty sensor"),
          Map.entry("compression", "looks compressed more than the baseline"),
          Map.entry("geometry", "may show another part of the scene than the baseline"),
          Map.entry("occlusion", "may be covered"),
          Map.entry("weather", "may see bad weather"),
          Map.entry("stream", "may send a damaged stream"),
          Map.entry("pipeline", "may be prepared otherwise than the baseline"));

  private FamilyWords() {}

  /** The rest of a sentence about a camera. */
  static String words(Fingerprint.Family family) {
    return WORDS.getOrDefault(family.name(), "looks like a case of " + Text.clean(family.name()));
  }

  /** A sentence with a space before it. */
  static String why(Fingerprint.Family family, Fingerprint fingerprint) {
    return String.format(
        Locale.ROOT,
        " Most likely a fault of the family %s (probability %.2f): %s.",
        Text.clean(family.name()),
        family.probability(),
        fingerprint.causes().stream()
            .filter(c -> c.family().equals(family.name()))
            .limit(NAMED)
            .map(FamilyWords::member)
            .collect(Collectors.joining(", ")));
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
                .map(c -> "If it is " + c.name() + ": " + c.action().orElse(""))
                .collect(Collectors.joining(" ")));
  }

  private static String member(CauseMatch match) {
    return String.format(Locale.ROOT, "%s %.2f", Text.clean(match.cause()), match.probability());
  }
}
