package io.virk.image;

/** The order of the 8-bit samples of one interleaved pixel. */
public enum PixelFormat {
  /** One luminance sample. */
  GRAY(1, 0, 0, 0),
  /** Red, green, blue. */
  RGB(3, 0, 1, 2),
  /** Blue, green, red: the order of OpenCV. */
  BGR(3, 2, 1, 0),
  /** Red, green, blue, alpha; alpha is ignored. */
  RGBA(4, 0, 1, 2),
  /** Blue, green, red, alpha; alpha is ignored. */
  BGRA(4, 2, 1, 0);

  private final int samples;
  private final int red;
  private final int green;
  private final int blue;

  PixelFormat(int samples, int red, int green, int blue) {
    this.samples = samples;
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /**
   * The number of samples, and so of bytes, of one pixel.
   *
   * @return 1, 3 or 4
   */
  public int samplesPerPixel() {
    return samples;
  }

  /**
   * Where in a pixel the red sample stands; of a gray pixel, the only sample.
   *
   * @return 0 .. {@link #samplesPerPixel()} - 1
   */
  public int red() {
    return red;
  }

  /**
   * Where in a pixel the green sample stands; of a gray pixel, the only sample.
   *
   * @return 0 .. {@link #samplesPerPixel()} - 1
   */
  public int green() {
    return green;
  }

  /**
   * Where in a pixel the blue sample stands; of a gray pixel, the only sample.
   *
   * @return 0 .. {@link #samplesPerPixel()} - 1
   */
  public int blue() {
    return blue;
  }
}
