package io.virk.examples.quickstart;

import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipException;

/**
 * The user's own images as if four cameras had taken them in turn. Every other run of 25 images
 * makes the baseline, the others the stream, again and again from the beginning. Trouble is made
 * with the catalogue of causes, severity 3.
 */
final class PhotoLine implements ProductionLine {
  /** More images than this are thinned out evenly, so that they fit into a small heap. */
  private static final Cause DEFOCUS = published("defocus blur");

  private static final Cause NOISE = published("gaussian noise");

  private static final int MAXIMUM_IMAGES = 3000;

  private static final long MAXIMUM_BYTES = 400L << 20;
  private static final int RUN = 25;
  private static final int SEVERITY = 3;
  private static final CapturePolicy KEPT = new CapturePolicy(480, 360, 0);

  private final Path source;
  private final int unreadable;
  private final List<Frame> baseline = new ArrayList<>();
  private final List<Frame> stream = new ArrayList<>();
  private final int[] takenForBaseline = new int[CAMERAS];
  private final int[] taken = new int[CAMERAS];
  private final Trouble[] troubles = new Trouble[CAMERAS];

  private PhotoLine(Path source, List<Frame> images, int unreadable) {
    this.source = source;
    this.unreadable = unreadable;
    for (int i = 0; i < images.size(); i++) {
      (i / RUN % 2 == 0 ? baseline : stream).add(images.get(i));
    }
    Arrays.fill(troubles, Trouble.NONE);
  }

  /**
   * Reads the images.
   *
   * @param source a folder, a zip file or an IDX file
   * @param shuffle whether to put them into random order
   * @param seed of that order
   * @throws IllegalArgumentException if there are too few readable ones
   * @throws IOException if the source cannot be read
   */
  static PhotoLine read(Path source, boolean shuffle, long seed) throws IOException {
    List<Frame> images = new ArrayList<>();
    int unreadable = 0;
    String name = source.getFileName().toString().toLowerCase(Locale.ROOT);
    if (Files.isDirectory(source)) {
      unreadable = readFolder(source, images);
    } else if (name.endsWith(".zip")) {
      try (FileSystem zip = FileSystems.newFileSystem(source)) {
        unreadable = readFolder(zip.getPath("/"), images);
      } catch (ZipException e) {
        throw new IllegalArgumentException(
            "--images: " + source + " (expected: a whole zip file; " + e.getMessage() + ")", e);
      }
    } else {
      images.addAll(IdxImages.read(source, MAXIMUM_IMAGES));
    }
    if (images.size() < 2 * RUN) {
      throw new IllegalArgumentException(
          "--images: "
              + source
              + " holds "
              + images.size()
              + " readable images (expected: >= "
              + 2 * RUN
              + ")");
    }
    if (shuffle) {
      Collections.shuffle(images, new Random(seed));
    }
    return new PhotoLine(source, images, unreadable);
  }

  private static int readFolder(Path root, List<Frame> images) {
    ImageFolder folder = ImageFolder.of(root);
    int stride = Math.max(1, folder.size() / MAXIMUM_IMAGES);
    int at = 0;
    long bytes = 0;
    for (ImageFolder.Entry entry : folder) {
      if (at++ % stride == 0 && bytes < MAXIMUM_BYTES) {
        Frame frame = KEPT.reduce(entry.frame());
        bytes += frame.pixels().length;
        images.add(frame);
      }
    }
    return folder.unreadable().size();
  }

  /** The images of the baseline, in their order. */
  List<Frame> baseline() {
    return Collections.unmodifiableList(baseline);
  }

  /** The images of the stream, in their order. */
  List<Frame> stream() {
    return Collections.unmodifiableList(stream);
  }

  @Override
  public String description() {
    return baseline.size() + stream.size() + " images of " + source.getFileName();
  }

  @Override
  public int baselineFrames() {
    return baseline.size() / CAMERAS;
  }

  @Override
  public View nextForBaseline(int camera) {
    return turn(baseline, camera, takenForBaseline);
  }

  @Override
  public View next(int camera) {
    View view = turn(stream, camera, taken);
    Frame frame = view.frame();
    long seed = taken[camera];
    return switch (troubles[camera]) {
      case NONE -> view;
      case UNDER_EXPOSED -> corrupted(Causes.named("under-exposure"), frame, seed);
      case OUT_OF_FOCUS -> corrupted(DEFOCUS, frame, seed);
      case NOISY -> corrupted(NOISE, frame, seed);
    };
  }

  private static Cause published(String name) {
    return Causes.published().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static View turn(List<Frame> images, int camera, int[] counts) {
    int at = counts[camera]++ * CAMERAS + camera;
    return new View(images.get(at % images.size()), -1);
  }

  private static View corrupted(Cause cause, Frame frame, long seed) {
    return new View(cause.apply(frame, SEVERITY, seed), -1);
  }

  @Override
  public void trouble(int camera, Trouble trouble) {
    troubles[camera] = trouble;
  }

  @Override
  public int unreadable() {
    return unreadable;
  }
}
