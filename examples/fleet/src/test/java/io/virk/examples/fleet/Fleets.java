package io.virk.examples.fleet;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.SliceEngine;
import io.virk.SliceEngines;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.FalseAlarms;
import io.virk.fleet.Fleet;
import io.virk.fleet.FleetSettings;
import io.virk.fleet.SliceSummary;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A small fleet whose cameras send an embedding and logits, and a job that watches it. */
final class Fleets {
  static final int CAMERAS = 12;
  static final long BEGIN = 1_700_000_000_000L;
  static final int INTERVAL = 1000;

  /** By the clock of the machines: after all that is sent. */
  static final Instant NOW = Instant.ofEpochMilli(BEGIN).plus(Duration.ofHours(1));

  static final FleetJob.Settings JOB =
      new FleetJob.Settings(
          Fleets::settings,
          Fleets::judging,
          CAMERAS,
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          new OwnClock(() -> NOW, Duration.ofSeconds(10)));

  private Fleets() {}

  private static Observation.Builder vector(long stream, long number, double moved) {
    SplittableRandom random = new SplittableRandom(stream * 31_337 + number * 104_729L);
    float[] embedding = new float[4];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = (float) (moved + random.nextGaussian());
    }
    return Observation.builder().embedding(embedding);
  }

  static Baseline baseline() {
    BaselineBuilder builder = Baseline.builder("fleet").window(16);
    for (int i = 0; i < 320; i++) {
      builder.add(vector(1, i, 0).sequence(i).build());
    }
    return builder.build();
  }

  static MonitorBuilder settings(Baseline baseline) {
    return Monitor.builder(baseline).falseAlarms(FalseAlarms.oncePerWindows(100_000)).fitAccepted();
  }

  static FleetSettings judging() {
    return FleetSettings.of(FalseAlarms.oncePerWindows(10_000))
        .groups("site")
        .times(Duration.ofSeconds(1), 10, 16);
  }

  static String camera(int number) {
    return "cam-" + number;
  }

  /**
   * What the cameras send in so many seconds, in the order of time: one observation a second each;
   * of cam-3 those after a sixth of the time are elsewhere, of all of site-2 those after three
   * fifths; of cam-5 none come in the last half.
   */
  static List<CameraObservation> observations(SliceEngines engines, int seconds) {
    SliceEngines.Encoder encoder = engines.encoder();
    List<CameraObservation> all = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      for (int camera = 0; camera < CAMERAS; camera++) {
        boolean moved =
            camera == 3 && second > seconds / 6 || camera >= 8 && second > seconds * 3 / 5;
        long time = BEGIN + (long) INTERVAL * second + 13L * camera;
        String site = "site-" + camera / 4;
        if (camera != 5 || second < seconds / 2) {
          byte[] signals =
              encoder.encode(vector(100 + camera, second, moved ? 3 : 0).epochMillis(time).build());
          all.add(new CameraObservation(camera(camera), site, "2.0", time, "" + second, signals));
        }
      }
    }
    return all;
  }

  /** What is said of them without Flink, sorted. */
  static List<String> expected(Engines.Fleet fleet, List<CameraObservation> observations) {
    return expected(fleet, observations, new ArrayList<>());
  }

  /** The same, and the summaries that come of it. */
  static List<String> expected(
      Engines.Fleet fleet, List<CameraObservation> observations, List<SliceSummary> all) {
    List<String> lines = new ArrayList<>();
    long tick = JOB.tick().toMillis();
    TreeMap<Long, List<SliceSummary>> summaries = new TreeMap<>();
    long end = observations.stream().mapToLong(CameraObservation::epochMillis).max().orElseThrow();
    long last = (end / tick + 1) * tick;
    for (int number = 0; number < CAMERAS; number++) {
      String camera = camera(number);
      List<CameraObservation> own =
          observations.stream()
              .filter(o -> o.camera().equals(camera))
              .sorted(Comparator.comparingLong(CameraObservation::epochMillis))
              .toList();
      String site = own.get(0).site();
      SliceEngine engine = fleet.engines().begin(camera);
      long first = (own.get(0).epochMillis() - 1) / tick * tick + tick;
      for (long time = first; time <= last; time += tick) {
        for (CameraObservation of : own) {
          if (of.epochMillis() > time - tick && of.epochMillis() <= time) {
            EventWords words = new EventWords(camera, site, of.epochMillis());
            engine.accept(of.signals(), Map.of("site", site), event -> add(lines, words.of(event)));
          }
        }
        EventWords words = new EventWords(camera, site, time);
        engine.advance(time, event -> add(lines, words.of(event)));
        summaries.computeIfAbsent(time, t -> new ArrayList<>()).addAll(engine.summaries());
      }
    }
    Fleet judge = new Fleet(fleet.engines().scheme(), fleet.settings());
    summaries.forEach(
        (time, of) -> {
          all.addAll(of);
          of.forEach(judge::accept);
          judge.advance(time).forEach(drift -> add(lines, FleetOperator.event(drift)));
        });
    return lines.stream().sorted().toList();
  }

  private static void add(List<String> lines, FleetEvent event) {
    if (event != null) {
      lines.add(event.json());
    }
  }

  static Path saved(Path folder) {
    Path file = folder.resolve("fleet.virk");
    baseline().save(file);
    return file;
  }
}
