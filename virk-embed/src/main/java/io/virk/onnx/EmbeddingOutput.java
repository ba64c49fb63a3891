package io.virk.onnx;

/** The output that embeddings are made of, and how. Not thread-safe. */
final class EmbeddingOutput {
  private final String name;
  private final int length;
  private final int positions; // that are averaged; 1: none
  private final boolean planar; // the positions of a channel lie side by side
  private final boolean unitLength;
  private final float[] values; // of one run, before they are averaged

  /**
   * Prepares the pooling.
   *
   * @param shape the output's shape, batch first. Not modified.
   * @param layout where rows, columns and channels of 4 dimensions are
   * @param unitLength whether embeddings are divided by their length
   * @param batch frames of the largest run
   */
  EmbeddingOutput(
      String name,
      long[] shape,
      Pooling pooling,
      TensorLayout layout,
      boolean unitLength,
      int batch) {
    this.name = name;
    this.unitLength = unitLength;
    this.planar = layout == TensorLayout.NCHW;
    long all = 1;
    for (int i = 1; i < shape.length; i++) {
      all *= shape[i];
    }
    if (pooling == Pooling.GLOBAL_AVERAGE) {
      this.length = Math.toIntExact(shape[planar ? 1 : 3]);
      this.positions = Math.toIntExact(all / length);
      this.values = new float[Math.toIntExact(batch * all)];
    } else {
      this.length = Math.toIntExact(all);
      this.positions = 1;
      this.values = new float[0];
    }
  }

  String name() {
    return name;
  }

  int length() {
    return length;
  }

  /**
   * Copies the embeddings of the last run.
   *
   * @param frames frames of the run
   * @param target {@code [? x length] row-major}. Modified.
   * @param row the row of the first frame
   */
  void read(ModelSession session, int frames, float[] target, int row) {
    if (values.length == 0) {
      session.read(name, target, row * length, frames * length);
    } else {
      average(session, frames, target, row);
    }
    for (int i = 0; unitLength && i < frames; i++) {
      normalise(target, (row + i) * length);
    }
  }

  /** A row of zeros stays one. */
  private void normalise(float[] target, int at) {
    double sum = 0;
    for (int i = at; i < at + length; i++) {
      sum += (double) target[i] * target[i];
    }
    double factor = sum > 0 ? 1 / Math.sqrt(sum) : 0;
    for (int i = at; i < at + length; i++) {
      target[i] = (float) (target[i] * factor);
    }
  }

  private void average(ModelSession session, int frames, float[] target, int row) {
    session.read(name, values, 0, frames * length * positions);
    int channelStep = planar ? positions : 1;
    int positionStep = planar ? 1 : length;
    for (int i = 0; i < frames; i++) {
      for (int c = 0; c < length; c++) {
        int at = i * length * positions + c * channelStep;
        double sum = 0;
        for (int p = 0; p < positions; p++, at += positionStep) {
          sum += values[at];
        }
        target[(row + i) * length + c] = (float) (sum / positions);
      }
    }
  }
}
