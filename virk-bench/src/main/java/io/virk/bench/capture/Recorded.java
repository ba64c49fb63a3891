package io.virk.bench.capture;

import java.util.List;
import java.util.stream.Stream;

/** A slot of the benchmarks: what a sampled capture copies. */
final class Recorded {
  final byte[] pixels = new byte[Scene.PIXELS];
  final float[] embedding = new float[Scene.DIMENSION];
  final float[] logits = new float[Scene.CLASSES];

  static List<Recorded> slots() {
    return Stream.generate(Recorded::new).limit(Scene.SLOTS).toList();
  }

  void image(byte[] source) {
    System.arraycopy(source, 0, pixels, 0, pixels.length);
  }

  void vectors(float[] e, float[] l) {
    System.arraycopy(e, 0, embedding, 0, embedding.length);
    System.arraycopy(l, 0, logits, 0, logits.length);
  }
}
