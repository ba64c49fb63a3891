package io.virk.cause.catalogue;

/**
 * Red and blue exchanged: BGR read as RGB. It happens or not, so that all severities are alike; a
 * gray image stays.
 */
final class ChannelSwap extends ColourFault {
  ChannelSwap() {
    super("red and blue swapped", "colour");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    if (!planes.isGray()) {
      float[] red = planes.channels()[0];
      planes.channels()[0] = planes.channels()[2];
      planes.channels()[2] = red;
    }
  }
}
