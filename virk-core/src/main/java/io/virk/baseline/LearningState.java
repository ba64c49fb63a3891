package io.virk.baseline;

/** Where a {@link BaselineLearner} stands. */
public enum LearningState {
  /** It has not seen enough, or not for long enough. */
  COLLECTING,
  /** It has seen enough, takes nothing more, and is to be told to judge whether it was stable. */
  CHECKING,
  /** What it had seen was not stable; it dropped the older half and goes on collecting. */
  UNSTABLE,
  /** It has seen enough of a stable stream: the baseline can be built. */
  READY
}
