package io.virk.detect;

import io.virk.signal.SignalTable;

/** A scorer that uses scratch memory. Immutable, thread-safe: the scratch is the caller's. */
interface ScratchScorer extends Detector.Scorer {
  @Override
  Score score(SignalTable window, Scratch scratch);

  @Override
  default Score score(SignalTable window) {
    return score(window, new Scratch());
  }
}
