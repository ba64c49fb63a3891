package io.virk.signal;

import io.virk.image.internal.ImageAnalyzer;
import io.virk.image.internal.ImageMeasure;
import io.virk.image.internal.ImageStatistics;
import java.util.ArrayList;
import java.util.List;

/** Signals of the pixels. */
final class ImageSource implements SignalSource {
  /** A signal, and what of an image it is. */
  private record Measured(ScalarSignal signal, ImageMeasure measure) {}

  private static final List<Measured> MEASURED =
      List.of(
          new Measured(ScalarSignal.BRIGHTNESS, ImageMeasure.BRIGHTNESS),
          new Measured(ScalarSignal.CONTRAST, ImageMeasure.CONTRAST),
          new Measured(ScalarSignal.RED, ImageMeasure.RED),
          new Measured(ScalarSignal.GREEN, ImageMeasure.GREEN),
          new Measured(ScalarSignal.BLUE, ImageMeasure.BLUE),
          new Measured(ScalarSignal.SHARPNESS, ImageMeasure.SHARPNESS),
          new Measured(ScalarSignal.NOISE, ImageMeasure.NOISE),
          new Measured(ImageSignals.SHADOWS_CLIPPED, ImageMeasure.SHADOWS_CLIPPED),
          new Measured(ImageSignals.HIGHLIGHTS_CLIPPED, ImageMeasure.HIGHLIGHTS_CLIPPED),
          new Measured(ImageSignals.DARK_LEVEL, ImageMeasure.DARK_LEVEL),
          new Measured(ImageSignals.BRIGHT_LEVEL, ImageMeasure.BRIGHT_LEVEL),
          new Measured(ImageSignals.ENTROPY, ImageMeasure.ENTROPY),
          new Measured(ImageSignals.SATURATION, ImageMeasure.SATURATION),
          new Measured(ImageSignals.WARMTH, ImageMeasure.WARMTH),
          new Measured(ImageSignals.TINT, ImageMeasure.TINT),
          new Measured(ImageSignals.GRADIENT, ImageMeasure.GRADIENT),
          new Measured(ImageSignals.DETAIL, ImageMeasure.DETAIL),
          new Measured(ImageSignals.COARSE_DETAIL, ImageMeasure.COARSE_DETAIL),
          new Measured(ImageSignals.COARSER_DETAIL, ImageMeasure.COARSER_DETAIL),
          new Measured(ImageSignals.EDGE_DIRECTION, ImageMeasure.EDGE_DIRECTION),
          new Measured(ImageSignals.EDGE_DIAGONAL, ImageMeasure.EDGE_DIAGONAL),
          new Measured(ImageSignals.NOISE_IN_SHADOWS, ImageMeasure.NOISE_IN_SHADOWS),
          new Measured(ImageSignals.NOISE_IN_HIGHLIGHTS, ImageMeasure.NOISE_IN_HIGHLIGHTS),
          new Measured(ImageSignals.NOISE_TAIL, ImageMeasure.NOISE_TAIL),
          new Measured(ImageSignals.COLOUR_NOISE, ImageMeasure.COLOUR_NOISE),
          new Measured(ImageSignals.IMPULSES, ImageMeasure.IMPULSES),
          new Measured(ImageSignals.FLATNESS, ImageMeasure.FLATNESS),
          new Measured(ImageSignals.BLOCKINESS, ImageMeasure.BLOCKINESS),
          new Measured(ImageSignals.ROW_PATTERN, ImageMeasure.ROW_PATTERN),
          new Measured(ImageSignals.COLUMN_PATTERN, ImageMeasure.COLUMN_PATTERN),
          new Measured(ImageSignals.INTERLACING, ImageMeasure.INTERLACING),
          new Measured(ImageSignals.VIGNETTING, ImageMeasure.VIGNETTING),
          new Measured(ImageSignals.LEFT_RIGHT, ImageMeasure.LEFT_RIGHT),
          new Measured(ImageSignals.TOP_BOTTOM, ImageMeasure.TOP_BOTTOM),
          new Measured(ImageSignals.UNEVEN_SHARPNESS, ImageMeasure.UNEVEN_SHARPNESS),
          new Measured(ImageSignals.FLAT_TILES, ImageMeasure.FLAT_TILES));

  private static final List<ScalarSignal> SCALARS =
      MEASURED.stream().map(Measured::signal).toList();

  private static final List<Signal> SIGNALS = signalsOf(SCALARS);

  static final ImageSource INSTANCE = new ImageSource();

  private ImageSource() {}

  private static List<Signal> signalsOf(List<ScalarSignal> scalars) {
    List<Signal> signals = new ArrayList<>(scalars);
    signals.add(VectorSignal.TILES);
    signals.add(VectorSignal.APPEARANCE);
    return List.copyOf(signals);
  }

  @Override
  public String name() {
    return SignalSources.IMAGE;
  }

  @Override
  public List<Signal> signals() {
    return SIGNALS;
  }

  /** Those that are numbers. */
  List<ScalarSignal> scalars() {
    return SCALARS;
  }

  @Override
  public Reader reader() {
    ImageAnalyzer analyzer = new ImageAnalyzer();
    ImageStatistics statistics = new ImageStatistics();
    return (observation, row) -> {
      if (observation.frame() != null) {
        analyzer.analyze(observation.frame(), statistics);
        set(statistics, row);
      }
    };
  }

  private static void set(ImageStatistics image, Row row) {
    for (int i = 0; i < MEASURED.size(); i++) {
      Measured one = MEASURED.get(i);
      row.set(one.signal(), image.value(one.measure()));
    }
    row.set(VectorSignal.TILES, image.tiles());
  }
}
