package io.virk.examples.quickstart;

/** What happens to a camera during the job. */
enum Trouble {
  /** Nothing: the camera works, or works again. */
  NONE("is repaired"),
  /** The exposure drops to about half. */
  UNDER_EXPOSED("loses half of its light"),
  /** The lens moves out of focus. */
  OUT_OF_FOCUS("goes out of focus"),
  /** The sensor becomes noisy. */
  NOISY("gets a noisy sensor");

  private final String words;

  Trouble(String words) {
    this.words = words;
  }

  /** What the timeline says when it begins. */
  String words() {
    return words;
  }
}
