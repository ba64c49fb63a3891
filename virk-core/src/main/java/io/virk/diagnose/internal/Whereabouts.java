package io.virk.diagnose.internal;

import io.virk.diagnose.FrameChange;
import io.virk.diagnose.FrameChange.Extent;
import io.virk.internal.Text;
import io.virk.internal.Words;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.Moments;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where in the frame a change is: by the mean luma, and the sharpness, of 4 x 4 tiles. */
final class Whereabouts {
  private static final int SIDE = 4;
  private static final int TILES = SIDE * SIDE;

  /** Images of the window, at least. */
  private static final int FEWEST = 8;

  /** The change of a tile that is told, in standard errors. */
  private static final double LEAST_ERRORS = 5;

  /** A change is local if its strongest tile has so many times that of the middle one. */
  private static final double LOCAL = 2.5;

  /** A change is of the whole frame if its weakest tile has so much of the strongest's. */
  private static final double WHOLE = 0.6;

  /** A tile belongs to the place if it has this share of the strongest's change. */
  private static final double BELONGS = 0.5;

  private Whereabouts() {}

  /** Of what each tile has a value, and from which change on one is told. */
  private enum Measure {
    /** Mean luma, 8-bit steps. */
    LUMINANCE("luminance", 0, 4),
    /** Logarithm of the mean squared Laplacian. */
    SHARPNESS("sharpness", TILES, 0.7);

    private final String words;
    private final int first;
    private final double least;

    Measure(String words, int first, double least) {
      this.words = words;
      this.first = first;
      this.least = least;
    }

    private double raw(double value) {
      return this == SHARPNESS ? Math.exp(value) : value;
    }
  }

  /**
   * Looks where a change is: by the luminance, and where that does not tell, by the sharpness.
   *
   * @param baseline rows that the window is compared with
   * @param window rows of the drift
   */
  static FrameChange of(SignalTable baseline, SignalTable window) {
    Optional<VectorSignal> tiles =
        baseline.schema().vectors().stream()
            .filter(v -> v.name().equals(VectorSignal.TILES.name()))
            .filter(v -> v.length() >= TILES && window.schema().indexOf(v) >= 0)
            .findFirst();
    if (tiles.isEmpty()) {
      return FrameChange.UNKNOWN;
    }
    VectorColumn before = baseline.vectors(tiles.get());
    VectorColumn now = window.vectors(tiles.get());
    FrameChange ofLight = of(Measure.LUMINANCE, before, now);
    return ofLight.extent() == Extent.UNKNOWN && tiles.get().length() >= 2 * TILES
        ? of(Measure.SHARPNESS, before, now)
        : ofLight;
  }

  /** A sentence; "" if nothing can be said. */
  static String sentence(FrameChange change) {
    return switch (change.extent()) {
      case UNKNOWN -> "";
      case WHOLE -> Words.of("frame.whole");
      case PART ->
          Words.of(
              "frame.part",
              change.place(),
              Words.of("frame." + change.measure()),
              Text.number(change.before()),
              Text.number(change.now()));
    };
  }

  private static FrameChange of(Measure measure, VectorColumn baseline, VectorColumn window) {
    if (window.dimension() != baseline.dimension()
        || baseline.count() < 2
        || window.count() < FEWEST) {
      return FrameChange.UNKNOWN;
    }
    double[] before = new double[TILES];
    double[] now = new double[TILES];
    double[] change = new double[TILES];
    boolean[] sure = new boolean[TILES];
    int darker = 0;
    for (int t = 0; t < TILES; t++) {
      Moments was = moments(baseline, measure.first + t);
      Moments is = moments(window, measure.first + t);
      before[t] = was.mean();
      now[t] = is.mean();
      change[t] = Math.abs(now[t] - before[t]);
      darker += now[t] < before[t] ? 1 : 0;
      double error = Math.sqrt(was.variance() / was.count() + is.variance() / is.count()) + 1e-6;
      sure[t] = change[t] >= measure.least && change[t] >= LEAST_ERRORS * error;
    }
    int most = IntStream.range(0, TILES).reduce(0, (a, b) -> change[b] > change[a] ? b : a);
    if (!sure[most]) {
      return FrameChange.UNKNOWN;
    }
    double[] ascending = change.clone();
    Arrays.sort(ascending);
    boolean isOneWay = darker == 0 || darker == TILES;
    if (isOneWay && ascending[0] >= WHOLE * change[most] && sure[weakest(change)]) {
      return measure == Measure.LUMINANCE
          ? new FrameChange(Extent.WHOLE, measure.words, "", List.of(), Double.NaN, Double.NaN)
          : FrameChange.UNKNOWN;
    }
    if (change[most] < LOCAL * ascending[TILES / 2]) {
      return FrameChange.UNKNOWN;
    }
    boolean[] place = new boolean[TILES];
    for (int t = 0; t < TILES; t++) {
      boolean isAsMost = now[t] < before[t] == now[most] < before[most];
      place[t] = sure[t] && isAsMost && change[t] >= BELONGS * change[most];
    }
    return new FrameChange(
        Extent.PART,
        measure.words,
        name(place),
        IntStream.range(0, TILES).filter(t -> place[t]).boxed().toList(),
        measure.raw(mean(before, place)),
        measure.raw(mean(now, place)));
  }

  private static int weakest(double[] change) {
    return IntStream.range(0, TILES).reduce(0, (a, b) -> change[b] < change[a] ? b : a);
  }

  private static Moments moments(VectorColumn column, int tile) {
    Moments moments = new Moments();
    float[] vector = new float[column.dimension()];
    for (int row = 0; row < column.rows(); row++) {
      if (column.isPresent(row)) {
        column.vector(row, vector);
        moments.accept(vector[tile]);
      }
    }
    return moments;
  }

  private static double mean(double[] values, boolean[] place) {
    return IntStream.range(0, TILES)
        .filter(t -> place[t])
        .mapToDouble(t -> values[t])
        .average()
        .orElse(Double.NaN);
  }

  /** What a person would call some of the tiles. */
  static String name(boolean[] place) {
    int[] tiles = IntStream.range(0, TILES).filter(t -> place[t]).toArray();
    boolean corners = Arrays.stream(tiles).allMatch(t -> isEdge(t / SIDE) && isEdge(t % SIDE));
    if (corners && tiles.length > 2) {
      return Words.of("place.corners");
    }
    String vertical = part(tiles, t -> t / SIDE, "upper", "lower");
    String horizontal = part(tiles, t -> t % SIDE, "left", "right");
    if (vertical.isEmpty() && horizontal.isEmpty()) {
      return Words.of("place.several");
    }
    if (vertical.equals("middle") && horizontal.equals("middle")) {
      return Words.of("place.middle");
    }
    if (vertical.isEmpty()) {
      return Words.of("place." + (horizontal.equals("middle") ? "columns" : horizontal));
    }
    if (horizontal.isEmpty()) {
      return Words.of("place." + (vertical.equals("middle") ? "rows" : vertical));
    }
    return Words.of("place." + vertical + "-" + horizontal);
  }

  private static boolean isEdge(int at) {
    return at == 0 || at == SIDE - 1;
  }

  private interface Along {
    int of(int tile);
  }

  /** "" of a place that spans more than half. */
  private static String part(int[] tiles, Along along, String low, String high) {
    int first = Arrays.stream(tiles).map(along::of).min().orElse(0);
    int last = Arrays.stream(tiles).map(along::of).max().orElse(0);
    if (last < SIDE / 2) {
      return low;
    }
    if (first >= SIDE / 2) {
      return high;
    }
    return first == 1 && last == 2 ? "middle" : "";
  }
}
