package io.virk.examples.quickstart;

/**
 * What the surface of a part is: its colour in reflected light and how sharp its highlights are.
 */
enum Finish {
  STEEL(0.80f, 0.83f, 0.88f, 0.65f),
  ZINC(0.86f, 0.84f, 0.74f, 0.85f),
  DULL_STEEL(0.50f, 0.51f, 0.52f, 0.15f),
  BLACK_OXIDE(0.20f, 0.205f, 0.225f, 0.55f),
  BRASS(0.86f, 0.66f, 0.34f, 0.7f);

  private final float red;
  private final float green;
  private final float blue;
  private final float gloss;

  Finish(float red, float green, float blue, float gloss) {
    this.red = red;
    this.green = green;
    this.blue = blue;
    this.gloss = gloss;
  }

  float red() {
    return red;
  }

  float green() {
    return green;
  }

  float blue() {
    return blue;
  }

  /** 0 = dull, 1 = polished. */
  float gloss() {
    return gloss;
  }
}
