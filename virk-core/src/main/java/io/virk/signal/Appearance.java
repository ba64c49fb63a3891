package io.virk.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Of which columns of a schema {@link VectorSignal#APPEARANCE} is made. Immutable, thread-safe.
 *
 * @param scalars columns of the image's scalar signals
 * @param tiles the column of {@link VectorSignal#TILES}
 * @param tileNumbers numbers of the tiles
 */
record Appearance(int[] scalars, int tiles, int tileNumbers) {
  private static final Appearance NONE = new Appearance(new int[0], -1, 0);

  /** The smallest deviations of a tile that mean anything: of its mean luma, and of its detail. */
  private static final double[] TILE_RESOLUTIONS = {0.1, 0.01};

  /** A row has one if this share of its numbers could be measured. */
  private static final double PRESENT = 0.5;

  /** Of a schema; of nothing if its columns are not those that the signal is made of. */
  static Appearance of(SignalSchema schema) {
    int own = schema.indexOf(VectorSignal.APPEARANCE);
    int tiles = schema.indexOf(VectorSignal.TILES);
    int length = own < 0 ? 0 : schema.vectors().get(own).length();
    int ofTiles = tiles < 0 ? 0 : schema.vectors().get(tiles).length();
    int[] scalars =
        schema.scalarsOf(SignalSources.IMAGE).stream().mapToInt(schema::indexOf).toArray();
    boolean fits = ofTiles > 0 && length == scalars.length + ofTiles;
    return fits ? new Appearance(scalars, tiles, ofTiles) : NONE;
  }

  /** How many numbers it has; 0 if it cannot be made. */
  int length() {
    return scalars.length + tileNumbers;
  }

  /** Makes one. */
  void put(Row row, float[] target, int at) {
    for (int k = 0; k < scalars.length; k++) {
      target[at + k] = (float) row.scalar(scalars[k]);
    }
    row.tiles(target, at + scalars.length, tileNumbers);
  }

  /** Whether there is enough to make one of. */
  boolean isPresent(Row row) {
    int n = 0;
    for (int column : scalars) {
      n += Double.isNaN(row.scalar(column)) ? 0 : 1;
    }
    return n > 0 && n >= PRESENT * scalars.length;
  }

  /** Makes one of an observation; false if there is too little. */
  boolean put(SignalValues values, float[] target) {
    Row row = new Observed(values, tiles);
    boolean present = isPresent(row);
    if (present) {
      put(row, target, 0);
    }
    return present;
  }

  private record Observed(SignalValues values, int column) implements Row {
    @Override
    public double scalar(int of) {
      return values.analysed(of);
    }

    @Override
    public void tiles(float[] target, int at, int numbers) {
      float[] tiles = values.vector(column);
      if (tiles == null) {
        Arrays.fill(target, at, at + numbers, Float.NaN);
      } else {
        System.arraycopy(tiles, 0, target, at, numbers);
      }
    }
  }

  /** What has the columns. */
  interface Row {
    /** On the scale of analysis; NaN if it is missing. */
    double scalar(int column);

    /** Copies the tiles; NaN if they are missing. */
    void tiles(float[] target, int at, int numbers);
  }

  /**
   * Of each number the name by which signatures know it.
   *
   * @return names of the scalar signals, then "tiles-0" and so on
   */
  List<String> names(SignalSchema schema) {
    return each(schema, ScalarSignal::name, t -> VectorSignal.TILES.name() + "-" + t);
  }

  /** Of each number the smallest deviation that means anything. */
  List<Double> resolutions(SignalSchema schema) {
    int half = tileNumbers / 2;
    return each(schema, ScalarSignal::resolution, t -> TILE_RESOLUTIONS[t < half ? 0 : 1]);
  }

  private <T> List<T> each(
      SignalSchema schema, Function<ScalarSignal, T> ofScalar, IntFunction<T> ofTile) {
    List<T> all = new ArrayList<>();
    for (int column : scalars) {
      all.add(ofScalar.apply(schema.scalars().get(column)));
    }
    for (int t = 0; t < tileNumbers; t++) {
      all.add(ofTile.apply(t));
    }
    return all;
  }
}
