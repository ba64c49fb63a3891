package io.virk.cause.catalogue;

/**
 * Gray instead of colour: all channels are the luma. It happens or not, so that all severities are
 * alike; a gray image stays.
 */
final class GrayPicture extends ColourFault {
  GrayPicture() {
    super("gray instead of colour", "colour");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.saturate(0);
  }
}
