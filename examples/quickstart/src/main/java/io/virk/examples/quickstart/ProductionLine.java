package io.virk.examples.quickstart;

import io.virk.image.Frame;
import java.util.List;

/** Four cameras that take turns. */
interface ProductionLine {
  /** The number of cameras. */
  int CAMERAS = 4;

  /** What the line shows, for the headline. */
  String description();

  /** The number of frames of one camera on which the baseline is built. */
  int baselineFrames();

  /** The next frame for the baseline. */
  View nextForBaseline(int camera);

  /** The next frame of the stream, with whatever trouble the camera has. */
  View next(int camera);

  /** Breaks or repairs a camera. */
  void trouble(int camera, Trouble trouble);

  /** The names of the model's classes, in their order; empty if they are not known. */
  default List<String> classNames() {
    return List.of();
  }

  /** How many files could not be read. */
  int unreadable();

  /** What a camera is called. */
  static String name(int camera) {
    return "cam-" + (camera + 1);
  }

  /**
   * One frame.
   *
   * @param frame its pixels
   * @param label the true class; -1 if it is not known
   */
  record View(Frame frame, int label) {}
}
