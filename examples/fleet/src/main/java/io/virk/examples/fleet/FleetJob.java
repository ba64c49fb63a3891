package io.virk.examples.fleet;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/** How the parts of the job hang together: what comes, what is judged, what is said. */
public final class FleetJob {
  private static final int STEPS_OF_A_TICK = 4;

  private FleetJob() {}

  /**
   * What the job goes by.
   *
   * @param engines settings of the engines
   * @param judging how sites and the whole fleet are judged
   * @param cameras how many there are, about: what may wake somebody for nothing is for all of them
   * @param tick how often cameras are looked at, in event time
   * @param unordered by how much an observation may come after a later one, in event time
   * @param idle after so long by the machine's clock a source that sends nothing holds the others
   *     up no longer
   * @param own nothing that lies ahead of it is believed
   */
  public record Settings(
      Engines.Settings engines,
      Engines.Judging judging,
      int cameras,
      Duration tick,
      Duration unordered,
      Duration idle,
      OwnClock own)
      implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /** When it was, by the observations. */
  static WatermarkStrategy<CameraObservation> watermarks(Settings settings) {
    return watermarks(settings, CameraObservation::epochMillis);
  }

  private static <T> WatermarkStrategy<T> watermarks(Settings settings, Time<T> time) {
    long unordered = settings.unordered().toMillis();
    OwnClock own = settings.own();
    long step = Math.max(1, settings.tick().toMillis() / STEPS_OF_A_TICK);
    return WatermarkStrategy.<T>forGenerator(c -> new EventTime<>(unordered, step, own))
        .withTimestampAssigner((of, none) -> time.of(of))
        .withIdleness(settings.idle());
  }

  /** When something was. */
  private interface Time<T> extends Serializable {
    long of(T of);
  }

  /**
   * Summaries that monitors have left in a folder ({@link io.virk.fleet.SummaryFolder}).
   *
   * @param folder new files in it are found, too
   * @param every how often it is looked at; zero if it is read once
   */
  static DataStream<Packed> summaries(
      StreamExecutionEnvironment flink, String folder, Duration every, Settings settings) {
    FileSource.FileSourceBuilder<Packed> source =
        FileSource.forRecordStreamFormat(new SummaryFormat(), new Path(folder));
    if (!every.isZero()) {
      source.monitorContinuously(every);
    }
    long period = settings.judging().settings().period().toMillis();
    return flink
        .fromSource(
            source.build(),
            watermarks(settings, of -> of.epochMillis() + period),
            "summaries",
            TypeInformation.of(Packed.class))
        .uid("summaries");
  }

  /**
   * Observations in files, one a line; what is no observation is left out and counted.
   *
   * @param folder new files in it are found, too
   * @param every how often it is looked at; zero if it is read once
   */
  static DataStream<CameraObservation> files(
      StreamExecutionEnvironment flink, String folder, Duration every, Settings settings) {
    FileSource.FileSourceBuilder<String> source =
        FileSource.forRecordStreamFormat(new TextLineInputFormat(), new Path(folder));
    if (!every.isZero()) {
      source.monitorContinuously(every);
    }
    return flink
        .fromSource(source.build(), WatermarkStrategy.noWatermarks(), "files")
        .uid("files")
        .flatMap(new LineReader())
        .uid("lines")
        .returns(TypeInformation.of(CameraObservation.class))
        .assignTimestampsAndWatermarks(watermarks(settings))
        .uid("times");
  }

  /**
   * Judges each camera.
   *
   * @param observations with their times
   * @return what is said of cameras; beside it {@link CameraOperator#LEFT_OUT}
   */
  static SingleOutputStreamOperator<FleetEvent> cameras(
      DataStream<CameraObservation> observations, Settings settings) {
    return observations
        .keyBy(CameraObservation::camera)
        .transform(
            "cameras",
            TypeInformation.of(FleetEvent.class),
            new NeverIdle<>(new CameraOperator(settings)))
        .uid("cameras");
  }

  /** Compares each slice with its own past, window by window. */
  static SingleOutputStreamOperator<Packed> readings(
      DataStream<Packed> summaries, Settings settings) {
    return summaries
        .keyBy(Packed::slice)
        .transform(
            "slices",
            TypeInformation.of(Packed.class),
            new NeverIdle<>(new SliceOperator(settings)))
        .uid("slices");
  }

  /**
   * Judges sites and the whole fleet.
   *
   * @param summaries of cameras, by this job or by monitors
   * @return what is said of several cameras
   */
  static DataStream<FleetEvent> fleet(DataStream<Packed> summaries, Settings settings) {
    SingleOutputStreamOperator<Packed> readings = readings(summaries, settings);
    return readings
        .keyBy(reading -> 0)
        .process(new FleetOperator(settings))
        .setParallelism(1)
        .returns(TypeInformation.of(FleetEvent.class))
        .name("fleet")
        .uid("fleet")
        .union(readings.getSideOutput(SliceOperator.NOTICES));
  }

  /** All that is said, of cameras, of sites and of the fleet. */
  static DataStream<FleetEvent> events(
      SingleOutputStreamOperator<FleetEvent> cameras, Settings settings) {
    return cameras.union(fleet(cameras.getSideOutput(CameraOperator.SUMMARIES), settings));
  }

  /**
   * Drifts that open and close to a sink of incidents, each at least once, and of each its opening
   * first.
   *
   * @param name of the fleet, as the monitor's
   */
  static void alert(DataStream<FleetEvent> events, String name, IncidentAlerts.To to) {
    events.sinkTo(new IncidentAlerts(name, to)).setParallelism(1).name("alerts").uid("alerts");
  }

  /**
   * Events into files, one a line, as JSON: each exactly once, as soon as the checkpoint that
   * follows it is complete.
   */
  static void write(DataStream<FleetEvent> events, Path folder) {
    events
        .map(FleetEvent::json)
        .returns(String.class)
        .uid("json")
        .sinkTo(
            FileSink.forRowFormat(folder, new SimpleStringEncoder<String>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build())
        .name("files")
        .uid("files-of-events");
  }
}
