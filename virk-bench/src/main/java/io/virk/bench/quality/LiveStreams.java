package io.virk.bench.quality;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * Streams as cameras send them, against baselines as users have them: the baseline's observations
 * were taken one by one or shuffled, those of the stream resemble their neighbours. Nothing
 * changes: over a time that is long enough the stream has the law of the baseline.
 *
 * <ul>
 *   <li><b>independent x k</b>: each observation comes k times in a row, as from a camera that is
 *       faster than what it sees.
 *   <li><b>AR(1)</b>: what is seen changes steadily; 0.998 remembers 1,000 observations.
 *   <li><b>scenes</b>: jumps to a new scene (four fifths of the variance) each 100 to 1,000
 *       observations, with little noise within. <b>dwells, then moves</b>: stays for 300 to 1,500,
 *       and needs 64 for the way to the next.
 *   <li><b>day and night</b>: a sine of period 2,000, two thirds of the variance of half of the
 *       numbers; the baseline is of random times.
 *   <li><b>eight cameras</b>: in turn, each a scene of its own and AR(1) 0.9 about it; one baseline
 *       of all. In slices with a reference each, in slices against the reference of all (each
 *       camera shows a part of it for ever: it is not silent by right, but what is told of it is
 *       that it differs), and not in slices.
 *   <li><b>images x k</b>, clips in time order and parts of clips: see {@link LiveClips}.
 * </ul>
 */
final class LiveStreams {
  /** Observations of a synthetic baseline. */
  static final int BASELINE = 800;

  static final int CAMERAS = 8;

  /** Of several cameras, the one that changes. */
  static final String CHANGED_CAMERA = "cam-0";

  private LiveStreams() {}

  /** How observations of several cameras are told apart. */
  enum Slicing {
    /** Not at all. */
    NONE,
    /** In the stream; the baseline has one reference. */
    STREAM,
    /** In the stream, and the baseline has a reference for each. */
    BOTH
  }

  /**
   * One kind of stream.
   *
   * @param name in the table
   * @param about how it is made
   * @param replicates baselines, each with a stream of its own
   * @param windows of {@link CleanTable#WINDOW} observations in a stream
   * @param images whether it is of images
   * @param slicing by the tag "camera"
   * @param start begins a replicate
   */
  record Live(
      String name,
      String about,
      int replicates,
      int windows,
      boolean images,
      Slicing slicing,
      LongFunction<LiveSource> start) {

    /** The seed of a replicate. */
    long seed(int replicate) {
      return 1000L * name.hashCode() + replicate;
    }

    Baseline baseline(LiveSource source, long seed) {
      BaselineBuilder builder =
          Baseline.builder(name)
              .window(CleanTable.WINDOW)
              .capturePolicy(CleanStreams.POLICY)
              .clock(() -> Instant.EPOCH)
              .seed(seed);
      if (slicing == Slicing.BOTH) {
        builder.sliceBy("camera");
      }
      source.baseline().forEach(builder::add);
      return builder.build();
    }

    /**
     * A monitor as users have it, which judges when it is polled; how it watches is to be {@link
     * Watching#set}.
     */
    MonitorBuilder monitor(Baseline baseline, MonitorListener listener) {
      MonitorBuilder builder =
          Monitor.builder(baseline)
              .sampler(Sampler.fraction(1))
              .clock(() -> Instant.EPOCH)
              .blindAccepted()
              .polled()
              .listener(listener);
      return slicing == Slicing.NONE ? builder : builder.sliceBy("camera");
    }
  }

  /**
   * The streams; the real ones only where their data are.
   *
   * @param data folder
   * @param size scales the number of baselines
   * @param only a part, or a stream of it after a colon
   */
  static List<Live> all(Path data, double size, String only) {
    List<Live> list = new ArrayList<>(synthetic((int) Math.max(2, 20 * size)));
    if (Files.isDirectory(data)) {
      list.addAll(LiveClips.all(data, (int) Math.max(2, 10 * size)));
    }
    int colon = only.indexOf(':');
    list.removeIf(live -> colon >= 0 && !live.name().equals(only.substring(colon + 1)));
    return list;
  }

  private static List<Live> synthetic(int replicates) {
    List<Live> list = new ArrayList<>();
    for (int k : new int[] {1, 2, 4, 8, 30}) {
      list.add(
          synthetic(
              "independent x " + k,
              "each observation comes " + k + " times in a row",
              replicates,
              k > 8 ? 2000 : 667,
              seed -> repeated(new SyntheticStream(0, 0, 0, seed), k)));
    }
    for (double correlation : new double[] {0.5, 0.9, 0.98, 0.998}) {
      list.add(
          synthetic(
              "AR(1) " + correlation,
              "lag-1 correlation " + correlation,
              replicates,
              correlation > 0.9 ? 4000 : 1000,
              seed -> new SyntheticStream(correlation, 0, 0, seed)));
    }
    list.add(
        whole(
            "scenes",
            "jumps to another scene each 100 to 1,000 observations",
            replicates,
            4000,
            Slicing.NONE,
            seed -> new SceneStream(BASELINE, 100, 1000, 0, seed)));
    list.add(
        whole(
            "dwells, then moves",
            "stays 300 to 1,500 observations on a scene, the first 64 of them on the way to it",
            replicates,
            4000,
            Slicing.NONE,
            seed -> new SceneStream(BASELINE, 300, 1500, 64, seed)));
    list.add(
        whole(
            "day and night",
            "a sine of period 2,000; the baseline is of random times",
            replicates,
            4000,
            Slicing.NONE,
            LiveStreams::dayAndNight));
    for (Slicing slicing : Slicing.values()) {
      list.add(
          whole(
              "eight cameras, " + words(slicing),
              "each of a scene of its own, in turn, AR(1) 0.9 about it; one baseline of all",
              replicates,
              2000,
              slicing,
              LiveStreams::cameras));
    }
    return list;
  }

  static String words(Slicing slicing) {
    return switch (slicing) {
      case NONE -> "not sliced";
      case STREAM -> "sliced, one reference";
      case BOTH -> "sliced, a reference each";
    };
  }

  /** Independent rows first, then a stream of another kind. */
  private static Live synthetic(
      String name,
      String about,
      int replicates,
      int windows,
      LongFunction<ObservationStream> live) {
    return whole(
        name,
        about + "; an independent baseline",
        replicates,
        windows,
        Slicing.NONE,
        seed -> {
          ObservationStream first = new SyntheticStream(0, 0, 0, seed);
          ObservationStream then = live.apply(seed + 500);
          return new ObservationStream() {
            private int at;

            @Override
            public Observation next() {
              return at++ < BASELINE ? first.next() : then.next();
            }
          };
        });
  }

  /** A stream that begins with its baseline. */
  private static Live whole(
      String name,
      String about,
      int replicates,
      int windows,
      Slicing slicing,
      LongFunction<ObservationStream> stream) {
    return new Live(
        name,
        about,
        replicates,
        windows,
        false,
        slicing,
        seed -> new SteppedSource(stream.apply(seed), BASELINE, seed));
  }

  private static ObservationStream repeated(ObservationStream of, int k) {
    return new ObservationStream() {
      private int left;
      private Observation last;

      @Override
      public Observation next() {
        if (left == 0) {
          last = of.next();
          left = k;
        }
        left--;
        return last;
      }
    };
  }

  private static ObservationStream dayAndNight(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new ObservationStream() {
      private long time;

      @Override
      public Observation next() {
        double phase = time < BASELINE ? random.nextDouble() : time / 2000.0;
        double light = Math.sqrt(4 / 3.0) * Math.sin(2 * Math.PI * phase);
        return SceneStream.observation(
            time++,
            i -> i % 2 == 0 ? light + random.nextGaussian() / Math.sqrt(3) : random.nextGaussian(),
            null);
      }
    };
  }

  /** Eight AR(1) streams about offsets of their own, in turn. */
  private static ObservationStream cameras(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] scene = new double[CAMERAS][SceneStream.NUMBERS];
    double[][] state = new double[CAMERAS][SceneStream.NUMBERS];
    for (int c = 0; c < CAMERAS; c++) {
      for (int i = 0; i < SceneStream.NUMBERS; i++) {
        scene[c][i] = random.nextGaussian();
        state[c][i] = random.nextGaussian();
      }
    }
    return new ObservationStream() {
      private long time;

      @Override
      public Observation next() {
        int c = time < BASELINE ? random.nextInt(CAMERAS) : (int) (time % CAMERAS);
        double correlation = time < BASELINE ? 0 : 0.9;
        double innovation = Math.sqrt(1 - correlation * correlation);
        return SceneStream.observation(
            time++,
            i -> {
              state[c][i] = correlation * state[c][i] + innovation * random.nextGaussian();
              return scene[c][i] + state[c][i] / 2;
            },
            "cam-" + c);
      }
    };
  }
}
