package io.virk.image.internal;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import java.util.List;
import java.util.Objects;

/**
 * An image at about its full size again, made of what was kept of it: of each pixel of the reduced
 * frame a block of its mean that slopes towards its neighbours, and the patches in their places. So
 * something can happen to it as it happens to the image of a camera, and it is then captured as
 * that is. A frame without patches is taken as it is.
 *
 * <p>Blocks are {@value #LARGEST} x {@value #LARGEST} pixels at most, to bound what it costs: an
 * image of 1920 x 1080 at the default policy is put together at half its width and height. The
 * patches are as they were; the reduced frame moves a little more than it would.
 */
public final class FullSize {
  private static final int LARGEST = 3;

  private final Frame kept;
  private final int factor;

  private FullSize(Frame kept, int factor) {
    this.kept = kept;
    this.factor = factor;
  }

  /**
   * Looks at a frame.
   *
   * @param kept as a capture keeps it. Not modified, not copied.
   * @return what makes the image
   */
  public static FullSize of(Frame kept) {
    Objects.requireNonNull(kept, "kept");
    int factor = Reduction.ceilDiv(kept.fullWidth(), kept.width());
    return new FullSize(kept, kept.patches().isEmpty() ? 1 : Math.min(LARGEST, factor));
  }

  /**
   * Makes the image of a frame, and captures it: it differs a little from the frame.
   *
   * @param kept as a capture keeps it. Not modified.
   * @return what is kept again; the frame itself if it has no patches
   */
  public static Frame captured(Frame kept) {
    FullSize full = of(kept);
    return full.factor == 1 ? kept : full.capture(full.image());
  }

  /**
   * The number of pixels.
   *
   * @return of the image that {@link #image} makes
   */
  public long pixels() {
    return (long) kept.width() * kept.height() * factor * factor;
  }

  /**
   * Makes the image anew.
   *
   * @return a frame of its own memory
   */
  public Frame image() {
    if (factor == 1) {
      return kept.copy();
    }
    int samples = kept.format().samplesPerPixel();
    int width = kept.width() * factor;
    int height = kept.height() * factor;
    byte[] pixels = new byte[width * height * samples];
    for (int y = 0; y < kept.height(); y++) {
      for (int x = 0; x < kept.width(); x++) {
        for (int s = 0; s < samples; s++) {
          block(x, y, s, pixels, width);
        }
      }
    }
    List<Frame> patches = kept.patches();
    for (int i = 0; i < patches.size(); i++) {
      paste(patches.get(i), PatchPlaces.left(i, width), PatchPlaces.top(i, height), pixels, width);
    }
    return Frame.of(pixels, width, height, kept.format());
  }

  /** Keeps of an image what a capture would, as it kept the frame that this was made of. */
  public Frame capture(Frame image) {
    return factor == 1
        ? image
        : new CapturePolicy(kept.width(), kept.height(), kept.patches().size()).reduce(image);
  }

  /** Half of what the neighbours differ by is the slope, so that the block's mean stays. */
  private void block(int x, int y, int sample, byte[] pixels, int width) {
    int samples = kept.format().samplesPerPixel();
    float mean = at(x, y, sample);
    float across = slope(at(x - 1, y, sample), mean, at(x + 1, y, sample)) / factor;
    float down = slope(at(x, y - 1, sample), mean, at(x, y + 1, sample)) / factor;
    float middle = (factor - 1) / 2f;
    for (int j = 0; j < factor; j++) {
      int to = ((y * factor + j) * width + x * factor) * samples + sample;
      float left = mean + (j - middle) * down - middle * across + 0.5f;
      for (int i = 0; i < factor; i++, to += samples) {
        pixels[to] = (byte) (int) Math.max(0, Math.min(255, left + i * across));
      }
    }
  }

  /**
   * The smaller of the steps to both sides, none at a peak: no block goes beyond its neighbours.
   */
  private static float slope(float before, float mean, float after) {
    float up = mean - before;
    float on = after - mean;
    return up * on <= 0 ? 0 : Math.abs(up) < Math.abs(on) ? up : on;
  }

  private int at(int x, int y, int sample) {
    int column = Math.max(0, Math.min(kept.width() - 1, x));
    int row = Math.max(0, Math.min(kept.height() - 1, y));
    int at = kept.offset() + row * kept.rowStride();
    return kept.pixels()[at + column * kept.format().samplesPerPixel() + sample] & 0xff;
  }

  private static void paste(Frame patch, int left, int top, byte[] pixels, int width) {
    int samples = patch.format().samplesPerPixel();
    if (left + patch.width() > width || (top + patch.height()) * width * samples > pixels.length) {
      return;
    }
    for (int y = 0; y < patch.height(); y++) {
      int to = ((top + y) * width + left) * samples;
      int from = patch.offset() + y * patch.rowStride();
      System.arraycopy(patch.pixels(), from, pixels, to, patch.width() * samples);
    }
  }
}
