package io.virk.image.internal;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory for the patches of one frame, allocated once: one after the other, tightly packed. The
 * {@code take} methods allocate nothing. Not thread-safe.
 */
final class PatchBuffer {
  private static final int SIDE = PatchPlaces.SIDE;

  private final CapturePolicy policy;
  private final byte[] pixels;

  /** Views on the memory by pixel format, made when they are first asked for. */
  private final List<List<Frame>> views = new ArrayList<>();

  private int count;

  PatchBuffer(CapturePolicy policy) {
    this.policy = policy;
    int bytes = policy.patches() * SIDE * SIDE * Reduction.MAX_SAMPLES;
    // rows may be written with a byte to spare
    this.pixels = new byte[bytes + (bytes == 0 ? 0 : Integer.BYTES)];
    for (int i = 0; i < PixelFormat.values().length; i++) {
      views.add(null);
    }
  }

  /** Copies the patches of a frame that is reduced by a factor: its own if it has any. */
  void take(Frame source, int factor) {
    if (source.patches().isEmpty()) {
      take(
          source.pixels(),
          source.offset(),
          source.width(),
          source.height(),
          source.rowStride(),
          source.format().samplesPerPixel(),
          factor);
    } else {
      take(source.patches());
    }
  }

  /** As many as are wanted, or none: all frames must have the same number. */
  private void take(List<Frame> patches) {
    count = patches.size() < policy.patches() ? 0 : policy.patches();
    int at = 0;
    for (int i = 0; i < count; i++) {
      Frame patch = patches.get(i);
      int row = SIDE * patch.format().samplesPerPixel();
      for (int y = 0; y < SIDE; y++, at += row) {
        int from = patch.offset() + y * patch.rowStride();
        System.arraycopy(patch.pixels(), from, pixels, at, row);
      }
    }
  }

  /** Copies the patches of an image that is reduced by a factor. */
  void take(
      byte[] source, int offset, int width, int height, int rowStride, int samples, int factor) {
    count = PatchPlaces.count(policy, factor, width, height);
    int row = SIDE * samples;
    int at = 0;
    for (int patch = 0; patch < count; patch++) {
      int from = offset + PatchPlaces.left(patch, width) * samples;
      int top = PatchPlaces.top(patch, height);
      for (int y = top; y < top + SIDE; y++, at += row) {
        System.arraycopy(source, from + y * rowStride, pixels, at, row);
      }
    }
  }

  /** Copies the patches of an image that is reduced by a factor. */
  void take(PixelRows source, int width, int height, int samples, int factor) {
    count = PatchPlaces.count(policy, factor, width, height);
    int at = 0;
    for (int patch = 0; patch < count; patch++) {
      int left = PatchPlaces.left(patch, width);
      int top = PatchPlaces.top(patch, height);
      for (int y = top; y < top + SIDE; y++, at += SIDE * samples) {
        source.read(left, y, SIDE, 1, pixels, at);
      }
    }
  }

  /** Views on what was taken last; the same objects for the same format. */
  List<Frame> frames(PixelFormat format) {
    if (count == 0) {
      return List.of();
    }
    List<Frame> known = views.get(format.ordinal());
    if (known == null) {
      known = views(format);
      views.set(format.ordinal(), known);
    }
    return known;
  }

  /** All of them: an image has as many as the policy says, or none. */
  private List<Frame> views(PixelFormat format) {
    int row = SIDE * format.samplesPerPixel();
    List<Frame> frames = new ArrayList<>(count);
    for (int patch = 0; patch < count; patch++) {
      frames.add(Frame.of(pixels, patch * SIDE * row, SIDE, SIDE, row, format));
    }
    return List.copyOf(frames);
  }

  /** Bytes of memory held. */
  long memory() {
    return pixels.length + 64L * policy.patches();
  }
}
