package io.virk.metrics.internal;

import io.virk.capture.internal.DrainTrace;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** A batch of observations was embedded and evaluated. */
@Name("virk.Drain")
@Label("Drain")
@Description("A batch of observations was embedded and evaluated")
@Threshold("20 ms")
final class DrainEvent extends FlightEvent implements DrainTrace.Batch {
  @Label("Taken")
  @Description("observations")
  int taken;

  @Override
  public void end(int count) {
    end();
    taken = count;
    if (shouldCommit()) {
      commit();
    }
  }
}
