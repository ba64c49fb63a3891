package io.virk.detect;

/** What is said of one window of one signal. Silence is never a verdict. */
public enum Verdict {
  /** Too few values to say anything. */
  INSUFFICIENT_DATA,
  /** As on the baseline. */
  NORMAL,
  /** Unlikely on the baseline, but not unlikely enough, or too small a change, to raise a drift. */
  WARNING,
  /** Further from the baseline than the false-alarm budget allows by chance. */
  DRIFT
}
