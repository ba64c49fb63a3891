package io.virk.bench.quality;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.capture.Capture;
import io.virk.image.CapturePolicy;
import io.virk.signal.Observation;
import io.virk.signal.internal.SignalExtractor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** The streams on which nothing changes. */
final class CleanStreams {
  /** Images are kept small: the monitor's cost of an image is no matter here. */
  static final CapturePolicy POLICY = new CapturePolicy(112, 112);

  /**
   * One kind of stream.
   *
   * @param name in the table
   * @param about how it is made
   * @param replicates baselines
   * @param windows of one baseline
   * @param baseline observations of a baseline
   * @param cameras values of the tag "camera"; 0 = not sliced
   * @param repeats whether the same frames come again and again in a baseline
   * @param start begins a replicate: the first observations are the baseline's
   */
  record Clean(
      String name,
      String about,
      int replicates,
      int windows,
      int baseline,
      int cameras,
      boolean repeats,
      LongFunction<ObservationStream> start) {

    /** The baseline of a replicate, from the first observations of its stream. */
    Baseline baseline(ObservationStream stream, int window, long seed) {
      BaselineBuilder builder =
          Baseline.builder(name)
              .window(window)
              .capturePolicy(POLICY)
              .clock(() -> Instant.EPOCH)
              .seed(seed);
      if (repeats) {
        builder.repeatsAllowed();
      }
      if (cameras > 0) {
        builder.sliceBy("camera");
      }
      for (int i = 0; i < baseline; i++) {
        builder.add(stream.next());
      }
      return builder.build();
    }
  }

  private CleanStreams() {}

  /** What derives signals as a monitor with a baseline of such a stream does. */
  static SignalExtractor extractor(Baseline baseline) {
    return new SignalExtractor(baseline.schema(), baseline.sources(), null, null, null);
  }

  /** Hands an observation over, and has it judged. */
  static void feed(Monitor monitor, Observation o) {
    Capture capture = monitor.capture();
    if (o.frame() != null) {
      capture.image(o.frame());
    }
    if (o.embedding() != null) {
      capture.embedding(o.embedding());
    }
    if (o.logits() != null) {
      capture.logits(o.logits());
    }
    if (o.tag("camera") != null) {
      capture.tag("camera", o.tag("camera"));
    }
    capture.commit();
    monitor.poll(1);
  }

  /** All of them; the real ones only where their data are. */
  static List<Clean> all(Path data, double size) {
    List<Clean> list = new ArrayList<>();
    int synthetic = (int) Math.max(2, 30 * size);
    list.add(synthetic("iid", "independent", synthetic, 800, 0, 0, 0));
    list.add(synthetic("AR(1) 0.5", "lag-1 correlation 0.5", synthetic, 800, 0.5, 0, 0));
    list.add(synthetic("AR(1) 0.9", "lag-1 correlation 0.9", synthetic, 800, 0.9, 0, 0));
    list.add(
        synthetic("AR(1) 0.9, longer", "the same, longer baselines", synthetic, 3200, 0.9, 0, 0));
    String season = "a sine of amplitude 1 and period 200 in half of it";
    list.add(synthetic("seasonal", season, synthetic, 800, 0, 200, 0));
    list.add(
        synthetic("seasonal, longer", "the same, longer baselines", synthetic, 3200, 0, 200, 0));
    list.add(synthetic("iid, 8 cameras", "independent, in slices", synthetic / 2, 1600, 0, 0, 8));
    if (!Files.isDirectory(data)) {
      return list;
    }
    RealSet cifar = RealSet.cifar(data);
    list.add(
        new Clean(
            "CIFAR-10",
            "resnet20, half of the images in random order for the baseline, the other half, in a new"
                + " random order each pass, for the windows",
            synthetic,
            667,
            1000,
            0,
            false,
            seed -> shuffled(cifar, 1000, seed)));
    RealSet photos = RealSet.imageNet(data);
    list.add(
        new Clean(
            "ImageNet",
            "squeezenet, 300 of 500 photos for the baseline, 200, in a new random order each pass,"
                + " for the windows",
            (int) Math.max(2, 10 * size),
            400,
            300,
            0,
            false,
            seed -> shuffled(photos, 300, seed)));
    RealSet camera = RealSet.camera(data);
    list.add(
        new Clean(
            "traffic camera",
            "squeezenet, the first 125 frames in time order for the baseline, the others, in blocks"
                + " of 64, for the windows",
            2,
            100,
            125,
            0,
            false,
            seed -> halves(camera, seed)));
    list.add(
        new Clean(
            "traffic camera, lengthened",
            "blocks of 50 frames from random places of the 250, taken as a circle, for baseline and"
                + " windows alike: so many that hardly a frame is new to a baseline",
            (int) Math.max(2, 10 * size),
            400,
            3000,
            0,
            true,
            seed -> circularBlocks(camera, 50, seed)));
    return list;
  }

  private static Clean synthetic(
      String name,
      String about,
      int replicates,
      int baseline,
      double correlation,
      int period,
      int cameras) {
    return new Clean(
        name,
        about,
        replicates,
        667,
        baseline,
        cameras,
        false,
        seed -> new SyntheticStream(correlation, period, cameras, seed));
  }

  /** A random part first, then the rest again and again, each time in a new order. */
  static ObservationStream shuffled(RealSet set, int baseline, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, set.size()).toArray();
    shuffle(order, 0, order.length, random);
    return new ObservationStream() {
      private int at;
      private long sequence;

      @Override
      public Observation next() {
        if (at == order.length) {
          shuffle(order, baseline, order.length, random);
          at = baseline;
        }
        return set.observation(order[at++], sequence++).build();
      }
    };
  }

  static void shuffle(int[] order, int from, int to, SplittableRandom random) {
    for (int i = to - 1; i > from; i--) {
      int j = from + random.nextInt(i - from + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  private static ObservationStream halves(RealSet set, long seed) {
    int half = set.size() / 2;
    ObservationStream rest = blocks(set, half, set.size(), 64, seed);
    return new ObservationStream() {
      private int at;

      @Override
      public Observation next() {
        return at < half ? set.observation(at, at++).build() : rest.next();
      }
    };
  }

  /** The same from anywhere: every image comes as often as any other. */
  private static ObservationStream circularBlocks(RealSet set, int block, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new ObservationStream() {
      private int at;
      private int left;
      private long sequence;

      @Override
      public Observation next() {
        at = left == 0 ? random.nextInt(set.size()) : (at + 1) % set.size();
        left = (left == 0 ? block : left) - 1;
        return set.observation(at, sequence++).build();
      }
    };
  }

  /** Runs of neighbouring images from random places. */
  private static ObservationStream blocks(RealSet set, int from, int to, int block, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new ObservationStream() {
      private int at;
      private int left;
      private long sequence = from;

      @Override
      public Observation next() {
        if (left == 0) {
          left = block;
          at = from + random.nextInt(to - from - block + 1);
        }
        left--;
        return set.observation(at++, sequence++).build();
      }
    };
  }
}
