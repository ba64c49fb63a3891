package io.virk.examples.quickstart;

/**
 * The shape of one part as a height field with its slopes, over the square {@code [-EXTENT,
 * EXTENT]^2} of the part's own coordinates. A part that lies flat has a radius of about 1.
 */
final class Relief {
  static final int SIZE = 128;
  static final float EXTENT = 1.2f;
  static final float TEXELS = SIZE / (2 * EXTENT);

  private final float[] height;
  private final float[] slopeX;
  private final float[] slopeY;
  private final float[] contact;
  private final float[] tone;
  private final float top;
  private final float radius;
  private final float halfX;
  private final float halfY;

  /**
   * Takes a height field over.
   *
   * @param height SIZE x SIZE row-major, 0 = no part. Not copied.
   * @param tone reflectance of each texel, about 1. Modified, not copied.
   */
  Relief(float[] height, float[] tone) {
    this.height = height;
    this.tone = tone;
    float[] rounded = Smooth.gaussian(height, SIZE, SIZE, 0.8);
    slopeX = new float[height.length];
    slopeY = new float[height.length];
    for (int y = 1; y < SIZE - 1; y++) {
      for (int x = 1; x < SIZE - 1; x++) {
        int at = y * SIZE + x;
        slopeX[at] = (rounded[at + 1] - rounded[at - 1]) * TEXELS / 2;
        slopeY[at] = (rounded[at + SIZE] - rounded[at - SIZE]) * TEXELS / 2;
      }
    }
    float[] around = Smooth.gaussian(height, SIZE, SIZE, 3.4);
    float[] covered = new float[height.length];
    float highest = 0;
    float furthest = 0;
    float widest = 0;
    float deepest = 0;
    for (int at = 0; at < height.length; at++) {
      tone[at] *= Math.max(0.35f, Math.min(1.08f, 1 + 2.4f * (height[at] - around[at])));
      covered[at] = Math.min(1, height[at] * 12);
      if (height[at] > 0.01f) {
        highest = Math.max(highest, height[at]);
        float x = at % SIZE - SIZE / 2f + 0.5f;
        float y = at / SIZE - SIZE / 2f + 0.5f;
        furthest = Math.max(furthest, (float) Math.sqrt(x * x + y * y));
        widest = Math.max(widest, Math.abs(x));
        deepest = Math.max(deepest, Math.abs(y));
      }
    }
    contact = Smooth.gaussian(covered, SIZE, SIZE, 4);
    top = highest;
    radius = furthest / TEXELS;
    halfX = widest / TEXELS + 0.04f;
    halfY = deepest / TEXELS + 0.04f;
  }

  /** The greatest height. */
  float top() {
    return top;
  }

  /** The distance of the furthest point of the part from its origin. */
  float radius() {
    return radius;
  }

  /**
   * Whether the way up from a point of the ground can meet the part: false only if it cannot.
   *
   * @param leanX how far the way goes along x for one unit of height
   * @param leanY how far the way goes along y for one unit of height
   */
  boolean mayMeet(float x, float y, float leanX, float leanY) {
    float endX = x + leanX * top;
    float endY = y + leanY * top;
    return Math.min(x, endX) < halfX
        && Math.max(x, endX) > -halfX
        && Math.min(y, endY) < halfY
        && Math.max(y, endY) > -halfY;
  }

  /**
   * The texel at a point. A quarter of a pixel is about as large as a texel, so that to interpolate
   * would be lost work.
   *
   * @return an index for the maps below, or -1 outside the square
   */
  int texel(float x, float y) {
    int column = (int) ((x + EXTENT) * TEXELS);
    int row = (int) ((y + EXTENT) * TEXELS);
    // SIZE is a power of two: one test tells whether both are inside
    return ((column | row) & -SIZE) == 0 ? row * SIZE + column : -1;
  }

  /** The height at a point; 0 outside the square. */
  float height(float x, float y) {
    int texel = texel(x, y);
    return texel < 0 ? 0 : height[texel];
  }

  /** How steeply the surface rises along x. */
  float slopeX(int texel) {
    return slopeX[texel];
  }

  /** How steeply the surface rises along y. */
  float slopeY(int texel) {
    return slopeY[texel];
  }

  /** How much of the light the surface gives back: its tone, less where it lies deep. */
  float tone(int texel) {
    return tone[texel];
  }

  /** How much of the surroundings of a point of the ground the part covers, 0 .. 1. */
  float contact(int texel) {
    return contact[texel];
  }
}
