package io.virk.cause.catalogue;

/** No picture: every sample is 0. It happens or not, so that all severities are alike. */
final class BlackPicture extends CameraFault {
  BlackPicture() {
    super(
        "black picture",
        "stream",
        "is black",
        "Check the camera's power, its cable and the decoder: no picture arrives.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.linear(0, 0);
  }
}
