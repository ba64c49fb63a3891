package io.virk.diagnose;

import io.virk.internal.Words;
import java.util.Locale;

/**
 * How a drift came, and whether it stays, as far as the observations tell that are kept. Most
 * drifts open before enough is seen: theirs is {@link #UNKNOWN}.
 */
public enum Kind {
  /** It cannot be told. */
  UNKNOWN,
  /** From one observation to the next, or within a few; told of changes by some deviations. */
  ABRUPT,
  /** Over many observations; it may go on. */
  GRADUAL,
  /**
   * It comes and goes: some of the observations show it and the others do not, in turns; or it was
   * closed and came back, twice or more.
   */
  INTERMITTENT,
  /** It comes and goes at equal distances, of observations or of time. */
  PERIODIC;

  /**
   * Says it.
   *
   * @return for example "gradually"; "" of {@link #UNKNOWN}
   */
  public String inWords() {
    return this == UNKNOWN ? "" : Words.of("kind." + name().toLowerCase(Locale.ROOT));
  }
}
