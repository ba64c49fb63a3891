package io.virk.image.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Measures how the picture of a camera that stands still has moved: by phase correlation, of the
 * pictures and of their spectra on a log-polar grid, for where to look, and by least squares from
 * there on. Looks at what stands out from its surroundings, so that light that changes evenly does
 * not matter. Cost at the largest grid: some 20 ms.
 */
public final class Registration {
  /** Cells of the shorter side below which nothing is measured. */
  static final int SMALLEST = 16;

  /** Turns that are tried, each and half a turn on. */
  private static final int TURNS = 3;

  private static final int SHIFTS = 2;

  /** Of those that are looked at closer. */
  private static final int REFINED = 4;

  /** Enough to look no further. */
  private static final double FOUND = 0.9;

  private Registration() {}

  /**
   * Measures a motion.
   *
   * @param columns of both pictures
   * @param rows of both pictures
   * @param before [rows x columns] luma, row-major. Not modified.
   * @param now [rows x columns] luma, row-major. Not modified.
   * @return the motion that fits best; with a likeness of 0 where the pictures are smaller than
   *     {@value #SMALLEST} cells, or even
   */
  public static Motion measure(int columns, int rows, float[] before, float[] now) {
    if (Math.min(columns, rows) < SMALLEST) {
      return new Motion(0, 0, 0, 0, 0, 0, 0);
    }
    LumaPlane first = new LumaPlane(columns, rows, before).details();
    LumaPlane second = new LumaPlane(columns, rows, now).details();
    Alignment fine = new Alignment(first, second);
    double inPlace = fine.fit(Similarity.NONE).likeness();
    Alignment.Fit best = best(first, second, fine);
    Similarity s = best.similarity();
    return new Motion(
        100 * s.right() / columns,
        100 * s.down() / rows,
        Math.toDegrees(s.radians()),
        100 * (s.scale() - 1),
        best.likeness(),
        inPlace,
        best.shared());
  }

  /** Looks on planes of half the size first. */
  private static Alignment.Fit best(LumaPlane first, LumaPlane second, Alignment fine) {
    Alignment.Fit near = fine.refined(Similarity.NONE);
    if (near.likeness() >= FOUND) {
      return near;
    }
    boolean halve = Math.min(first.columns(), first.rows()) >= 2 * SMALLEST;
    LumaPlane a = halve ? first.halved() : first;
    LumaPlane b = halve ? second.halved() : second;
    Alignment coarse = new Alignment(a.smoothed(1), b.smoothed(1));
    Alignment.Fit best = near;
    for (Alignment.Fit start : starts(a, b, coarse)) {
      Similarity s = coarse.refined(start.similarity()).similarity();
      Similarity scaled = halve ? s.moved(2 * s.right(), 2 * s.down()) : s;
      Alignment.Fit fit = fine.fit(scaled);
      best = fit.score() > best.score() ? fit : best;
    }
    return best == near ? near : fine.refined(best.similarity());
  }

  /** Where to look, the best first. */
  private static List<Alignment.Fit> starts(LumaPlane a, LumaPlane b, Alignment alignment) {
    int n = Integer.highestOneBit(2 * Math.max(a.columns(), a.rows()) - 1);
    PhaseCorrelation phases = new PhaseCorrelation(n);
    PhaseCorrelation.Spectrum first = phases.spectrum(a);
    PhaseCorrelation.Spectrum second = phases.spectrum(b);
    List<Similarity> turns = new ArrayList<>(List.of(Similarity.NONE));
    for (Similarity turn : phases.turns(first, second, TURNS)) {
      turns.add(turn);
      turns.add(new Similarity(-turn.a(), -turn.b(), 0, 0));
    }
    List<Alignment.Fit> starts = new ArrayList<>();
    for (Similarity turn : turns) {
      PhaseCorrelation.Spectrum undone =
          turn == Similarity.NONE ? second : phases.spectrum(undone(b, turn));
      for (PhaseCorrelation.Peak peak : phases.shifts(first, undone, SHIFTS)) {
        // what shifted by d there stands, the turn not undone, where the turn takes d
        double right = turn.x(peak.right(), peak.down());
        double down = turn.y(peak.right(), peak.down());
        starts.add(alignment.fit(turn.moved(right, down)));
      }
    }
    starts.sort(Comparator.comparingDouble(Alignment.Fit::score).reversed());
    return starts.subList(0, Math.min(REFINED, starts.size()));
  }

  /** The second picture as it would be without a turn; 0 where it shows nothing. */
  private static LumaPlane undone(LumaPlane plane, Similarity turn) {
    int columns = plane.columns();
    int rows = plane.rows();
    float[] v = plane.values();
    float[] undone = new float[v.length];
    double left = (columns - 1) / 2.0;
    double up = (rows - 1) / 2.0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double x = turn.x(column - left, row - up) + left;
        double y = turn.y(column - left, row - up) + up;
        int toX = (int) Math.floor(x);
        int toY = (int) Math.floor(y);
        if (toX >= 0 && toY >= 0 && toX < columns - 1 && toY < rows - 1) {
          double dx = x - toX;
          double dy = y - toY;
          int at = toY * columns + toX;
          undone[row * columns + column] =
              (float)
                  ((1 - dy) * ((1 - dx) * v[at] + dx * v[at + 1])
                      + dy * ((1 - dx) * v[at + columns] + dx * v[at + columns + 1]));
        }
      }
    }
    return new LumaPlane(columns, rows, undone);
  }
}
