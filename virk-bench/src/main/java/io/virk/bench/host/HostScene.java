package io.virk.bench.host;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.bench.Pictures;
import io.virk.image.Frame;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * What the host sees: pictures of four cameras, as they are and at half the light, and a baseline
 * of other pictures of the same cameras with the model's own outputs.
 */
final class HostScene {
  private static final int CAMERAS = 4;
  private static final double DARK = 0.5;

  /**
   * One picture, ready.
   *
   * @param frame what VIRK is given
   * @param input what the model is given
   * @param camera the tag
   */
  record Shot(Frame frame, HostModel.Input input, String camera) {}

  private final List<Shot> clean = new ArrayList<>();
  private final List<Shot> dark = new ArrayList<>();
  private final Baseline baseline;

  /**
   * Makes pictures and baseline.
   *
   * @param model that is run
   * @param shots distinct pictures, clean and dark ones each
   * @param reference pictures of the baseline
   * @param window observations of a window
   */
  HostScene(HostModel model, int shots, int reference, int window) {
    for (int i = 0; i < shots; i++) {
      clean.add(shot(model, i, 1));
      dark.add(shot(model, i, DARK));
    }
    BaselineBuilder builder = Baseline.builder("host").sliceBy("camera").window(window);
    for (int i = 0; i < reference; i++) {
      Frame frame = frame(model, 100_000 + i, 1);
      HostModel.Outputs outputs = model.input(frame).run();
      builder.add(
          Observation.builder()
              .sequence(i)
              .image(frame)
              .embedding(outputs.embedding())
              .logits(outputs.logits())
              .tag("camera", camera(i))
              .build());
    }
    baseline = builder.build();
  }

  private static String camera(int number) {
    return "cam-" + number % CAMERAS;
  }

  private static Frame frame(HostModel model, int number, double light) {
    return Pictures.frame(model.side(), model.side(), number % CAMERAS, number, light);
  }

  private static Shot shot(HostModel model, int number, double light) {
    Frame frame = frame(model, number, light);
    return new Shot(frame, model.input(frame), camera(number));
  }

  Baseline baseline() {
    return baseline;
  }

  /** The picture of an inference, round and round. */
  Shot shot(long inference, boolean inTheDark) {
    List<Shot> shots = inTheDark ? dark : clean;
    return shots.get((int) (inference % shots.size()));
  }
}
