package io.virk.examples.quickstart;

/**
 * Renders one part on the belt in linear light.
 *
 * <p>The part is a height field: along the ray of each quarter of a pixel its first crossing is
 * searched, then the way from there to the lamp, which gives side walls, highlights and soft
 * shadows for a fraction of a millisecond. Not for use by more than one thread.
 */
final class Scene {
  private static final float STEP = 0.05f;
  private static final float SHADOW_STEP = 0.08f;
  private static final int MOST_STEPS = 16;
  private static final int MOST_SHADOW_STEPS = 8;
  private static final float PENUMBRA = 0.38f;

  private final Stage stage;
  private final Belt belt;
  private final Sheen sheen;
  private final Lamp lamp;
  private final int width;
  private final int height;
  private final float[] colour = new float[3];

  private Pose pose;
  private float offset;
  private float perUnit;
  private float cos;
  private float sin;
  private float lampX;
  private float lampY;

  // how much of the lamp the belt and the part see in this pixel: worked out once for its quarters
  private float litBelt;
  private float litMetal;

  Scene(Station station, int width, int height) {
    this.width = width;
    this.height = height;
    lamp = new Lamp(station);
    View view = new View(station, width, height);
    stage = new Stage(station, view, lamp, width, height);
    sheen = new Sheen(view, lamp);
    belt = new Belt(station);
  }

  /**
   * Renders.
   *
   * @param pose the part
   * @param offset how far the belt has run
   * @param exposure factor on the light
   * @param out the image. Modified.
   */
  void render(Pose pose, float offset, float exposure, Linear out) {
    this.pose = pose;
    this.offset = offset;
    perUnit = 1 / pose.scale();
    cos = (float) Math.cos(pose.angle());
    sin = (float) Math.sin(pose.angle());
    float towardsX = lamp.towardsX(pose.x());
    float towardsY = lamp.towardsY(pose.y());
    lampX = cos * towardsX + sin * towardsY;
    lampY = cos * towardsY - sin * towardsX;
    float[] share = stage.beltShare();
    Rays centres = stage.centres();
    for (int at = 0; at < share.length; at++) {
      colour[0] = 0;
      colour[1] = 0;
      colour[2] = 0;
      if (share[at] > 0) {
        if (nearPart(at)) {
          litBelt = -1;
          litMetal = -1;
          int first = at / width * 4 * width + at % width * 2;
          quarter(first, at);
          quarter(first + 1, at);
          quarter(first + 2 * width, at);
          quarter(first + 2 * width + 1, at);
        } else {
          belt(centres.x(at), centres.y(at), stage.light()[at]);
        }
      }
      out.set(
          at,
          exposure * (stage.still().plane(0)[at] + share[at] * colour[0]),
          exposure * (stage.still().plane(1)[at] + share[at] * colour[1]),
          exposure * (stage.still().plane(2)[at] + share[at] * colour[2]));
    }
  }

  /** Whether the part, its shadow or its surroundings may show in a pixel. */
  private boolean nearPart(int pixel) {
    Rays rays = stage.centres();
    float dx = (rays.x(pixel) - pose.x()) * perUnit;
    float dy = (rays.y(pixel) - pose.y()) * perUnit;
    float x = cos * dx + sin * dy;
    float y = cos * dy - sin * dx;
    float leanX = cos * rays.leanX(pixel) + sin * rays.leanY(pixel);
    float leanY = cos * rays.leanY(pixel) - sin * rays.leanX(pixel);
    Relief relief = pose.relief();
    // drawn in a little, so that what lies just beside the part is near as well
    float px = x * 0.86f;
    float py = y * 0.86f;
    return relief.mayMeet(px, py, leanX, leanY) || relief.mayMeet(px, py, lampX, lampY);
  }

  /** Adds a quarter of the light that comes along one ray near the part. */
  private void quarter(int ray, int pixel) {
    Relief relief = pose.relief();
    Rays rays = stage.quarters();
    float groundX = rays.x(ray);
    float groundY = rays.y(ray);
    float dx = (groundX - pose.x()) * perUnit;
    float dy = (groundY - pose.y()) * perUnit;
    float x = cos * dx + sin * dy;
    float y = cos * dy - sin * dx;
    float leanX = cos * rays.leanX(ray) + sin * rays.leanY(ray);
    float leanY = cos * rays.leanY(ray) - sin * rays.leanX(ray);
    float light = stage.light()[pixel] * 0.25f;
    if (relief.mayMeet(x, y, leanX, leanY)) {
      int steps = Math.min(MOST_STEPS, 1 + (int) (relief.top() / STEP));
      float step = relief.top() / steps;
      float above = 1;
      for (int k = steps; k >= 0; k--) {
        float z = k * step;
        float gap = z + 0.01f - relief.height(x + leanX * z, y + leanY * z);
        if (gap <= 0) {
          float up = k == steps ? z : z + step * -gap / (above - gap);
          metal(x + leanX * up, y + leanY * up, up, light);
          return;
        }
        above = gap;
      }
    }
    int texel = relief.texel(x, y);
    if (litBelt < 0) {
      litBelt = sunlit(x, y, 0);
    }
    float open = 1 - 0.62f * (texel < 0 ? 0 : relief.contact(texel));
    belt(groundX, groundY, light * (Lamp.AMBIENT * open + (1 - Lamp.AMBIENT) * litBelt));
  }

  private void metal(float x, float y, float z, float light) {
    Relief relief = pose.relief();
    Finish finish = pose.finish();
    int texel = relief.texel(x, y);
    if (texel < 0) {
      return;
    }
    float slopeX = -relief.slopeX(texel);
    float slopeY = -relief.slopeY(texel);
    float length = (float) Math.sqrt(slopeX * slopeX + slopeY * slopeY + 1);
    // the view and the lamp turn a little over the part, as if the surface were slightly domed
    float normalX = (cos * slopeX - sin * slopeY) / length + 0.16f * (cos * x - sin * y);
    float normalY = (sin * slopeX + cos * slopeY) / length + 0.16f * (sin * x + cos * y);
    float open = 0.72f + 0.28f * Math.min(1, z / relief.top());
    if (litMetal < 0) {
      litMetal = sunlit(x, y, z);
    }
    float value =
        sheen.of(normalX, normalY, finish.gloss())
            * relief.tone(texel)
            * open
            * (0.38f + 0.62f * litMetal)
            * light
            * pose.oil();
    colour[0] += value * finish.red();
    colour[1] += value * finish.green();
    colour[2] += value * finish.blue();
  }

  /** How much of the lamp is seen from a point, 0 .. 1. */
  private float sunlit(float x, float y, float z) {
    Relief relief = pose.relief();
    float rest = relief.top() - z;
    if (rest < 0.01f || !relief.mayMeet(x, y, lampX, lampY)) {
      return 1;
    }
    int steps = Math.min(MOST_SHADOW_STEPS, 2 + (int) (rest / SHADOW_STEP));
    float step = rest / steps;
    float seen = 1;
    for (int k = 0; k < steps; k++) {
      float up = (k + 0.5f) * step;
      float over = relief.height(x + lampX * up, y + lampY * up) - z - up;
      seen = Math.min(seen, 0.5f - over / (2 * PENUMBRA * up + 0.4f * step));
    }
    return Math.max(0, seen);
  }

  private void belt(float x, float y, float light) {
    float albedo = belt.albedo(x + offset, y);
    float dust = Math.max(0, Math.min(1, (albedo - 0.09f) * 6));
    float value = albedo * light;
    colour[0] += value * (0.80f + 0.26f * dust);
    colour[1] += value * (1.02f - 0.02f * dust);
    colour[2] += value * (0.97f - 0.07f * dust);
  }
}
