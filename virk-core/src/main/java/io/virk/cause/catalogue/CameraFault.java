package io.virk.cause.catalogue;

import io.virk.image.Frame;
import java.util.Set;
import java.util.SplittableRandom;

/** A cause that works on the planes of an image: its severities are five rows of parameters. */
abstract class CameraFault extends CatalogueCause {
  /** Of a change that is no change of colour. */
  static final Set<String> CHANNELS = Set.of("red", "green", "blue");

  private static final int SMALL_SIDE = 64;

  /** Noise of the sensor behind an optical fault, in parts of what it was; 0 = as it comes. */
  private static final double[] NOISE = {0, 1, 1.5};

  CameraFault(String name, String family, String words, String action) {
    super(name, family, words, action);
  }

  /**
   * Changes the planes.
   *
   * @param small whether the shorter side is at most 64 pixels
   * @param level severity - 1
   */
  abstract void change(Planes planes, boolean small, int level, long seed);

  /** In how many ways it comes, as from one of four sides. */
  int shapes() {
    return 1;
  }

  /**
   * Whether it happens to the light in front of the sensor, whose noise then stays. It comes in
   * three ways, for one cannot see where it happened: with its noise changed like the rest of the
   * image, with as much noise as before, and with half as much again, as of an automatic gain.
   */
  boolean isOptical() {
    return false;
  }

  @Override
  public final int variants() {
    return shapes() * (isOptical() ? NOISE.length : 1);
  }

  /** Which of the ways a seed chooses, 0 .. shapes - 1. */
  final int shape(long seed) {
    return (int) Math.floorMod(seed, (long) variants()) % shapes();
  }

  private double noise(long seed) {
    return isOptical() ? NOISE[(int) Math.floorMod(seed, (long) variants()) / shapes()] : 0;
  }

  @Override
  public final Frame apply(Frame frame, int severity, long seed) {
    checkSeverity(severity);
    Planes planes = Planes.of(frame);
    boolean small = planes.shorterSide() <= SMALL_SIDE;
    double noise = noise(seed);
    if (noise > 0) {
      NoiseFloor floor = NoiseFloor.of(planes);
      change(planes, small, severity - 1, seed);
      floor.restore(planes, noise, new SplittableRandom(seed));
    } else {
      change(planes, small, severity - 1, seed);
    }
    return planes.toFrame();
  }

  @Override
  public Set<String> alongside() {
    return CHANNELS;
  }
}
