package io.virk.bench.quality;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.Npy;
import io.virk.signal.Observation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;

/** Real images with the recorded outputs of a real model. */
final class RealSet {
  private static final int CROP = 224;

  /** Frames of each of eight cameras. */
  static final int CAMERA_FRAMES = 120;

  private final List<Frame> frames;
  private final float[] embeddings;
  private final float[] logits;

  private RealSet(List<Frame> frames, float[] embeddings, float[] logits) {
    this.frames = frames;
    this.embeddings = embeddings;
    this.logits = logits;
  }

  /** CIFAR-10 as a ResNet-20 sees it: 3,000 images, embeddings of 64, 10 logits. */
  static RealSet cifar(Path data) {
    try (InputStream in =
        new GZIPInputStream(
            Files.newInputStream(data.resolve("images/cifar10-test-3000-images.idx4-ubyte.gz")))) {
      byte[] bytes = in.readAllBytes();
      int size = 32 * 32 * 3;
      List<Frame> frames = new ArrayList<>();
      for (int at = 20; at < bytes.length; at += size) {
        frames.add(Frame.of(Arrays.copyOfRange(bytes, at, at + size), 32, 32, PixelFormat.RGB));
      }
      String name = "recordings/cifar10-test-3000__resnet20_";
      return new RealSet(
          frames,
          npy(data, name + "embedding.npy", frames.size(), 64),
          npy(data, name + "logits.npy", frames.size(), 10));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fashion-MNIST as its CNN sees it: 4,000 images, embeddings of 64, 10 logits. */
  static RealSet fashion(Path data) {
    return grey(data, "fashion-mnist-t10k-0000-3999", "fashion-t10k-0000-3999");
  }

  /** MNIST as the CNN of Fashion-MNIST sees it: 2,000 images, embeddings of 64, 10 logits. */
  static RealSet mnist(Path data) {
    return grey(data, "mnist-t10k-0000-1999", "mnist-t10k-0000-1999");
  }

  private static RealSet grey(Path data, String images, String recording) {
    try (InputStream in =
        new GZIPInputStream(
            Files.newInputStream(data.resolve("images/" + images + "-images.idx3-ubyte.gz")))) {
      byte[] bytes = in.readAllBytes();
      int size = 28 * 28;
      List<Frame> frames = new ArrayList<>();
      for (int at = 16; at < bytes.length; at += size) {
        frames.add(Frame.of(Arrays.copyOfRange(bytes, at, at + size), 28, 28, PixelFormat.GRAY));
      }
      String name = "recordings/" + recording + "__fashion-cnn_";
      return new RealSet(
          frames,
          npy(data, name + "embedding.npy", frames.size(), 64),
          npy(data, name + "logits.npy", frames.size(), 10));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every second frame of a clip, of which no model has been recorded. */
  static RealSet clip(Path data, String clip) {
    List<Frame> frames = zip(images(data, clip));
    return new RealSet(thinned(frames, 2, (frames.size() + 1) / 2), null, null);
  }

  /** A fixed traffic camera as a SqueezeNet sees it: 250 frames in time order. */
  static RealSet camera(Path data) {
    List<Frame> frames = zip(data.resolve("images/video-highway-a-frames.zip"));
    return new RealSet(
        frames,
        npy(data, "recordings/video-highway-a__squeezenet_embedding.npy", frames.size(), 512),
        null);
  }

  /** 500 photos of ImageNet as a SqueezeNet sees them. */
  static RealSet imageNet(Path data) {
    List<Frame> frames = zip(data.resolve("images/imagenet-sample-500-short256.zip"));
    return new RealSet(
        frames,
        npy(data, "recordings/imagenet-sample-500__squeezenet_embedding.npy", frames.size(), 512),
        null);
  }

  /**
   * Eight fixed cameras: parts of 144 x 144 pixels of the three clips, 120 frames each in time
   * order (of the square and the bottles every fourth, of the highway every second), one camera
   * after the other. No model has been recorded.
   */
  static RealSet eightCameras(Path data) {
    List<Frame> frames = new ArrayList<>();
    int[] left = {0, 120, 240};
    for (int x : left) {
      frames.addAll(
          thinned(zip(images(data, "square"), f -> part(f, x, 140, 144, 144)), 4, CAMERA_FRAMES));
    }
    for (int x : new int[] {0, 170}) {
      frames.addAll(
          thinned(zip(images(data, "highway-a"), f -> part(f, x, 80, 144, 144)), 2, CAMERA_FRAMES));
    }
    for (int x : new int[] {0, 88, 176}) {
      frames.addAll(
          thinned(zip(images(data, "bottles"), f -> part(f, x, 20, 144, 144)), 4, CAMERA_FRAMES));
    }
    return new RealSet(frames, null, null);
  }

  private static Path images(Path data, String clip) {
    return data.resolve("images/video-" + clip + "-frames.zip");
  }

  private static List<Frame> thinned(List<Frame> frames, int every, int n) {
    return IntStream.range(0, n).mapToObj(i -> frames.get(i * every)).toList();
  }

  int size() {
    return frames.size();
  }

  boolean hasEmbeddings() {
    return embeddings != null;
  }

  Frame frame(int index) {
    return frames.get(index);
  }

  /** An observation of one of the images. */
  Observation.Builder observation(int index, long sequence) {
    Observation.Builder observation =
        Observation.builder()
            .sequence(sequence)
            .epochMillis(100 * sequence)
            .image(frames.get(index));
    if (embeddings != null) {
      int d = embeddings.length / frames.size();
      observation.embedding(Arrays.copyOfRange(embeddings, index * d, (index + 1) * d));
    }
    if (logits != null) {
      int c = logits.length / frames.size();
      observation.logits(Arrays.copyOfRange(logits, index * c, (index + 1) * c));
    }
    return observation;
  }

  private static float[] npy(Path data, String name, int n, int d) {
    try {
      return Npy.readFloats(name, Files.readAllBytes(data.resolve(name)), n, d);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The images in the order of their names, the centre of each. */
  private static List<Frame> zip(Path file) {
    return zip(file, RealSet::centre);
  }

  private static List<Frame> zip(Path file, UnaryOperator<Frame> of) {
    return zip(file, "", of);
  }

  /** Whole images of a zip, in the order of their names: those whose name begins so. */
  static List<Frame> files(Path file, String text) {
    return zip(file, text, f -> f);
  }

  private static List<Frame> zip(Path file, String text, UnaryOperator<Frame> of) {
    TreeMap<String, Frame> frames = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.startsWith(text) && (name.endsWith(".jpg") || name.endsWith(".png"))) {
          Frame frame = Frame.of(ImageIO.read(new ByteArrayInputStream(zip.readAllBytes())));
          frames.put(entry.getName(), of.apply(frame));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(frames.values());
  }

  private static Frame centre(Frame frame) {
    int width = Math.min(CROP, frame.width());
    int height = Math.min(CROP, frame.height());
    return part(frame, (frame.width() - width) / 2, (frame.height() - height) / 2, width, height);
  }

  /** A part of a frame, copied. */
  static Frame part(Frame frame, int x, int y, int width, int height) {
    int bytes = frame.format() == PixelFormat.GRAY ? 1 : 3;
    byte[] pixels = new byte[width * height * bytes];
    for (int row = 0; row < height; row++) {
      System.arraycopy(
          frame.pixels(),
          frame.offset() + (y + row) * frame.rowStride() + x * bytes,
          pixels,
          row * width * bytes,
          width * bytes);
    }
    return Frame.of(pixels, width, height, frame.format());
  }
}
