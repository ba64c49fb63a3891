package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Frost, published: a weighted sum of the image and a picture of frost. The pictures of the authors
 * are replaced by a procedural one: a rough ground that grows thicker towards the border, and
 * needles of ice that grow from the border with side branches at 60 degrees. Not monotone: the
 * image's weight falls while the frost's grows, so that the brightness hardly changes.
 */
final class Frost extends CameraFault {
  /** Weights of the image and of the frost. */
  private static final double[][] SMALL = {{1, .2}, {1, .3}, {.9, .4}, {.85, .4}, {.75, .45}};

  private static final double[][] LARGE = {{1, .4}, {.8, .6}, {.7, .7}, {.65, .7}, {.6, .75}};

  /** Ice is a little blue. */
  private static final float[] COLOUR = {220, 238, 255};

  private static final double BRANCH = Math.PI / 3;

  Frost() {
    super("frost", "weather");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] frost = (small ? SMALL : LARGE)[level];
    float[] texture = texture(planes.width(), planes.height(), new SplittableRandom(seed));
    float[][] channels = planes.channels();
    float[] colour = planes.seen(COLOUR);
    for (int c = 0; c < channels.length; c++) {
      float image = (float) frost[0];
      float ice = (float) frost[1] * colour[c];
      float[] plane = channels[c];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = image * plane[i] + ice * texture[i];
      }
    }
  }

  /** How much ice there is: 0 .. 1. */
  static float[] texture(int width, int height, SplittableRandom random) {
    float[] ground = Plasma.of(width, height, 1.35, random);
    float[] needles = new float[width * height];
    double side = Math.min(width, height);
    int count = (int) Math.min(400, 24 + (width + height) / 6.0);
    for (int n = 0; n < count; n++) {
      double along = random.nextDouble(2 * (width + height));
      boolean horizontal = along < 2 * width;
      double x = horizontal ? along % width : along % 2 < 1 ? 0 : width - 1;
      double y = horizontal ? (along % 2 < 1 ? 0 : height - 1) : (along - 2 * width) % height;
      double inwards = Math.atan2(height / 2.0 - y, width / 2.0 - x);
      double angle = inwards + random.nextDouble(-0.9, 0.9);
      grow(needles, width, x, y, angle, side * random.nextDouble(.1, .45), 2, random);
    }
    GaussianFilter.of(.6).apply(needles, width, height);
    float[] ice = new float[needles.length];
    for (int y = 0; y < height; y++) {
      float down = border(y, height);
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float thickness = .35f + .65f * Math.max(down, border(x, width));
        float rough = 1 - Math.abs(2 * ground[i] - 1);
        ice[i] = Math.min(1, thickness * (.2f + .6f * rough * rough) + .55f * needles[i]);
      }
    }
    return ice;
  }

  /** 1 at both ends, 0 in the middle, squared in between. */
  private static float border(int index, int length) {
    float from = length == 1 ? 0 : 2f * index / (length - 1) - 1;
    return from * from;
  }

  private static void grow(
      float[] needles,
      int width,
      double x,
      double y,
      double angle,
      double length,
      int branchings,
      SplittableRandom random) {
    double dx = Math.cos(angle);
    double dy = Math.sin(angle);
    int height = needles.length / width;
    double next = random.nextDouble(2, 8);
    for (int step = 0; step < length; step++) {
      int column = (int) Math.round(x + step * dx);
      int row = (int) Math.round(y + step * dy);
      if (column >= 0 && column < width && row >= 0 && row < height) {
        int at = row * width + column;
        needles[at] = Math.max(needles[at], (float) (1 - step / length * .7));
      }
      if (branchings > 0 && step >= next) {
        next = step + random.nextDouble(3, 9);
        double turned = angle + (random.nextBoolean() ? BRANCH : -BRANCH);
        double shorter = (length - step) * random.nextDouble(.2, .5);
        grow(needles, width, column, row, turned, shorter, branchings - 1, random);
      }
    }
  }
}
