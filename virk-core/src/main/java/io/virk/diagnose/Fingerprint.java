package io.virk.diagnose;

import java.util.List;
import java.util.Optional;

/**
 * The physical causes of a drift, ranked.
 *
 * @param causes most probable first; empty if the baseline has no images
 * @param unknown posterior probability that it is none of them, 0 .. 1
 */
public record Fingerprint(List<CauseMatch> causes, double unknown) {
  /** What is known without images: nothing. */
  public static final Fingerprint NONE = new Fingerprint(List.of(), 1);

  /** Below this probability no cause is named. */
  private static final double NAMED = 0.5;

  public Fingerprint {
    causes = List.copyOf(causes);
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
