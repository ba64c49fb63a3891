package io.virk.cause.catalogue;

import io.virk.image.Frame;
import java.util.Set;

/** A cause that works on the planes of an image: its severities are five rows of parameters. */
abstract class CameraFault extends CatalogueCause {
  /** Of a change that is no change of colour. */
  static final Set<String> CHANNELS = Set.of("red", "green", "blue");

  private static final int SMALL_SIDE = 64;

  CameraFault(String name, String family) {
    super(name, family);
  }

  /**
   * Changes the planes.
   *
   * @param small whether the shorter side is at most 64 pixels
   * @param level severity - 1
   */
  abstract void change(Planes planes, boolean small, int level, long seed);

  @Override
  public final Frame apply(Frame frame, int severity, long seed) {
    checkSeverity(severity);
    Planes planes = Planes.of(frame);
    change(planes, planes.shorterSide() <= SMALL_SIDE, severity - 1, seed);
    return planes.toFrame();
  }

  @Override
  public Set<String> alongside() {
    return CHANNELS;
  }
}
