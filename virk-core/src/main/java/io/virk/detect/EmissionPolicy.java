package io.virk.detect;

/**
 * When verdicts become a drift and when a drift is over. Detection says what a window looks like;
 * emission decides whom to wake.
 *
 * @param required windows with verdict {@link Verdict#DRIFT} that open a drift, &ge; 1
 * @param among the last windows of the slice that are looked at, &ge; required
 * @param recovery windows in a row without a trace of the drift that close it, &ge; 1
 */
public record EmissionPolicy(int required, int among, int recovery) {
  /** Two drifting windows among three open a drift, two calm ones in a row close it. */
  public static final EmissionPolicy DEFAULT = new EmissionPolicy(2, 3, 2);

  public EmissionPolicy {
    if (required < 1) {
      throw new IllegalArgumentException("required: " + required + " (expected: >= 1)");
    }
    if (among < required || among > 64) {
      throw new IllegalArgumentException("among: " + among + " (expected: " + required + " .. 64)");
    }
    if (recovery < 1) {
      throw new IllegalArgumentException("recovery: " + recovery + " (expected: >= 1)");
    }
  }
}
