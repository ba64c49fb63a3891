package io.virk.capture.internal;

import java.lang.ref.WeakReference;

/** A slot that its ring has given up, as long as somebody may still hold it. */
final class Orphan extends WeakReference<Slot> {
  private volatile boolean returned;

  Orphan(Slot slot) {
    super(slot);
  }

  /** Its holder has come, too late. Any thread. */
  void returned() {
    returned = true;
  }

  /** Whether its memory is, or can be, given back: its holder has come, or has forgotten it. */
  boolean isGone() {
    return returned || refersTo(null);
  }
}
