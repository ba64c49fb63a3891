package io.virk.bench.host;

import io.virk.image.Frame;

/** A model that a host runs, on any number of threads at a time. */
public interface HostModel extends AutoCloseable {
  /**
   * What the host takes from an inference; arrays of its own.
   *
   * @param embedding of the picture
   * @param logits of the classes
   */
  record Outputs(float[] embedding, float[] logits) {}

  /** A picture that is ready for the model. */
  @FunctionalInterface
  interface Input {
    /** Runs the model. Thread-safe. */
    Outputs run();
  }

  /** Its name, as it stands in results; no path. */
  String name();

  /** Width and height of its pictures, in pixels. */
  int side();

  /**
   * Makes a picture ready. Whatever it holds is freed by {@link #close}.
   *
   * @param frame of the model's side
   */
  Input input(Frame frame);

  @Override
  void close();
}
