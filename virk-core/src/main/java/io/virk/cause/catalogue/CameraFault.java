package io.virk.cause.catalogue;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import java.util.Set;

/** A cause that works on the planes of an image: its severities are five rows of parameters. */
abstract class CameraFault implements Cause {
  /** Of a change that is no change of colour. */
  static final Set<String> CHANNELS = Set.of("red", "green", "blue");

  private static final int SMALL_SIDE = 64;

  private final String name;
  private final String family;
  private final String words;
  private final String action;

  CameraFault(String name, String family, String words, String action) {
    this.name = name;
    this.family = family;
    this.words = words;
    this.action = action;
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
    if (severity < 1 || severity > SEVERITIES) {
      throw new IllegalArgumentException("severity: " + severity + " (expected: 1 .. 5)");
    }
    boolean small = Math.min(frame.width(), frame.height()) <= SMALL_SIDE;
    Planes planes = Planes.of(frame);
    change(planes, small, severity - 1, seed);
    return planes.toFrame();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String family() {
    return family;
  }

  @Override
  public final String words() {
    return words;
  }

  @Override
  public final String action() {
    return action;
  }

  @Override
  public Set<String> alongside() {
    return CHANNELS;
  }

  @Override
  public final String toString() {
    return name;
  }
}
