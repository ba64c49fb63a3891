package io.virk.cause.internal;

import io.virk.image.Frame;
import io.virk.image.internal.FullSize;
import io.virk.signal.Observation;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalExtractor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The scalar signals and tiles of some images, and how they change. What was reduced is changed at
 * its full size, and captured again: see {@link FullSize}.
 */
final class SampleSignals {
  private final SignalExtractor extractor;
  private final SignalSchema schema;
  private final int scalars;

  /** Numbers of the tiles, which come after the scalars; 0 if images are too small for any. */
  private final int tiles;

  private final List<double[]> clean = new ArrayList<>();

  /** Of all scalars the ones that most images have. */
  private final int[] kept;

  private final List<String> columns;
  private final double[] resolutions;
  private final List<Frame> images;

  /** Of the images, as they are asked for. */
  private final SensorFloor[] floors;

  /** The same of those at their full size: making one takes longer than most causes do. */
  private final Frame[] enlarged;

  /** Measures images as they are: at least one. */
  static SampleSignals of(List<Frame> images) {
    return new SampleSignals(images, false);
  }

  /** Measures images that are to be changed: at least one. */
  static SampleSignals toChange(List<Frame> images) {
    return new SampleSignals(images, true);
  }

  private SampleSignals(List<Frame> images, boolean changing) {
    List<SignalSource> sources = List.of(SignalSources.image());
    schema = SignalSchema.ofSources(sources);
    extractor = new SignalExtractor(schema, sources, null, null, null);
    scalars = schema.scalars().size();
    tiles = VectorSignal.TILES.length();
    List<double[]> rows =
        images.stream().map(f -> values(changing ? FullSize.captured(f) : f)).toList();
    kept =
        IntStream.range(0, scalars + tiles)
            .filter(
                s -> 2 * rows.stream().filter(row -> Double.isFinite(row[s])).count() > rows.size())
            .toArray();
    this.images = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      double[] row = rows.get(i);
      if (IntStream.of(kept).allMatch(s -> Double.isFinite(row[s]))) {
        clean.add(row);
        this.images.add(images.get(i));
      }
    }
    floors = new SensorFloor[this.images.size()];
    enlarged = new Frame[this.images.size()];
    columns = IntStream.of(kept).mapToObj(this::name).toList();
    List<String> appearance = schema.appearanceNames();
    List<Double> least = schema.appearanceResolutions();
    resolutions = columns.stream().mapToDouble(c -> least.get(appearance.indexOf(c))).toArray();
  }

  /** Those that have all signals that most have. */
  List<Frame> images() {
    return images;
  }

  private String name(int column) {
    return column < scalars
        ? schema.scalars().get(column).name()
        : VectorSignal.TILES.name() + "-" + (column - scalars);
  }

  /** How many of the columns are scalar signals: those of the tiles come after them. */
  int scalarColumns() {
    return (int) IntStream.of(kept).filter(k -> k < scalars).count();
  }

  /** Whether any is larger at its full size. */
  boolean areEnlarged() {
    return images.stream().anyMatch(f -> FullSize.of(f).pixels() > (long) f.width() * f.height());
  }

  /** A copy of an image, for something to happen to it. */
  Frame image(int image) {
    if (enlarged[image] == null) {
      enlarged[image] = FullSize.of(images.get(image)).image();
    }
    return enlarged[image].copy();
  }

  /** What is kept of all images while nothing has happened to them. */
  List<Frame> captured() {
    return images.stream().map(FullSize::captured).toList();
  }

  /** What is kept of an image that something has happened to. */
  Frame captured(int image, Frame changed) {
    return FullSize.of(images.get(image)).capture(changed);
  }

  /** The noise of the sensor in one of them. */
  SensorFloor floor(int image) {
    if (floors[image] == null) {
      floors[image] = SensorFloor.of(images.get(image));
    }
    return floors[image];
  }

  /** Of a column the smallest deviation that means anything. */
  double resolution(int column) {
    return resolutions[column];
  }

  private double[] values(Frame frame) {
    SignalValues values = extractor.extract(Observation.builder().image(frame).build());
    double[] row = new double[scalars + tiles];
    Arrays.fill(row, Double.NaN);
    for (int s = 0; s < scalars; s++) {
      row[s] = values.analysed(s);
    }
    float[] ofTiles = values.vector(schema.indexOf(VectorSignal.TILES));
    for (int t = 0; ofTiles != null && t < tiles; t++) {
      row[scalars + t] = ofTiles[t];
    }
    return row;
  }

  /** Names of the signals that are compared. */
  List<String> columns() {
    return columns;
  }

  /** The signals of one image as it is, one value a column. */
  double[] clean(int image) {
    double[] row = new double[kept.length];
    for (int k = 0; k < row.length; k++) {
      row[k] = clean.get(image)[kept[k]];
    }
    return row;
  }

  /** The signals of all images as they are, of one column. */
  double[] ofColumn(int column) {
    return clean.stream().mapToDouble(row -> row[kept[column]]).toArray();
  }

  /**
   * The signals of one image that has changed.
   *
   * @param image its number
   * @param after what is kept of what it has become
   * @return one value a column, that of before where it cannot be measured any more
   */
  double[] changed(int image, Frame after) {
    double[] values = values(after);
    double[] changed = new double[kept.length];
    for (int k = 0; k < changed.length; k++) {
      double value = values[kept[k]];
      changed[k] = Double.isFinite(value) ? value : clean.get(image)[kept[k]];
    }
    return changed;
  }
}
