package io.virk.examples.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A Flink cluster in this JVM, and jobs on it whose events go to files, each exactly once. */
final class ClusterOfOne {
  private static final long SECONDS = 30;

  private final MiniCluster cluster;
  private final Path folder;

  ClusterOfOne(Path folder) throws Exception {
    this.folder = folder;
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** What a job is made with; a task that fails is restarted once. */
  StreamExecutionEnvironment flink(Path baseline, int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    flink.setParallelism(parallelism);
    flink.setMaxParallelism(16);
    flink.enableCheckpointing(50);
    flink.registerCachedFile(baseline.toUri().toString(), Engines.BASELINE);
    return flink;
  }

  /** Where a job writes its events. */
  org.apache.flink.core.fs.Path files(String name) {
    return new org.apache.flink.core.fs.Path(folder.resolve(name).toUri());
  }

  /** Runs a job to its end. */
  void run(StreamExecutionEnvironment flink) throws Exception {
    finish(start(flink, null));
  }

  /** Starts a job, from a savepoint if it is not null. */
  JobID start(StreamExecutionEnvironment flink, String savepoint) throws Exception {
    StreamGraph graph = flink.getStreamGraph();
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
    }
    return cluster.submitJob(graph.getJobGraph()).get(SECONDS, TimeUnit.SECONDS).getJobID();
  }

  void finish(JobID job) throws Exception {
    cluster
        .requestJobResult(job)
        .get(SECONDS, TimeUnit.SECONDS)
        .toJobExecutionResult(getClass().getClassLoader());
  }

  void cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get(SECONDS, TimeUnit.SECONDS);
    cluster.requestJobResult(job).get(SECONDS, TimeUnit.SECONDS);
  }

  /** Stops a job, and gives the path of its savepoint. */
  String stop(JobID job) throws Exception {
    return cluster
        .stopWithSavepoint(
            job,
            folder.resolve("savepoints").toUri().toString(),
            false,
            SavepointFormatType.CANONICAL)
        .get(SECONDS, TimeUnit.SECONDS);
  }

  /** What stands in the files that a sink has finished, sorted. */
  List<String> lines(String name) throws Exception {
    List<String> lines = new ArrayList<>();
    if (!Files.exists(folder.resolve(name))) {
      return lines;
    }
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines.stream().sorted().toList();
  }

  void close() throws Exception {
    cluster.close();
  }
}
