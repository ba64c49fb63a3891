package io.virk.image.internal;

import java.util.Arrays;

/**
 * Finds the similarity that makes one picture fit another best, from one that nearly does: least
 * squares of the differences, with a gain that is free, by steps of Gauss and Newton (Lucas and
 * Kanade 1981). Cost of a step: 40 multiplications a cell. Not thread-safe.
 */
final class Alignment {
  private static final int STEPS = 12;
  private static final int UNKNOWNS = 6;

  /** Cells: a step below this is the last. */
  private static final double ENOUGH = 0.005;

  /** A motion that leaves less than this share of the first picture in sight is none. */
  private static final double LEAST_SHARED = 0.25;

  private final LumaPlane first;
  private final LumaPlane second;
  private final float[] slopeX;
  private final float[] slopeY;
  private final double[][] normal = new double[UNKNOWNS][UNKNOWNS + 1];

  /**
   * How well two pictures fit.
   *
   * @param likeness correlation of what both show, -1 .. 1
   * @param shared share of the first that the second shows, 0 .. 1
   */
  record Fit(Similarity similarity, double likeness, double shared) {
    /** The less there is to compare, the easier it looks alike. */
    double score() {
      return likeness * Math.sqrt(shared);
    }
  }

  /** Of two planes of one size, of 2 x 2 cells or more. Not modified. */
  Alignment(LumaPlane first, LumaPlane second) {
    this.first = first;
    this.second = second;
    int columns = second.columns();
    int rows = second.rows();
    slopeX = new float[columns * rows];
    slopeY = new float[columns * rows];
    float[] v = second.values();
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int at = y * columns + x;
        slopeX[at] = slope(v, at, x, columns, 1);
        slopeY[at] = slope(v, at, y, rows, columns);
      }
    }
  }

  private static float slope(float[] v, int at, int place, int length, int step) {
    int before = place == 0 ? at : at - step;
    int after = place == length - 1 ? at : at + step;
    return before == after ? 0 : (v[after] - v[before]) * step / (after - before);
  }

  /** How well they fit under a similarity. */
  Fit fit(Similarity s) {
    double[] sums = new double[6]; // n, a, b, aa, bb, ab
    int columns = first.columns();
    double left = (columns - 1) / 2.0;
    double up = (first.rows() - 1) / 2.0;
    for (int row = 0; row < first.rows(); row++) {
      for (int column = 0; column < columns; column++) {
        double x = s.x(column - left, row - up) + left;
        double y = s.y(column - left, row - up) + up;
        if (isInside(x, y)) {
          double a = first.values()[row * columns + column];
          double b = between(second.values(), x, y);
          sums[0]++;
          sums[1] += a;
          sums[2] += b;
          sums[3] += a * a;
          sums[4] += b * b;
          sums[5] += a * b;
        }
      }
    }
    double n = sums[0];
    double varA = sums[3] - sums[1] * sums[1] / n;
    double varB = sums[4] - sums[2] * sums[2] / n;
    double shared = n / first.values().length;
    boolean even = !(varA > 1e-9 * sums[3] && varB > 1e-9 * sums[4]);
    double likeness = even ? 0 : (sums[5] - sums[1] * sums[2] / n) / Math.sqrt(varA * varB);
    return new Fit(s, shared < LEAST_SHARED ? -1 : likeness, shared);
  }

  private boolean isInside(double x, double y) {
    return x >= 0 && y >= 0 && x <= second.columns() - 1 && y <= second.rows() - 1;
  }

  private double between(float[] v, double x, double y) {
    int columns = second.columns();
    int left = Math.min((int) x, columns - 2);
    int up = Math.min((int) y, second.rows() - 2);
    double dx = x - left;
    double dy = y - up;
    int at = up * columns + left;
    return (1 - dy) * ((1 - dx) * v[at] + dx * v[at + 1])
        + dy * ((1 - dx) * v[at + columns] + dx * v[at + columns + 1]);
  }

  /** The best fit near a similarity. */
  Fit refined(Similarity start) {
    Fit best = fit(start);
    Similarity s = start;
    double gain = 1;
    for (int step = 0; step < STEPS; step++) {
      double[] by = step(s, gain);
      if (by == null) {
        return best;
      }
      s = new Similarity(s.a() + by[0], s.b() + by[1], s.right() + by[2], s.down() + by[3]);
      gain += by[4];
      Fit fit = fit(s);
      if (!(fit.score() > best.score())) {
        return best;
      }
      best = fit;
      double half = Math.max(first.columns(), first.rows()) / 2.0;
      if (Math.hypot(by[2], by[3]) + half * Math.hypot(by[0], by[1]) < ENOUGH) {
        return best;
      }
    }
    return best;
  }

  /** What to add to a, b, right, down, the gain and the level; null if that is not determined. */
  private double[] step(Similarity s, double gain) {
    for (double[] row : normal) {
      Arrays.fill(row, 0);
    }
    int columns = first.columns();
    double left = (columns - 1) / 2.0;
    double up = (first.rows() - 1) / 2.0;
    double[] by = new double[UNKNOWNS];
    for (int row = 0; row < first.rows(); row++) {
      double y = row - up;
      for (int column = 0; column < columns; column++) {
        double x = column - left;
        double toX = s.x(x, y) + left;
        double toY = s.y(x, y) + up;
        if (!isInside(toX, toY)) {
          continue;
        }
        double gx = gain * between(slopeX, toX, toY);
        double gy = gain * between(slopeY, toX, toY);
        double value = between(second.values(), toX, toY);
        by[0] = gx * x + gy * y;
        by[1] = gy * x - gx * y;
        by[2] = gx;
        by[3] = gy;
        by[4] = value;
        by[5] = 1;
        add(by, first.values()[row * columns + column] - gain * value);
      }
    }
    return solved();
  }

  private void add(double[] by, double residual) {
    for (int i = 0; i < UNKNOWNS; i++) {
      double[] row = normal[i];
      for (int j = i; j < UNKNOWNS; j++) {
        row[j] += by[i] * by[j];
      }
      row[UNKNOWNS] += by[i] * residual;
    }
  }

  /** By Gauss with the diagonal as pivots, for the matrix is positive. */
  private double[] solved() {
    for (int i = 0; i < UNKNOWNS; i++) {
      for (int j = 0; j < i; j++) {
        normal[i][j] = normal[j][i];
      }
    }
    for (int i = 0; i < UNKNOWNS; i++) {
      double most = normal[i][i];
      if (!(most > 1e-9)) {
        return null;
      }
      for (int r = i + 1; r < UNKNOWNS; r++) {
        double f = normal[r][i] / most;
        for (int c = i; c <= UNKNOWNS; c++) {
          normal[r][c] -= f * normal[i][c];
        }
      }
    }
    double[] x = new double[UNKNOWNS];
    for (int i = UNKNOWNS - 1; i >= 0; i--) {
      double sum = normal[i][UNKNOWNS];
      for (int c = i + 1; c < UNKNOWNS; c++) {
        sum -= normal[i][c] * x[c];
      }
      x[i] = sum / normal[i][i];
      if (!Double.isFinite(x[i])) {
        return null;
      }
    }
    return x;
  }
}
