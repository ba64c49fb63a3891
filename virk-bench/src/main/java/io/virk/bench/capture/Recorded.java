package io.virk.bench.capture;

/**
 * A slot of the benchmarks: what a sampled capture copies, and its place in a {@link StackRing}.
 */
final class Recorded {
  final int place;
  final byte[] pixels = new byte[Scene.PIXELS];
  final float[] embedding = new float[Scene.DIMENSION];
  final float[] logits = new float[Scene.CLASSES];

  Recorded(int place) {
    this.place = place;
  }

  void image(byte[] source) {
    System.arraycopy(source, 0, pixels, 0, pixels.length);
  }

  void vectors(float[] e, float[] l) {
    System.arraycopy(e, 0, embedding, 0, embedding.length);
    System.arraycopy(l, 0, logits, 0, logits.length);
  }
}
