package io.virk.cause.catalogue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The picture of another camera: two cables, two addresses or two names were exchanged. It happens
 * or not, so that all severities are alike.
 */
final class OtherCamera extends CatalogueCause {
  private final List<Frame> donors;

  OtherCamera(List<Frame> donors) {
    super("picture of another camera", "stream");
    if (donors.isEmpty()) {
      throw new IllegalArgumentException("donors: 0 (expected: at least one frame)");
    }
    this.donors = donors.stream().map(Frame::copy).toList();
  }

  /** One of the other camera's frames, in the size and with the channels of the given one. */
  @Override
  public Frame apply(Frame frame, int severity, long seed) {
    checkSeverity(severity);
    return shown(frame, new SplittableRandom(seed).nextInt(donors.size()));
  }

  /** The other camera's frames in their own order, from one that the seed chooses. */
  @Override
  public List<Frame> apply(List<Frame> run, int severity, long seed) {
    checkSeverity(severity);
    int first = new SplittableRandom(seed).nextInt(donors.size());
    List<Frame> changed = new ArrayList<>(run.size());
    for (int i = 0; i < run.size(); i++) {
      changed.add(shown(run.get(i), (first + i) % donors.size()));
    }
    return changed;
  }

  private Frame shown(Frame frame, int donor) {
    Planes other = Planes.of(donors.get(donor));
    if (other.width() != frame.width() || other.height() != frame.height()) {
      other = Resample.resized(other, frame.width(), frame.height());
    }
    boolean gray = frame.format() == PixelFormat.GRAY;
    if (gray && !other.isGray()) {
      other = new Planes(frame.width(), frame.height(), new float[][] {other.luma()});
    } else if (!gray && other.isGray()) {
      float[] luma = other.luma();
      other = new Planes(frame.width(), frame.height(), new float[][] {luma, luma, luma});
    }
    return other.toFrame();
  }
}
