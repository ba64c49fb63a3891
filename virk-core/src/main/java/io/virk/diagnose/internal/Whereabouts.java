package io.virk.diagnose.internal;

import io.virk.internal.Text;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.stats.Moments;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where in the frame a change is: by the mean luma of 4 x 4 tiles. */
final class Whereabouts {
  private static final int SIDE = 4;
  private static final int TILES = SIDE * SIDE;

  /** The change of a tile that is told, 8-bit steps, and in standard errors. */
  private static final double LEAST_STEPS = 4;

  private static final double LEAST_ERRORS = 5;

  /** A change is local if its strongest tile has so many times that of the middle one. */
  private static final double LOCAL = 2.5;

  /** A change is of the whole frame if its weakest tile has so much of the strongest's. */
  private static final double WHOLE = 0.6;

  /** A tile belongs to the place if it has this share of the strongest's change. */
  private static final double BELONGS = 0.5;

  private Whereabouts() {}

  /**
   * A sentence with a space before it; "" if nothing can be said.
   *
   * @param baseline rows that the window is compared with
   * @param window rows of the drift
   */
  static String sentence(SignalTable baseline, SignalTable window) {
    Optional<VectorSignal> tiles =
        baseline.schema().vectors().stream()
            .filter(v -> v.name().equals(VectorSignal.TILES.name()))
            .filter(v -> v.length() >= TILES && window.schema().indexOf(v) >= 0)
            .findFirst();
    return tiles.map(v -> sentence(baseline.vectors(v), window.vectors(v))).orElse("");
  }

  private static String sentence(VectorColumn baseline, VectorColumn window) {
    if (window.dimension() != baseline.dimension() || baseline.count() < 2 || window.count() < 2) {
      return "";
    }
    double[] before = new double[TILES];
    double[] now = new double[TILES];
    double[] change = new double[TILES];
    boolean[] sure = new boolean[TILES];
    int darker = 0;
    for (int t = 0; t < TILES; t++) {
      Moments was = moments(baseline, t);
      Moments is = moments(window, t);
      before[t] = was.mean();
      now[t] = is.mean();
      change[t] = Math.abs(now[t] - before[t]);
      darker += now[t] < before[t] ? 1 : 0;
      double error = Math.sqrt(was.variance() / was.count() + is.variance() / is.count()) + 1e-6;
      sure[t] = change[t] >= LEAST_STEPS && change[t] >= LEAST_ERRORS * error;
    }
    int most = IntStream.range(0, TILES).reduce(0, (a, b) -> change[b] > change[a] ? b : a);
    if (!sure[most]) {
      return "";
    }
    double[] ascending = change.clone();
    Arrays.sort(ascending);
    boolean isOneWay = darker == 0 || darker == TILES;
    if (isOneWay && ascending[0] >= WHOLE * change[most] && sure[weakest(change)]) {
      return " The light has changed alike over the whole frame.";
    }
    if (change[most] < LOCAL * ascending[TILES / 2]) {
      return "";
    }
    boolean[] place = new boolean[TILES];
    for (int t = 0; t < TILES; t++) {
      boolean isAsMost = now[t] < before[t] == now[most] < before[most];
      place[t] = sure[t] && isAsMost && change[t] >= BELONGS * change[most];
    }
    return String.format(
        Locale.ROOT,
        " In the frame: %s most (luminance there %s to %s).",
        name(place),
        Text.number(mean(before, place)),
        Text.number(mean(now, place)));
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
      return "the corners";
    }
    String vertical = part(tiles, t -> t / SIDE, "upper", "lower");
    String horizontal = part(tiles, t -> t % SIDE, "left", "right");
    if (vertical.isEmpty() && horizontal.isEmpty()) {
      return "several places";
    }
    if (vertical.equals("middle") && horizontal.equals("middle")) {
      return "the middle";
    }
    if (vertical.isEmpty() || horizontal.isEmpty()) {
      return "the " + vertical + horizontal + " part";
    }
    return "the "
        + (vertical.equals("middle") ? "" : vertical + " ")
        + (horizontal.equals("middle") ? "middle" : horizontal)
        + " part";
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
