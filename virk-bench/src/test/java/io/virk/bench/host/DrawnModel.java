package io.virk.bench.host;

import io.virk.image.Frame;

/** A model without a file: means of light by tiles, and a fixed layer on them. */
final class DrawnModel implements HostModel {
  static final int SIDE = 32;
  private static final int TILES = 8;
  private static final int CLASSES = 5;

  @Override
  public String name() {
    return "drawn";
  }

  @Override
  public int side() {
    return SIDE;
  }

  @Override
  public Input input(Frame frame) {
    byte[] pixels = frame.pixels();
    return () -> {
      float[] embedding = new float[TILES];
      for (int i = 0; i < pixels.length; i++) {
        embedding[i * TILES / pixels.length] += (pixels[i] & 0xff) / 255f;
      }
      float[] logits = new float[CLASSES];
      for (int c = 0; c < CLASSES; c++) {
        for (int t = 0; t < TILES; t++) {
          logits[c] += embedding[t] * (float) Math.sin(c * TILES + t) / 100;
        }
      }
      return new Outputs(embedding, logits);
    };
  }

  @Override
  public void close() {}
}
