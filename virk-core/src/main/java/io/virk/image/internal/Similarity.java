package io.virk.image.internal;

/**
 * Where a point of one picture stands in another of the same size: turned and scaled about the
 * centre of the picture, then moved. In cells, x to the right, y down, from the centre.
 *
 * @param a scale x cosine of the angle
 * @param b scale x sine of the angle; positive turns clockwise
 * @param right cells
 * @param down cells
 */
record Similarity(double a, double b, double right, double down) {
  static final Similarity NONE = new Similarity(1, 0, 0, 0);

  /**
   * By angle and scale.
   *
   * @param radians clockwise
   * @param scale &gt; 0
   */
  static Similarity of(double radians, double scale, double right, double down) {
    return new Similarity(scale * Math.cos(radians), scale * Math.sin(radians), right, down);
  }

  /** The same, moved elsewhere. */
  Similarity moved(double newRight, double newDown) {
    return new Similarity(a, b, newRight, newDown);
  }

  /** Clockwise, -pi .. pi. */
  double radians() {
    return Math.atan2(b, a);
  }

  double scale() {
    return Math.hypot(a, b);
  }

  double x(double x, double y) {
    return a * x - b * y + right;
  }

  double y(double x, double y) {
    return b * x + a * y + down;
  }
}
