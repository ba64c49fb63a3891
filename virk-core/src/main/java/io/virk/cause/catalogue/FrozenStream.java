package io.virk.cause.catalogue;

import io.virk.image.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * A frozen stream: from some frame of a run on that frame is repeated. One frame alone does not
 * show it.
 */
final class FrozenStream extends CatalogueCause {
  /** Share of the run that repeats one frame, the last part of it. */
  private static final double[] SHARES = {.2, .4, .6, .8, 1};

  FrozenStream() {
    super("frozen stream", "stream");
  }

  @Override
  public Frame apply(Frame frame, int severity, long seed) {
    checkSeverity(severity);
    return frame.copy();
  }

  @Override
  public List<Frame> apply(List<Frame> run, int severity, long seed) {
    checkSeverity(severity);
    int frozen = (int) Math.ceil(SHARES[severity - 1] * run.size());
    List<Frame> changed = new ArrayList<>(run.size());
    for (int i = 0; i < run.size(); i++) {
      changed.add(run.get(Math.min(i, run.size() - frozen)).copy());
    }
    return changed;
  }

  @Override
  public boolean seenInOneFrame() {
    return false;
  }
}
