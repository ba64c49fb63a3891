package io.virk.signal;

import io.virk.image.internal.ImageAnalyzer;
import io.virk.image.internal.ImageStatistics;
import java.util.List;

/** Signals of the pixels. */
final class ImageSource implements SignalSource {
  static final ImageSource INSTANCE = new ImageSource();

  private static final List<ScalarSignal> SIGNALS =
      List.of(
          ScalarSignal.BRIGHTNESS,
          ScalarSignal.CONTRAST,
          ScalarSignal.RED,
          ScalarSignal.GREEN,
          ScalarSignal.BLUE,
          ScalarSignal.SHARPNESS,
          ScalarSignal.NOISE);

  private ImageSource() {}

  @Override
  public String name() {
    return SignalSources.IMAGE;
  }

  @Override
  public List<ScalarSignal> signals() {
    return SIGNALS;
  }

  @Override
  public Reader reader() {
    ImageAnalyzer analyzer = new ImageAnalyzer();
    return (observation, row) -> {
      if (observation.frame() != null) {
        set(analyzer.analyze(observation.frame()), row);
      }
    };
  }

  private static void set(ImageStatistics image, Row row) {
    row.set(ScalarSignal.BRIGHTNESS, image.brightness());
    row.set(ScalarSignal.CONTRAST, image.contrast());
    row.set(ScalarSignal.RED, image.red());
    row.set(ScalarSignal.GREEN, image.green());
    row.set(ScalarSignal.BLUE, image.blue());
    row.set(ScalarSignal.SHARPNESS, image.sharpness());
    row.set(ScalarSignal.NOISE, image.noise());
  }
}
