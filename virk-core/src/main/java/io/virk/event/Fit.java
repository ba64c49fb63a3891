package io.virk.event;

/** How a stream that a monitor has not seen before compares with its baseline. */
public enum Fit {
  /** It looks like the baseline: what differs from now on is a drift. */
  FITS("fits the baseline", "fit the baseline"),
  /**
   * It shows a part of what the baseline has, as a fixed camera does of a set of training images.
   * Changes within the rest of the baseline cannot be seen; what leaves the baseline can.
   */
  NARROWER("is narrower than the baseline", "are narrower than the baseline"),
  /**
   * It differs from the baseline, and did so from the beginning: a domain shift, or a drift that
   * was there before the monitor. No drift is opened until it fits, or is accepted.
   */
  MOVED("does not fit the baseline", "do not fit the baseline"),
  /**
   * Nothing can be said of its windows, one after the other: they are worth too few observations.
   * No drift of its own is opened until it was compared; where it is a slice, its observations
   * count in the windows of all.
   */
  UNKNOWN("cannot be compared with the baseline", "cannot be compared with the baseline");

  private final String ofOne;
  private final String ofSeveral;

  Fit(String ofOne, String ofSeveral) {
    this.ofOne = ofOne;
    this.ofSeveral = ofSeveral;
  }

  /**
   * Says what may be done where no drift can open.
   *
   * @return a part of a sentence; empty where a drift can open
   */
  public String remedy() {
    return switch (this) {
      case FITS, NARROWER -> "";
      case MOVED -> "accept it (fitAccepted), learn from live traffic, or look into it";
      case UNKNOWN ->
          "sample more of it, let windows last longer, or slice by a tag of fewer values";
    };
  }

  /**
   * Says it.
   *
   * @param one whether of one stream, or of several
   * @return for example "fits the baseline"
   */
  public String inWords(boolean one) {
    return one ? ofOne : ofSeveral;
  }
}
