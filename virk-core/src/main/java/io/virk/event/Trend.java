package io.virk.event;

/** How the severity of an open drift goes, beyond what windows differ by chance. */
public enum Trend {
  /** It has become more severe. */
  GROWS("grows"),
  /** It is about as it was. */
  HOLDS("holds"),
  /** It has become less severe. */
  SHRINKS("shrinks");

  private final String words;

  Trend(String words) {
    this.words = words;
  }

  /**
   * Says it.
   *
   * @return for example "grows"
   */
  public String inWords() {
    return words;
  }
}
