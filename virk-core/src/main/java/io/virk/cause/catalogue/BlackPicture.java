package io.virk.cause.catalogue;

/** No picture: every sample is 0. It happens or not, so that all severities are alike. */
final class BlackPicture extends CameraFault {
  BlackPicture() {
    super("black picture", "stream");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.linear(0, 0);
  }
}
