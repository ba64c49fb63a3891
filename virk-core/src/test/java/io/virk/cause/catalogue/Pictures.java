package io.virk.cause.catalogue;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;

/** Made-up frames of the tests of causes, and what is measured of them. */
final class Pictures {
  private Pictures() {}

  static Frame flat(int value, int side, PixelFormat format) {
    byte[] pixels = new byte[side * side * format.samplesPerPixel()];
    Arrays.fill(pixels, (byte) value);
    return Frame.of(pixels, side, side, format);
  }

  /** A gray frame of a function of x and y. */
  static Frame gray(int width, int height, IntBinaryOperator level) {
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) level.applyAsInt(i % width, i / width);
    }
    return Frame.of(pixels, width, height, PixelFormat.GRAY);
  }

  /** One colour all over. */
  static Frame colour(int side, int red, int green, int blue) {
    byte[] pixels = new byte[side * side * 3];
    for (int i = 0; i < side * side; i++) {
      pixels[3 * i] = (byte) red;
      pixels[3 * i + 1] = (byte) green;
      pixels[3 * i + 2] = (byte) blue;
    }
    return Frame.of(pixels, side, side, PixelFormat.RGB);
  }

  /** Every sample for itself. */
  static Frame random(int width, int height, PixelFormat format, long seed) {
    byte[] pixels = new byte[width * height * format.samplesPerPixel()];
    new SplittableRandom(seed).nextBytes(pixels);
    return Frame.of(pixels, width, height, format);
  }

  /** The level of a gray frame. */
  static int at(Frame frame, int x, int y) {
    return frame.pixels()[y * frame.width() + x] & 0xff;
  }

  static Frame applied(String name, Frame frame, int severity, long seed) {
    return Causes.named(name).apply(frame, severity, seed);
  }

  static Frame applied(String name, Frame frame, int severity) {
    return applied(name, frame, severity, 3);
  }

  /** Root mean square of the differences of two frames of one size and format. */
  static double distance(Frame a, Frame b) {
    double squares = 0;
    for (int i = 0; i < a.pixels().length; i++) {
      squares += Math.pow((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff), 2);
    }
    return Math.sqrt(squares / a.pixels().length);
  }

  static double mean(Frame frame) {
    double sum = 0;
    for (byte sample : frame.pixels()) {
      sum += sample & 0xff;
    }
    return sum / frame.pixels().length;
  }

  /** The share of samples that two frames do not have in common. */
  static double changed(Frame a, Frame b) {
    int changed = 0;
    for (int i = 0; i < a.pixels().length; i++) {
      changed += a.pixels()[i] == b.pixels()[i] ? 0 : 1;
    }
    return (double) changed / a.pixels().length;
  }

  /** The mean step of a gray frame along its rows at x = place (mod 8) over that elsewhere. */
  static double blockiness(Frame frame, int place) {
    double there = 0;
    double elsewhere = 0;
    int many = 0;
    int others = 0;
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 1; x < frame.width(); x++) {
        int step = Math.abs(at(frame, x, y) - at(frame, x - 1, y));
        if (x % 8 == place) {
          there += step;
          many++;
        } else {
          elsewhere += step;
          others++;
        }
      }
    }
    return there / many / (elsewhere / others);
  }

  /** Of the catalogue: those that are there or not, the same at all severities. */
  static boolean isAllOrNothing(Cause cause) {
    return cause instanceof GrayPicture
        || cause instanceof ChannelSwap
        || cause instanceof BlackPicture
        || !cause.seenInOneFrame();
  }
}
