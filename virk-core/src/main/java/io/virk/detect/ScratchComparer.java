package io.virk.detect;

import io.virk.signal.SignalTable;

/** A comparer that uses scratch memory. Immutable, thread-safe: the scratch is the caller's. */
interface ScratchComparer extends Detector.Comparer {
  @Override
  Comparison compare(SignalTable window, Scratch scratch);

  @Override
  default Comparison compare(SignalTable window) {
    return compare(window, new Scratch());
  }
}
