package io.virk.examples.fleet;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.SliceEngines;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.FalseAlarms;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** A small fleet whose cameras send an embedding and logits, and a job that watches it. */
final class Fleets {
  static final int CAMERAS = 12;
  static final long BEGIN = 1_700_000_000_000L;
  static final int INTERVAL = 1000;
  static final FleetJob.Settings JOB =
      new FleetJob.Settings(
          Fleets::settings, CAMERAS, Duration.ofSeconds(10), Duration.ofSeconds(5));

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
    return Monitor.builder(baseline)
        .falseAlarms(FalseAlarms.oncePerWindows(100_000))
        .fitAccepted();
  }

  static String camera(int number) {
    return "cam-" + number;
  }

  /**
   * What the cameras send in so many seconds, in the order of time: one observation a second each;
   * of cam-3 and cam-7 those after a sixth of the time are elsewhere, of cam-9 those after three
   * fifths; of cam-5 none come in the last half.
   */
  static List<CameraObservation> observations(SliceEngines engines, int seconds) {
    SliceEngines.Encoder encoder = engines.encoder();
    List<CameraObservation> all = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      for (int camera = 0; camera < CAMERAS; camera++) {
        boolean moved =
            (camera == 3 || camera == 7) && second > seconds / 6
                || camera == 9 && second > seconds * 3 / 5;
        long time = BEGIN + (long) INTERVAL * second + 13L * camera;
        if (camera != 5 || second < seconds / 2) {
          byte[] signals =
              encoder.encode(
                  vector(100 + camera, second, moved ? 3 : 0).epochMillis(time).build());
          all.add(
              new CameraObservation(
                  camera(camera), "site-" + camera / 4, "2.0", time, "" + second, signals));
        }
      }
    }
    return all;
  }

  /** What the bare engines say of them, without Flink: camera by camera, in the order of time. */
  static List<String> expected(SliceEngines engines, List<CameraObservation> observations) {
    List<String> lines = new ArrayList<>();
    long end = 0;
    for (CameraObservation of : observations) {
      end = Math.max(end, of.epochMillis());
    }
    long tick = JOB.tick().toMillis();
    long last = (end / tick + 1) * tick;
    for (int number = 0; number < CAMERAS; number++) {
      String camera = camera(number);
      List<CameraObservation> own =
          observations.stream()
              .filter(o -> o.camera().equals(camera))
              .sorted(Comparator.comparingLong(CameraObservation::epochMillis))
              .toList();
      CameraState state = new CameraState();
      long first = (own.get(0).epochMillis() - 1) / tick * tick + tick;
      for (long time = first; time <= last; time += tick) {
        for (CameraObservation of : own) {
          if (of.epochMillis() > time - tick && of.epochMillis() <= time) {
            state
                .engine(engines, camera)
                .accept(
                    of.signals(),
                    event -> add(lines, new EventWords(camera, of.site(), of.epochMillis()).of(event)));
          }
        }
        long now = time;
        String site = own.get(0).site();
        state
            .engine(engines, camera)
            .advance(now, event -> add(lines, new EventWords(camera, site, now).of(event)));
      }
    }
    return lines.stream().sorted().toList();
  }

  private static void add(List<String> lines, FleetEvent event) {
    if (event != null) {
      lines.add(event.toString());
    }
  }

  static Path saved(Path folder) {
    Path file = folder.resolve("fleet.virk");
    baseline().save(file);
    return file;
  }
}
