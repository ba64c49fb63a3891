package io.virk.cause.catalogue;

import io.virk.image.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Dropped frames: every k-th frame of a run is missing, and the next is shown in its place; of the
 * last, the one before. One frame alone does not show it.
 */
final class DroppedFrames extends CatalogueCause {
  /** One of so many frames is missing: 4 % of them up to every other. */
  private static final int[] EVERY = {25, 12, 6, 3, 2};

  DroppedFrames() {
    super("dropped frames", "stream");
  }

  @Override
  public Frame apply(Frame frame, int severity, long seed) {
    checkSeverity(severity);
    return frame.copy();
  }

  @Override
  public List<Frame> apply(List<Frame> run, int severity, long seed) {
    checkSeverity(severity);
    int every = EVERY[severity - 1];
    int first = (int) Math.floorMod(seed, (long) every);
    List<Frame> changed = new ArrayList<>(run.size());
    for (int i = 0; i < run.size(); i++) {
      boolean missing = i % every == first;
      int shown = !missing ? i : i + 1 < run.size() ? i + 1 : Math.max(0, i - 1);
      changed.add(run.get(shown).copy());
    }
    return changed;
  }

  @Override
  public boolean seenInOneFrame() {
    return false;
  }
}
