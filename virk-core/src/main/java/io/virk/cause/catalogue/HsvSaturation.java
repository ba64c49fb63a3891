package io.virk.cause.catalogue;

import java.util.Set;

/**
 * Saturate, published: the HSV saturation times a factor and plus an offset; less colour at
 * severities 1 and 2, more above. Where there is no colour the hue counts as red. A gray frame,
 * which has none to change, is returned as it is.
 */
final class HsvSaturation extends CameraFault {
  private static final double[][] SMALL = {{.3, 0}, {.1, 0}, {1.5, 0}, {2, .1}, {2.5, .2}};
  private static final double[][] LARGE = {{.3, 0}, {.1, 0}, {2, 0}, {5, .1}, {20, .2}};

  HsvSaturation() {
    super("saturate", "colour");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] line = (small ? SMALL : LARGE)[level];
    if (planes.isGray()) {
      return;
    }
    float[] red = planes.channels()[0];
    float[] green = planes.channels()[1];
    float[] blue = planes.channels()[2];
    for (int i = 0; i < red.length; i++) {
      float max = Math.max(red[i], Math.max(green[i], blue[i]));
      float span = max - Math.min(red[i], Math.min(green[i], blue[i]));
      float saturation = max > 0 ? span / max : 0;
      float changed = (float) Math.max(0, Math.min(1, saturation * line[0] + line[1]));
      if (span > 0) {
        float ratio = changed / saturation;
        red[i] = max - (max - red[i]) * ratio;
        green[i] = max - (max - green[i]) * ratio;
        blue[i] = max - (max - blue[i]) * ratio;
      } else {
        green[i] = max * (1 - changed);
        blue[i] = green[i];
      }
    }
  }

  @Override
  public Set<String> alongside() {
    return Set.of();
  }
}
