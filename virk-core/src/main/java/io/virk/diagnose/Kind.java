package io.virk.diagnose;

/**
 * How a drift came, as far as the rows tell that are kept when it opens, and how often it was
 * reopened since. Most drifts open before enough is seen: theirs is {@link #UNKNOWN}.
 */
public enum Kind {
  /** It cannot be told. */
  UNKNOWN(""),
  /** From one observation to the next, or within a few; told of changes by some deviations. */
  ABRUPT("abruptly"),
  /** Over many observations; it may go on. */
  GRADUAL("gradually"),
  /** It was closed and came back, twice or more. */
  INTERMITTENT("on and off");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  /**
   * Says it.
   *
   * @return for example "gradually"; "" of {@link #UNKNOWN}
   */
  public String inWords() {
    return words;
  }
}
