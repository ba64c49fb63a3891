package io.virk.examples.quickstart;

/** The blur of a lens: always a little, and a disk when it is out of focus. */
final class Lens {
  private final float[] along;
  private final float[] across;
  private final Linear half;
  private final Linear spread;
  private double radius;
  private float[] disk = {1};
  private int side = 1;

  Lens(Station station, int width, int height) {
    // the belt moves while the shutter is open, so the blur is longer along the rows
    along = Smooth.taps(station.blur() * 1.15);
    across = Smooth.taps(station.blur());
    half = new Linear(width, height);
    spread = new Linear(width, height);
  }

  /**
   * Images a scene.
   *
   * @param light the scene before, the image after. Modified.
   * @param defocus radius of the disk of a point, pixels, 0 = in focus
   */
  void image(Linear light, double defocus) {
    Linear source = light;
    if (defocus > 0) {
      if (defocus != radius) {
        focus(defocus);
      }
      light.convolve(disk, side, side, spread);
      source = spread;
    }
    source.convolve(along, along.length, 1, half);
    half.convolve(across, 1, across.length, light);
  }

  /** Draws the disk: each pixel weighs what the disk covers of it. */
  private void focus(double defocus) {
    double wide = Math.max(0.2, defocus);
    int reach = (int) Math.ceil(wide);
    side = 2 * reach + 1;
    disk = new float[side * side];
    int fine = 8;
    float sum = 0;
    for (int i = 0; i < side * fine; i++) {
      for (int j = 0; j < side * fine; j++) {
        double y = (i + 0.5) / fine - side / 2.0;
        double x = (j + 0.5) / fine - side / 2.0;
        if (x * x + y * y <= wide * wide) {
          disk[i / fine * side + j / fine]++;
          sum++;
        }
      }
    }
    for (int at = 0; at < disk.length; at++) {
      disk[at] /= sum;
    }
    radius = defocus;
  }
}
