package io.virk.detect;

/**
 * When verdicts become a drift and when a drift is over. Detection says what a window looks like;
 * emission decides whom to wake.
 *
 * @param required windows with verdict {@link Verdict#DRIFT} that open a drift, &ge; 1
 * @param among the last windows of the slice that are looked at, &ge; required
 * @param recovery windows in a row without a trace of the drift that close it, &ge; 1. Windows that
 *     neither overlap nor are closed by time do overlap while a drift is open, by three quarters,
 *     unless they keep no embeddings, by half: it closes as soon as all of these are calm within so
 *     many windows' worth of observations, less one step, though none of them is told
 * @param silence times that a slice may miss its turn before its drift is closed as {@link
 *     ClosingReason#SILENT}, 1 .. 1000000; a turn is as many windows of its context as have ended
 *     between its own last two, or as there are slices if those are more
 * @param reopening windows of a slice after its drift closed in which the drift is reopened, rather
 *     than a new one opened, if the slice drifts again in one of the same signals and not of
 *     another cause, 0 .. 1000000; 0 for never. A fault that comes and goes is one drift. Each time
 *     that it is reopened it takes twice as many calm windows to close, up to eight times as many
 */
public record EmissionPolicy(int required, int among, int recovery, int silence, int reopening) {
  /**
   * Two drifting windows among three open a drift; two calm ones in a row, or ten turns of silence,
   * close it; within sixteen windows it is reopened.
   */
  public static final EmissionPolicy DEFAULT = new EmissionPolicy(2, 3, 2);

  private static final int SILENCE = 10;
  private static final int REOPENING = 16;
  private static final int MOST_DOUBLINGS = 3;
  private static final int LONGEST_SILENCE = 1_000_000;

  /**
   * A policy with ten turns of silence, and sixteen windows in which a drift is reopened.
   *
   * @param required windows with verdict {@link Verdict#DRIFT} that open a drift, &ge; 1
   * @param among the last windows of the slice that are looked at, &ge; required
   * @param recovery windows in a row without a trace of the drift that close it, &ge; 1
   */
  public EmissionPolicy(int required, int among, int recovery) {
    this(required, among, recovery, SILENCE, REOPENING);
  }

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
    if (silence < 1 || silence > LONGEST_SILENCE) {
      throw new IllegalArgumentException(
          "silence: " + silence + " (expected: 1 .. " + LONGEST_SILENCE + ")");
    }
    if (reopening < 0 || reopening > LONGEST_SILENCE) {
      throw new IllegalArgumentException(
          "reopening: " + reopening + " (expected: 0 .. " + LONGEST_SILENCE + ")");
    }
  }

  /**
   * How many calm windows in a row close a drift.
   *
   * @param reopened how often it was reopened
   * @return twice as many for each time, up to eight times as many
   */
  public int recovery(int reopened) {
    return (int) Math.min(Integer.MAX_VALUE, (long) recovery << Math.min(reopened, MOST_DOUBLINGS));
  }

  /**
   * In words.
   *
   * @return for example "opens after 2 of 3 windows, closes after 2 calm or 10 silent ones, reopens
   *     within 16"
   */
  @Override
  public String toString() {
    return "opens after "
        + required
        + " of "
        + among
        + " windows, closes after "
        + recovery
        + " calm or "
        + silence
        + " silent ones, "
        + (reopening == 0 ? "never reopens" : "reopens within " + reopening);
  }
}
