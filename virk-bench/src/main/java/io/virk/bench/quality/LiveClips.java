package io.virk.bench.quality;

import io.virk.bench.quality.LiveStreams.Live;
import io.virk.bench.quality.LiveStreams.Slicing;
import io.virk.onnx.ImageTransform;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Live streams of real images.
 *
 * <ul>
 *   <li>CIFAR-10 and Fashion-MNIST <b>x k</b>: 700 random images for the baseline; {@link #LIVE}
 *       others, in a new random order each pass, each k times in a row.
 *   <li><b>highway</b>, <b>square</b>, <b>bottles</b>: a random half of a clip's frames for the
 *       baseline (125, 397, 297), then the whole clip in time order, once or ten times. Half of the
 *       frames of the stream are therefore known: what alarms is the order.
 *   <li><b>eight real cameras</b>: parts of the three clips, 120 frames each in time order, in
 *       turn, again and again; 700 random frames of all for the one baseline.
 * </ul>
 */
final class LiveClips {
  /** Images that no baseline has, for the stream. */
  private static final int LIVE = 1000;

  private static final int PHOTOS = 700;

  private LiveClips() {}

  static List<Live> all(Path data, int replicates) {
    List<Live> list = new ArrayList<>();
    Path models = data.resolve("models");
    Supplier<LiveImages> cifar =
        once(
            () ->
                new LiveImages(
                    RealSet.cifar(data),
                    models.resolve("cifar10-resnet20-emb.onnx"),
                    ImageTransform.imageNet(),
                    true));
    Supplier<LiveImages> fashion =
        once(
            () ->
                new LiveImages(
                    RealSet.fashion(data),
                    models.resolve("fashion-cnn-emb.onnx"),
                    ImageTransform.unit(),
                    true));
    for (int k : new int[] {1, 2, 4, 8, 30}) {
      list.add(photos("CIFAR-10", "resnet20", cifar, k, replicates));
    }
    for (int k : new int[] {1, 2, 4, 8, 30}) {
      list.add(photos("Fashion-MNIST", "its CNN", fashion, k, replicates));
    }
    clips(list, "highway", () -> RealSet.camera(data), 250, models, replicates);
    clips(list, "square", () -> RealSet.clip(data, "square"), 398, models, replicates);
    clips(list, "bottles", () -> RealSet.clip(data, "bottles"), 298, models, replicates);
    Supplier<LiveImages> cameras = once(() -> squeezeNet(RealSet.eightCameras(data), models));
    for (Slicing slicing : Slicing.values()) {
      list.add(cameras(cameras, slicing, replicates));
    }
    return list;
  }

  /** Loads what is needed, when it is needed. */
  private static Supplier<LiveImages> once(Supplier<LiveImages> of) {
    return new Supplier<>() {
      private LiveImages images;

      @Override
      public synchronized LiveImages get() {
        images = images == null ? of.get() : images;
        return images;
      }
    };
  }

  private static LiveImages squeezeNet(RealSet set, Path models) {
    return new LiveImages(
        set, models.resolve("squeezenet1.1-imagenet-emb.onnx"), ImageTransform.caffe(), false);
  }

  private static Live photos(
      String name, String model, Supplier<LiveImages> images, int k, int replicates) {
    return new Live(
        name + " x " + k,
        model + "; 700 random images for the baseline, others " + k + " times in a row",
        replicates,
        k > 8 ? 1000 : 320,
        true,
        Slicing.NONE,
        seed -> {
          LiveImages set = images.get();
          int[] order = order(set.size(), seed);
          int last = Math.min(order.length, PHOTOS + LIVE);
          SplittableRandom random = new SplittableRandom(seed + 500);
          return new Source(
              set,
              order,
              PHOTOS,
              at -> {
                int image = at / k % (last - PHOTOS);
                if (image == 0 && at % k == 0) {
                  CleanStreams.shuffle(order, PHOTOS, last, random);
                }
                return order[PHOTOS + image];
              },
              0);
        });
  }

  private static void clips(
      List<Live> list,
      String name,
      Supplier<RealSet> set,
      int frames,
      Path models,
      int replicates) {
    Supplier<LiveImages> images = once(() -> squeezeNet(set.get(), models));
    for (int passes : new int[] {1, 10}) {
      list.add(
          new Live(
              name + ", " + passes + (passes == 1 ? " pass" : " passes"),
              "squeezenet; a random half of the frames, then all in time order",
              replicates,
              passes * frames / CleanTable.WINDOW,
              true,
              Slicing.NONE,
              seed ->
                  new Source(images.get(), order(frames, seed), frames / 2, at -> at % frames, 0)));
    }
  }

  private static Live cameras(Supplier<LiveImages> images, Slicing slicing, int replicates) {
    int frames = RealSet.CAMERA_FRAMES;
    return new Live(
        "eight real cameras, " + LiveStreams.words(slicing),
        "squeezenet; 700 random frames of all, then each camera in time order, in turn",
        replicates,
        400,
        true,
        slicing,
        seed ->
            new Source(
                images.get(),
                order(LiveStreams.CAMERAS * frames, seed),
                PHOTOS,
                at -> at % LiveStreams.CAMERAS * frames + at / LiveStreams.CAMERAS % frames,
                frames));
  }

  private static int[] order(int n, long seed) {
    int[] order = IntStream.range(0, n).toArray();
    CleanStreams.shuffle(order, 0, n, new SplittableRandom(seed));
    return order;
  }

  /** The first images of an order, then images by their place in the stream. */
  private static final class Source implements LiveSource {
    private final LiveImages images;
    private final List<Observation> baseline;
    private final IntUnaryOperator image;
    private final int cameraFrames;
    private int at;

    Source(LiveImages images, int[] order, int n, IntUnaryOperator image, int cameraFrames) {
      this.images = images;
      this.image = image;
      this.cameraFrames = cameraFrames;
      this.baseline = IntStream.range(0, n).mapToObj(i -> observation(order[i], null, i)).toList();
    }

    @Override
    public List<Observation> baseline() {
      return baseline;
    }

    @Override
    public Observation next(LiveChange change) {
      int index = image.applyAsInt(at);
      boolean changes =
          cameraFrames == 0 || LiveStreams.CHANGED_CAMERA.equals("cam-" + index / cameraFrames);
      return observation(index, changes ? change : null, baseline.size() + at++);
    }

    private Observation observation(int index, LiveChange change, long sequence) {
      Observation.Builder observation = images.observation(index, change, sequence);
      if (cameraFrames > 0) {
        observation.tag("camera", "cam-" + index / cameraFrames);
      }
      return observation.build();
    }
  }
}
