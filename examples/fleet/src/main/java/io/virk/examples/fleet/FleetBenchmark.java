package io.virk.examples.fleet;

import io.virk.SliceEngine;
import io.virk.SliceEngines;
import io.virk.baseline.Baseline;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What the keyed operator costs beside the engines alone, and what of it grows with the cameras.
 * All figures are processor time of the threads that judge, so that they are the same on a busy
 * machine but for its caches: with cores of their own, so many threads take as long as the busiest
 * of them.
 *
 * <pre>
 * java -cp examples/fleet/target/fleet.jar io.virk.examples.fleet.FleetBenchmark [ROUNDS [CAMERAS ...]]
 * </pre>
 */
public final class FleetBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int LEAST_EACH = 64;
  private static final int OBSERVATIONS = 120_000;
  private static final int VIEWS = 3;
  private static final int PICTURES = 60;
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  /** Nanoseconds of each task that judged. */
  private static final Queue<Long> NANOS = new ConcurrentLinkedQueue<>();

  private final SimulatedCameras drawn = new SimulatedCameras(VIEWS, PICTURES);
  private final Path file;
  private final Baseline baseline;

  private FleetBenchmark() throws Exception {
    baseline = drawn.baseline();
    file = Files.createTempFile("virk-fleet", ".virk");
    baseline.save(file);
    file.toFile().deleteOnExit();
  }

  /**
   * Measures and prints.
   *
   * @param arguments how many rounds; how many cameras
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    int[] cameras =
        arguments.length > 1
            ? Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray()
            : new int[] {10, 100, 1_000, 10_000};
    FleetBenchmark benchmark = new FleetBenchmark();
    benchmark.round(cameras[0]); // compiles
    System.out.println(
        "| cameras | engines alone, us an observation | and summaries | operator, one task |"
            + " of the engines' speed | cameras of the busier of two tasks | two tasks, times one |"
            + " state, bytes a camera | held, bytes a camera | write, us | restore, us |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    for (int count : cameras) {
      double[][] of = new double[rounds][];
      for (int round = 0; round < rounds; round++) {
        of[round] = benchmark.round(count);
      }
      StringBuilder line = new StringBuilder("| " + count);
      String[] formats = {
        "%.1f", "%.1f", "%.1f", "%.2f", "%.2f", "%.2f", "%.0f", "%.0f", "%.0f", "%.0f"
      };
      for (int column = 0; column < formats.length; column++) {
        int at = column;
        double[] sorted = Arrays.stream(of).mapToDouble(r -> r[at]).sorted().toArray();
        String least = String.format(Locale.ROOT, formats[at], sorted[0]);
        String median = String.format(Locale.ROOT, formats[at], sorted[rounds / 2]);
        line.append(" | ").append(least.equals(median) ? least : least + " / " + median);
      }
      System.out.println(line + " |");
    }
    System.out.printf(
        Locale.ROOT,
        "%nleast / median of %d rounds; JDK %s, %d processors, load %.1f%n",
        rounds,
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private double[] round(int cameras) throws Exception {
    FleetJob.Settings settings = FleetHost.settings(cameras);
    Engines.Fleet fleet = Engines.Fleet.of(baseline, settings);
    SliceEngines alone = SliceEngines.of(FleetHost.engines(baseline), cameras);
    double bare = engines(alone, plan(cameras, 1), fleet, new SliceEngine[cameras]);
    SliceEngine[] judged = new SliceEngine[cameras];
    double summarised = engines(fleet.engines(), plan(cameras, 1), fleet, judged);
    long[] one = operator(settings, plan(cameras, 1), fleet);
    long[] two = operator(settings, plan(cameras, 2), fleet);
    long count = plan(cameras, 1).count();
    double oneTask = one[0] / 1e3 / count;
    long bytes = 0;
    long held = 0;
    long begun = THREADS.getCurrentThreadCpuTime();
    byte[][] states = new byte[cameras][];
    for (int i = 0; i < cameras; i++) {
      states[i] = judged[i].toBytes();
      bytes += states[i].length;
      held += judged[i].memory();
    }
    long written = THREADS.getCurrentThreadCpuTime();
    for (byte[] state : states) {
      fleet.engines().restore("cam", state);
    }
    long restored = THREADS.getCurrentThreadCpuTime();
    return new double[] {
      bare,
      summarised,
      oneTask,
      summarised / oneTask,
      share(plan(cameras, 2)),
      (double) one[0] / Arrays.stream(two).max().orElseThrow(),
      (double) bytes / cameras,
      (double) held / cameras,
      (written - begun) / 1e3 / cameras,
      (restored - written) / 1e3 / cameras
    };
  }

  /**
   * Of how many of the cameras the busier of two tasks is: Flink deals them out by their names, so
   * that two tasks are at most as many times as fast as one.
   */
  private static double share(SimulatedFleet.Plan plan) {
    int parts = KeyGroupRangeAssignment.computeDefaultMaxParallelism(2);
    long second =
        IntStream.range(0, plan.cameras())
            .map(
                c ->
                    KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        SimulatedFleet.camera(c), parts, 2))
            .sum();
    return (double) Math.max(second, plan.cameras() - second) / plan.cameras();
  }

  /** Nothing is wrong: what is measured is the calm fleet. */
  private static SimulatedFleet.Plan plan(int cameras, int readers) {
    int each = Math.max(LEAST_EACH, OBSERVATIONS / cameras);
    Duration length = INTERVAL.multipliedBy(each);
    Duration never = length.multipliedBy(2);
    return new SimulatedFleet.Plan(
        cameras, Math.min(40, cameras), INTERVAL, length, never, never, never, readers);
  }

  /** Microseconds an observation. */
  private double engines(
      SliceEngines engines, SimulatedFleet.Plan plan, Engines.Fleet fleet, SliceEngine[] judged)
      throws Exception {
    SimulatedFleet source = SimulatedFleet.calm(plan, drawn, engines);
    long tick = FleetHost.settings(plan.cameras()).tick().toMillis();
    long nanos = 0;
    CameraObservation[] batch = new CameraObservation[plan.cameras()];
    CameraState[] tags = new CameraState[plan.cameras()];
    Arrays.setAll(tags, i -> new CameraState());
    for (long round = 0; round < plan.rounds(); round++) {
      for (int i = 0; i < batch.length; i++) {
        batch[i] = source.map(round * plan.cameras() + i);
      }
      long begun = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < batch.length; i++) {
        if (judged[i] == null) {
          judged[i] = engines.begin(batch[i].camera());
        }
        judged[i].accept(batch[i].signals(), tags[i].tags(batch[i]), event -> {});
        if (round * INTERVAL.toMillis() % tick == 0) {
          judged[i].advance(batch[i].epochMillis(), event -> {});
          judged[i].summaries().forEach(Packed::of); // as they are sent on
        }
      }
      nanos += THREADS.getCurrentThreadCpuTime() - begun;
    }
    return nanos / 1e3 / plan.count();
  }

  /** Processor time of each task that judges, nanoseconds. */
  private long[] operator(FleetJob.Settings settings, SimulatedFleet.Plan plan, Engines.Fleet fleet)
      throws Exception {
    NANOS.clear();
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createLocalEnvironment(plan.readers());
    flink.getConfig().enableObjectReuse();
    flink.registerCachedFile(file.toUri().toString(), Engines.BASELINE);
    FleetJob.cameras(
            flink.fromSource(
                new DataGeneratorSource<>(
                    SimulatedFleet.calm(plan, drawn, fleet.engines()),
                    plan.count(),
                    TypeInformation.of(CameraObservation.class)),
                FleetJob.watermarks(settings),
                "drawn"),
            settings)
        .sinkTo(new Stopwatch());
    flink.execute("virk-fleet-benchmark");
    return NANOS.stream().mapToLong(Long::longValue).toArray();
  }

  /** In the thread of its operator, which it measures. */
  private static final class Stopwatch implements Sink<FleetEvent> {
    private static final long serialVersionUID = 1;

    @Override
    public SinkWriter<FleetEvent> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        private final long begun = THREADS.getCurrentThreadCpuTime();

        @Override
        public void write(FleetEvent event, Context of) {}

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {
          NANOS.add(THREADS.getCurrentThreadCpuTime() - begun);
        }
      };
    }
  }
}
