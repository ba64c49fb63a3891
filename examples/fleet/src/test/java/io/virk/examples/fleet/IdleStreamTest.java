package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.baseline.Baseline;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream that stands still stands still everywhere. Were one task of several taken for idle, the
 * tasks after it would go by the others when the stream goes on, and what it says would be late.
 */
@Tag("slow")
@Tag("once")
class IdleStreamTest {
  private static CountDownLatch idle;
  private static AtomicInteger idleOfCameras;
  private static AtomicInteger idleOfSlices;

  @TempDir private Path folder;

  private Path baseline;
  private Engines.Fleet fleet;

  @BeforeEach
  void begin() {
    idle = new CountDownLatch(1);
    idleOfCameras = new AtomicInteger();
    idleOfSlices = new AtomicInteger();
    baseline = Fleets.saved(folder);
    fleet = Engines.Fleet.of(Baseline.load(baseline), Fleets.JOB);
  }

  /** Hands on all that comes; counts how often it is idle. */
  private static final class Probe<T> extends AbstractStreamOperator<T>
      implements OneInputStreamOperator<T, T> {
    private static final long serialVersionUID = 1;
    private final String of;

    Probe(String of) {
      this.of = of;
    }

    @Override
    public void processElement(StreamRecord<T> element) {
      output.collect(element);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
      super.processWatermarkStatus(status);
      if (status.isIdle()) {
        count(of);
      }
    }
  }

  private static void count(String of) {
    switch (of) {
      case "source" -> idle.countDown();
      case "cameras" -> idleOfCameras.incrementAndGet();
      default -> idleOfSlices.incrementAndGet();
    }
  }

  private static <T> DataStream<T> probed(DataStream<T> stream, String of, TypeInformation<T> as) {
    return stream.transform("probe of " + of, as, new Probe<>(of));
  }

  @Timeout(60)
  @Test
  void aSourceThatPausesMakesNoTaskThatFollowsIdle() throws Exception {
    List<CameraObservation> observations = Fleets.observations(fleet.engines(), 100);
    ClusterOfOne cluster = new ClusterOfOne(folder);
    try {
      GatedStream.begin(observations, observations.size() / 2);
      StreamExecutionEnvironment flink = cluster.flink(baseline, 2);
      TypeInformation<CameraObservation> sent = TypeInformation.of(CameraObservation.class);
      var cameras =
          FleetJob.cameras(probed(GatedStream.of(flink, Fleets.JOB), "source", sent), Fleets.JOB);
      var summaries =
          probed(
              cameras.getSideOutput(CameraOperator.SUMMARIES),
              "cameras",
              TypeInformation.of(Packed.class));
      probed(FleetJob.readings(summaries, Fleets.JOB), "slices", TypeInformation.of(Packed.class))
          .sinkTo(new DiscardingSink<>());
      JobID job = cluster.start(flink, null);
      idle.await(30, TimeUnit.SECONDS);
      GatedStream.awaitCheckpoint(); // behind what makes them idle
      GatedStream.hold(GatedStream.END);
      cluster.finish(job);
    } finally {
      cluster.close();
    }
    assertEquals(0, idle.getCount(), "the source did not pause");
    assertEquals(0, idleOfCameras.get(), "times that tasks of cameras were idle");
    assertEquals(0, idleOfSlices.get(), "times that tasks of slices were idle");
  }

  /** Flink hands on no time of a source that is idle, not even that it is at its end. */
  @Timeout(60)
  @Test
  void aSourceThatIsIdleAtItsEndIsJudgedToItsEnd() throws Exception {
    List<CameraObservation> observations = Fleets.observations(fleet.engines(), 400);
    List<String> expected = Fleets.expected(fleet, observations);
    ClusterOfOne cluster = new ClusterOfOne(folder);
    try {
      GatedStream.begin(observations, observations.size());
      StreamExecutionEnvironment flink = cluster.flink(baseline, 2);
      TypeInformation<CameraObservation> sent = TypeInformation.of(CameraObservation.class);
      FleetJob.write(
          FleetJob.events(
              FleetJob.cameras(
                  probed(GatedStream.of(flink, Fleets.JOB), "source", sent), Fleets.JOB),
              Fleets.JOB),
          cluster.files("to-its-end"));
      JobID job = cluster.start(flink, null);
      idle.await(30, TimeUnit.SECONDS);
      GatedStream.hold(GatedStream.END);
      cluster.finish(job);
      assertEquals(0, idle.getCount(), "the source did not pause");
      assertEquals(expected, cluster.lines("to-its-end"));
    } finally {
      cluster.close();
    }
  }
}
