package io.virk.examples.quickstart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/** Builds a {@link Relief} from flat shapes, each drawn with Java 2D and given a height. */
final class ReliefBuilder {
  /** The height of a surface above the belt. */
  interface Height {
    double at(double x, double y);
  }

  private final float[] height = new float[Relief.SIZE * Relief.SIZE];
  private final float[] tone = new float[Relief.SIZE * Relief.SIZE];

  ReliefBuilder() {
    Arrays.fill(tone, 1);
  }

  ReliefBuilder solid(Shape shape, double level) {
    return solid(shape, (x, y) -> level);
  }

  /** Adds material: the surface is the higher one of what was there and what is added. */
  ReliefBuilder solid(Shape shape, Height surface) {
    float[] mask = mask(shape);
    for (int at = 0; at < mask.length; at++) {
      if (mask[at] > 0) {
        height[at] = Math.max(height[at], mask[at] * (float) surface.at(x(at), y(at)));
      }
    }
    return this;
  }

  /** Takes material away, down to a level. */
  ReliefBuilder cut(Shape shape, double level) {
    return cut(shape, (x, y) -> level);
  }

  /** Takes material away, down to a surface. */
  ReliefBuilder cut(Shape shape, Height surface) {
    float[] mask = mask(shape);
    for (int at = 0; at < mask.length; at++) {
      if (mask[at] > 0) {
        float floor = Math.min(height[at], (float) surface.at(x(at), y(at)));
        height[at] = Smooth.lerp(height[at], floor, mask[at]);
      }
    }
    return this;
  }

  /** Marks of a lathe: fine grooves around the origin. */
  ReliefBuilder turned(double depth, long seed) {
    return grooves(depth, (x, y) -> Math.sqrt(x * x + y * y), seed);
  }

  /** Marks of a belt grinder: fine grooves along x. */
  ReliefBuilder ground(double depth, long seed) {
    return grooves(depth, (x, y) -> y + 3, seed);
  }

  Relief build(long seed) {
    for (int at = 0; at < tone.length; at++) {
      float stain = Smooth.noise(x(at) * 3 + 40, y(at) * 3 + 40, 1000, seed);
      float grain = Smooth.noise(x(at) * 26 + 400, y(at) * 26 + 400, 10000, seed + 1);
      tone[at] *= 1 + 0.12f * stain + 0.07f * grain;
    }
    return new Relief(height, tone);
  }

  private ReliefBuilder grooves(double depth, Height across, long seed) {
    for (int at = 0; at < tone.length; at++) {
      float groove = Smooth.noise(across.at(x(at), y(at)) * 34, 0.5, 10000, seed);
      tone[at] *= 1 + 0.10f * groove;
      if (height[at] > 0.02f) {
        height[at] += (float) depth * groove;
      }
    }
    return this;
  }

  private static float[] mask(Shape shape) {
    BufferedImage image = new BufferedImage(Relief.SIZE, Relief.SIZE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(Relief.TEXELS, Relief.TEXELS);
    graphics.translate(Relief.EXTENT, Relief.EXTENT);
    graphics.setColor(Color.WHITE);
    graphics.fill(shape);
    graphics.dispose();
    byte[] drawn = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    float[] mask = new float[drawn.length];
    for (int at = 0; at < mask.length; at++) {
      mask[at] = (drawn[at] & 0xff) / 255f;
    }
    return mask;
  }

  private static double x(int at) {
    return (at % Relief.SIZE + 0.5) / Relief.TEXELS - Relief.EXTENT;
  }

  private static double y(int at) {
    return (at / Relief.SIZE + 0.5) / Relief.TEXELS - Relief.EXTENT;
  }
}
