package io.virk.bench.quality;

import io.virk.bench.quality.CleanStreams.Clean;
import io.virk.signal.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Streams as cameras send them, on which nothing changes, against baselines as users have them: the
 * baseline's observations were taken one by one, those of the stream resemble their neighbours.
 */
final class LiveStreams {
  private static final int BASELINE = 800;

  private LiveStreams() {}

  /** All of them; the real ones only where their data are. */
  static List<Clean> all(Path data, double size) {
    List<Clean> list = new ArrayList<>();
    int synthetic = (int) Math.max(2, 20 * size);
    for (int k : new int[] {1, 2, 4, 8, 30}) {
      list.add(
          synthetic(
              "independent x " + k,
              "each observation comes " + k + " times in a row",
              synthetic,
              k > 8 ? 2000 : 667,
              seed -> repeated(new SyntheticStream(0, 0, 0, seed), k)));
    }
    for (double correlation : new double[] {0.5, 0.9, 0.98, 0.998}) {
      list.add(
          synthetic(
              "AR(1) " + correlation,
              "lag-1 correlation " + correlation,
              synthetic,
              correlation > 0.9 ? 4000 : 1000,
              seed -> new SyntheticStream(correlation, 0, 0, seed)));
    }
    list.add(
        new Clean(
            "dwells",
            "stays 100 to 1,000 observations on a scene, which is four fifths of the variance, then"
                + " moves to another",
            synthetic,
            4000,
            BASELINE,
            0,
            false,
            seed -> new SceneStream(BASELINE, 100, 1000, seed)));
    list.add(
        new Clean(
            "day and night",
            "a sine of period 2,000, two thirds of the variance of half of the numbers; the baseline"
                + " is of random times",
            synthetic,
            4000,
            BASELINE,
            0,
            false,
            LiveStreams::dayAndNight));
    for (boolean sliced : new boolean[] {true, false}) {
      list.add(
          new Clean(
              "eight cameras" + (sliced ? "" : ", not sliced"),
              "each of a scene of its own, in turn, AR(1) 0.9 each; one baseline of all, shuffled",
              synthetic,
              2000,
              BASELINE,
              sliced ? 8 : 0,
              false,
              seed -> cameras(seed)));
    }
    if (!Files.isDirectory(data)) {
      return list;
    }
    int real = (int) Math.max(2, 10 * size);
    RealSet cifar = RealSet.cifar(data);
    RealSet fashion = RealSet.fashion(data);
    for (int k : new int[] {1, 2, 4, 8, 30}) {
      int windows = k > 8 ? 1000 : 400;
      list.add(photos("CIFAR-10 x " + k, "resnet20", cifar, 1000, k, real, windows));
      list.add(photos("Fashion-MNIST x " + k, "its CNN", fashion, 1000, k, real, windows));
    }
    list.add(clip("highway", "squeezenet", RealSet.camera(data), real));
    list.add(clip("square", "images alone", RealSet.clip(data, "video-square-frames.zip"), real));
    list.add(clip("bottles", "images alone", RealSet.clip(data, "video-bottles-frames.zip"), real));
    return list;
  }

  private static Clean synthetic(
      String name,
      String about,
      int replicates,
      int windows,
      LongFunction<ObservationStream> live) {
    return new Clean(
        name,
        about + "; an independent baseline",
        replicates,
        windows,
        BASELINE,
        0,
        false,
        seed -> then(new SyntheticStream(0, 0, 0, seed), BASELINE, live.apply(seed + 1)));
  }

  private static Clean photos(
      String name, String model, RealSet set, int baseline, int k, int replicates, int windows) {
    return new Clean(
        name,
        model
            + "; a random part of the images for the baseline, the others in random order, each "
            + k
            + " times in a row",
        replicates,
        windows,
        baseline,
        0,
        false,
        seed -> {
          ObservationStream all = CleanStreams.shuffled(set, baseline, seed);
          return afterwards(all, baseline, repeated(all, k));
        });
  }

  /** A random half of a clip's frames, then the clip in time order, ten times. */
  private static Clean clip(String name, String model, RealSet set, int replicates) {
    int half = set.size() / 2;
    return new Clean(
        name,
        model + "; a random half of the frames for the baseline, then all in time order, ten times",
        replicates,
        10 * set.size() / 32,
        half,
        0,
        false,
        seed -> {
          int[] order = IntStream.range(0, set.size()).toArray();
          CleanStreams.shuffle(order, 0, order.length, new SplittableRandom(seed));
          return new ObservationStream() {
            private int at;

            @Override
            public Observation next() {
              int frame = at < half ? order[at] : (at - half) % set.size();
              return set.observation(frame, at++).build();
            }
          };
        });
  }

  private static ObservationStream then(ObservationStream first, int n, ObservationStream then) {
    return afterwards(first, n, then);
  }

  private static ObservationStream afterwards(
      ObservationStream first, int n, ObservationStream then) {
    return new ObservationStream() {
      private int at;

      @Override
      public Observation next() {
        return at++ < n ? first.next() : then.next();
      }
    };
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
        return SceneStream.observation(
            time++,
            i ->
                i % 2 == 0
                    ? Math.sqrt(2 / 1.5) * Math.sin(2 * Math.PI * phase)
                        + random.nextGaussian() / Math.sqrt(3)
                    : random.nextGaussian(),
            null);
      }
    };
  }

  /** Eight AR(1) streams about offsets of their own, in turn. */
  private static ObservationStream cameras(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] scene = new double[8][SceneStream.NUMBERS];
    double[][] state = new double[8][SceneStream.NUMBERS];
    for (int c = 0; c < 8; c++) {
      for (int i = 0; i < SceneStream.NUMBERS; i++) {
        scene[c][i] = random.nextGaussian();
        state[c][i] = random.nextGaussian();
      }
    }
    return new ObservationStream() {
      private long time;

      @Override
      public Observation next() {
        int c = time < BASELINE ? random.nextInt(8) : (int) (time % 8);
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
