package io.virk.examples.quickstart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.SplittableRandom;

/** The surface of an endless belt: weave, wear, scratches, stains and one splice. */
final class Belt {
  /** The length after which the belt repeats. */
  static final float LENGTH = 16;

  private static final int TEXELS = 64;
  private static final int COLUMNS = (int) LENGTH * TEXELS;
  private static final int ROWS = 148;

  private final float[] albedo;

  Belt(Station station) {
    SplittableRandom random = new SplittableRandom(station.seed());
    byte[] marks = drawMarks(random, station.dirt());
    long seed = random.nextLong();
    albedo = new float[COLUMNS * ROWS];
    for (int row = 0; row < ROWS; row++) {
      double across = Math.abs((row - ROWS / 2.0) / TEXELS);
      double worn = station.dirt() * (0.030 * Math.exp(-across * across / 0.35));
      for (int column = 0; column < COLUMNS; column++) {
        int at = row * COLUMNS + column;
        double weave =
            ((column + row) % 4 < 2 ? 1 : -1) * ((row + 400 - column % 4) % 4 < 2 ? 1 : -1);
        double streak = Smooth.noise(column / 128.0, row / 2.2, COLUMNS / 128, seed);
        double cloud = Smooth.noise(column / 32.0, row / 26.0, COLUMNS / 32, seed + 1);
        double grain = Smooth.noise(column / 2.0, row / 2.0, COLUMNS / 2, seed + 2);
        double mark = ((marks[at] & 0xff) - 128) / 127.0;
        double value =
            0.088
                + worn
                + 0.006 * weave
                + station.dirt() * (0.020 * streak + 0.014 * cloud)
                + 0.010 * grain;
        albedo[at] = (float) Math.max(0.02, value + (mark > 0 ? 0.22 : 0.075) * mark);
      }
    }
  }

  /**
   * How much light a point of the belt gives back.
   *
   * @param x along the belt, any number
   * @param y across the belt, -1 .. 1
   */
  float albedo(float x, float y) {
    float fx = x * TEXELS;
    float fy = Math.max(0, Math.min(ROWS - 1.01f, y * TEXELS + ROWS / 2f));
    int whole = (int) Math.floor(fx);
    int column = whole & COLUMNS - 1;
    int next = column + 1 & COLUMNS - 1;
    int row = (int) fy;
    float u = fx - whole;
    float v = fy - row;
    int upper = row * COLUMNS;
    int lower = upper + COLUMNS;
    float high = albedo[upper + column] + (albedo[upper + next] - albedo[upper + column]) * u;
    float low = albedo[lower + column] + (albedo[lower + next] - albedo[lower + column]) * u;
    return high + (low - high) * v;
  }

  /** Light and dark marks on middle gray, drawn so that they run over the seam of the picture. */
  private static byte[] drawMarks(SplittableRandom random, double dirt) {
    BufferedImage image = new BufferedImage(COLUMNS, ROWS, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(new Color(128, 128, 128));
    graphics.fillRect(0, 0, COLUMNS, ROWS);
    drawSplice(graphics, random.nextInt(100, COLUMNS - 100));
    for (int i = 0; i < 46 * dirt; i++) {
      drawStain(graphics, random);
    }
    for (int i = 0; i < 190 * dirt; i++) {
      drawScratch(graphics, random);
    }
    graphics.dispose();
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }

  private static void drawSplice(Graphics2D graphics, int x) {
    graphics.setColor(new Color(0, 0, 0, 120));
    graphics.setStroke(new BasicStroke(2.2f));
    graphics.draw(new Line2D.Double(x, -4, x + 52, ROWS + 4));
    graphics.setColor(new Color(255, 255, 255, 46));
    graphics.setStroke(new BasicStroke(1.4f));
    graphics.draw(new Line2D.Double(x + 2.4, -4, x + 54.4, ROWS + 4));
  }

  private static void drawStain(Graphics2D graphics, SplittableRandom random) {
    int shade = random.nextInt(4) == 0 ? 170 : random.nextInt(60);
    double x = random.nextDouble(COLUMNS);
    double y = random.nextDouble(ROWS);
    double length = random.nextDouble(3, 26);
    double breadth = length * random.nextDouble(0.25, 0.9);
    double angle = random.nextDouble(-0.6, 0.6);
    for (int ring = 0; ring < 7; ring++) {
      double share = 1 - ring / 8.0;
      graphics.setColor(new Color(shade, shade, shade, 20));
      for (int copy = -1; copy <= 1; copy++) {
        AffineTransform at = AffineTransform.getTranslateInstance(x + copy * COLUMNS, y);
        at.rotate(angle);
        graphics.fill(
            at.createTransformedShape(
                new Ellipse2D.Double(
                    -length * share, -breadth * share, 2 * length * share, 2 * breadth * share)));
      }
    }
  }

  private static void drawScratch(Graphics2D graphics, SplittableRandom random) {
    double x = random.nextDouble(COLUMNS);
    double y = random.nextDouble(ROWS);
    double length = Math.exp(random.nextDouble(1.2, 4.4));
    double slope = random.nextDouble(-0.16, 0.16);
    int shade = random.nextInt(3) == 0 ? 20 : 255;
    graphics.setColor(new Color(shade, shade, shade, random.nextInt(20, 110)));
    graphics.setStroke(new BasicStroke((float) random.nextDouble(0.5, 1.5)));
    for (int copy = -1; copy <= 1; copy++) {
      double from = x + copy * COLUMNS;
      graphics.draw(new Line2D.Double(from, y, from + length, y + slope * length));
    }
  }
}
