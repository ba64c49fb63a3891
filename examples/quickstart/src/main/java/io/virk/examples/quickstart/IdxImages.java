package io.virk.examples.quickstart;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads images from IDX files, the format of MNIST: [n, h, w] gray or [n, h, w, 3] RGB. */
final class IdxImages {
  private static final int GRAY = 0x0803;
  private static final int RGB = 0x0804;
  private static final int MAXIMUM_SIDE = 16_384;

  private IdxImages() {}

  /**
   * Reads a file, packed with gzip if its name ends with .gz.
   *
   * @param limit images at most
   * @throws IllegalArgumentException if it is no such file
   */
  static List<Frame> read(Path file, int limit) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        DataInputStream in = new DataInputStream(new BufferedInputStream(plain))) {
      int magic = in.readInt();
      if (magic != GRAY && magic != RGB) {
        throw new IllegalArgumentException(
            "--images: " + file + " (expected: a folder, a .zip, or an IDX file of images)");
      }
      int count = Math.min(limit, in.readInt());
      int height = in.readInt();
      int width = in.readInt();
      int samples = magic == RGB ? in.readInt() : 1;
      if (height <= 0
          || height > MAXIMUM_SIDE
          || width <= 0
          || width > MAXIMUM_SIDE
          || magic == RGB && samples != 3) {
        throw new IllegalArgumentException(
            "--images: " + file + " holds images of " + width + " x " + height + " x " + samples);
      }
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), samples)];
        in.readFully(pixels);
        frames.add(
            Frame.of(pixels, width, height, samples == 3 ? PixelFormat.RGB : PixelFormat.GRAY));
      }
      return frames;
    }
  }
}
