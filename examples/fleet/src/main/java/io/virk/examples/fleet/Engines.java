package io.virk.examples.fleet;

import io.virk.MonitorBuilder;
import io.virk.SliceEngines;
import io.virk.baseline.Baseline;
import io.virk.fleet.FleetSettings;
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

  /** The tag whose values are the cameras. */
  static final String KEY = "camera";

  private static final Map<String, Fleet> BY_JOB = new ConcurrentHashMap<>();

  private Engines() {}

  /** The settings of a monitor, which go to the machines as code. */
  @FunctionalInterface
  interface Settings extends Serializable {
    /** For the fleet's baseline. */
    MonitorBuilder of(Baseline baseline);
  }

  /** How the fleet is judged; the same. */
  @FunctionalInterface
  interface Judging extends Serializable {
    /** For all tasks. */
    FleetSettings settings();
  }

  /**
   * What judges.
   *
   * @param engines of cameras, which make summaries
   * @param settings of the fleet
   */
  record Fleet(SliceEngines engines, FleetSettings settings) {
    /** With settings, for a baseline. */
    static Fleet of(Baseline baseline, FleetJob.Settings job) {
      FleetSettings settings = job.judging().settings();
      return new Fleet(
          SliceEngines.of(job.engines().of(baseline), job.cameras()).summarised(KEY, settings),
          settings);
    }

    /** The end of the window that a time is in. */
    long end(long millis) {
      long window = settings.period().toMillis() * settings.window();
      return (Math.floorDiv(millis, window) + 1) * window;
    }
  }

  /** Of the job that is running here. */
  static Fleet of(RuntimeContext context, FleetJob.Settings settings) {
    File file = context.getDistributedCache().getFile(BASELINE);
    return BY_JOB.computeIfAbsent(
        context.getJobInfo().getJobId() + " " + file,
        job -> Fleet.of(Baseline.load(file.toPath()), settings));
  }
}
