package io.virk.cause;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The causes of a drift, ranked.
 *
 * @param causes most probable first; empty if none could be compared
 * @param unknown posterior probability that it is none of them, 0 .. 1
 * @param columns names of the signals that were compared; empty if none could be
 * @param reason why no causes were compared, as a part of a sentence; empty if they were
 */
public record Fingerprint(
    List<CauseMatch> causes, double unknown, List<String> columns, String reason) {
  /** Below this probability no cause is named. */
  private static final double NAMED = 0.5;

  public Fingerprint {
    causes = List.copyOf(causes);
    columns = List.copyOf(columns);
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * The fingerprint of a drift whose causes could not be compared.
   *
   * @param reason why, as a part of a sentence
   * @return no causes, all of it unknown
   */
  public static Fingerprint none(String reason) {
    return new Fingerprint(List.of(), 1, List.of(), reason);
  }

  /**
   * The cause that is named in words.
   *
   * @return the first, if it is more probable than not
   */
  public Optional<CauseMatch> cause() {
    return causes.stream().findFirst().filter(c -> c.probability() > NAMED);
  }
}
