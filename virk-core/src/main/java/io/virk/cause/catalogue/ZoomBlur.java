package io.virk.cause.catalogue;

/**
 * Zoom blur, published: the mean of an image and its zooms of 1, 1 + step, ... below an end; as
 * when a camera moves towards what it sees.
 */
final class ZoomBlur extends CameraFault {
  /** The zoom that is no longer taken, and the step. */
  private static final double[][] SMALL = {
    {1.06, .01}, {1.11, .01}, {1.16, .01}, {1.21, .01}, {1.26, .01}
  };

  private static final double[][] LARGE = {
    {1.11, .01}, {1.16, .01}, {1.21, .02}, {1.26, .02}, {1.31, .03}
  };

  ZoomBlur() {
    super("zoom blur", "blur");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] zooms = (small ? SMALL : LARGE)[level];
    int count = (int) Math.ceil((zooms[0] - 1) / zooms[1] - 1e-9);
    float[][] channels = planes.channels();
    float[][] sums = new float[channels.length][];
    for (int c = 0; c < channels.length; c++) {
      sums[c] = channels[c].clone();
    }
    for (int i = 0; i < count; i++) {
      CentreZoom zoom = new CentreZoom(planes.width(), planes.height(), 1 + i * zooms[1]);
      for (int c = 0; c < channels.length; c++) {
        zoom.addTo(channels[c], sums[c]);
      }
    }
    for (int c = 0; c < channels.length; c++) {
      for (int i = 0; i < sums[c].length; i++) {
        channels[c][i] = sums[c][i] / (count + 1);
      }
    }
  }
}
