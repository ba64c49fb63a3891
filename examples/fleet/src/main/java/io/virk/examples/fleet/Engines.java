package io.virk.examples.fleet;

import io.virk.MonitorBuilder;
import io.virk.SliceEngines;
import io.virk.baseline.Baseline;
import java.io.File;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * What every task of a job judges with: the baseline, which Flink brings to each machine, and the
 * settings. Calibrated once a JVM and job.
 */
final class Engines {
  /** The name under which the job registers the file of the baseline with Flink. */
  static final String BASELINE = "virk.baseline";

  private static final Map<String, SliceEngines> BY_JOB = new ConcurrentHashMap<>();

  private Engines() {}

  /** The settings of a monitor, which go to the machines as code. */
  @FunctionalInterface
  interface Settings extends Serializable {
    /** For the fleet's baseline. */
    MonitorBuilder of(Baseline baseline);
  }

  /** The engines of the job that is running here. */
  static SliceEngines of(RuntimeContext context, Settings settings, int cameras) {
    File file = context.getDistributedCache().getFile(BASELINE);
    return BY_JOB.computeIfAbsent(
        context.getJobInfo().getJobId() + " " + file,
        job -> SliceEngines.of(settings.of(Baseline.load(file.toPath())), cameras));
  }
}
