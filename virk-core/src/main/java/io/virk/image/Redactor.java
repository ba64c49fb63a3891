package io.virk.image;

import java.util.Map;
import java.util.Optional;

/**
 * Sees every image before it reaches a disk, and may blur, crop, drop or replace it. Called on the
 * thread that writes; one that throws drops the image, which is counted as a failure.
 */
@FunctionalInterface
public interface Redactor {
  /** Leaves images as they are. */
  Redactor NONE = (image, tags) -> Optional.of(image);

  /** Lets no image through: what is written has signals and words alone. */
  Redactor DROP = (image, tags) -> Optional.empty();

  /**
   * Makes of an image what may be written.
   *
   * @param image as it was captured, with its {@linkplain Frame#patches patches}. Not to be
   *     modified.
   * @param tags of the observation, but for private ones; empty for an image of a baseline
   * @return the same image, another one, or empty if it is to be dropped; patches of it are
   *     written, too
   */
  Optional<Frame> redact(Frame image, Map<String, String> tags);

  /**
   * Replaces images by coarse mosaics.
   *
   * @param block side of a square that becomes one colour, pixels, 2 .. 4096
   * @return makes every image a mosaic
   * @throws IllegalArgumentException if the side is out of its range
   */
  static Redactor mosaic(int block) {
    if (block < 2 || block > 4096) {
      throw new IllegalArgumentException("block: " + block + " (expected: 2 .. 4096)");
    }
    return (image, tags) -> Optional.of(mosaic(image, block));
  }

  private static Frame mosaic(Frame image, int block) {
    Frame copy = image.withoutPatches().copy();
    int samples = copy.format().samplesPerPixel();
    byte[] pixels = copy.pixels();
    for (int top = 0; top < copy.height(); top += block) {
      int bottom = Math.min(copy.height(), top + block);
      for (int left = 0; left < copy.width(); left += block) {
        int right = Math.min(copy.width(), left + block);
        for (int s = 0; s < samples; s++) {
          long sum = 0;
          for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
              sum += pixels[(y * copy.width() + x) * samples + s] & 0xff;
            }
          }
          byte mean = (byte) (sum / ((long) (bottom - top) * (right - left)));
          for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
              pixels[(y * copy.width() + x) * samples + s] = mean;
            }
          }
        }
      }
    }
    return copy;
  }
}
