package io.virk.cause.catalogue;

import io.virk.image.Frame;
import java.util.ArrayList;
import java.util.List;

/** A fault that stands still: what is random of it is the same in all frames of a run. */
abstract class StandingFault extends CameraFault {
  StandingFault(String name, String family) {
    super(name, family);
  }

  @Override
  public final List<Frame> apply(List<Frame> run, int severity, long seed) {
    List<Frame> changed = new ArrayList<>(run.size());
    for (Frame frame : run) {
      changed.add(apply(frame, severity, seed));
    }
    return changed;
  }
}
