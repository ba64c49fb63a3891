package io.virk.image.internal;

/**
 * A plane of numbers, as a mean image is.
 *
 * @param columns &ge; 0
 * @param rows &ge; 0
 * @param values [rows x columns] row-major. Not copied.
 */
record LumaPlane(int columns, int rows, float[] values) {
  /** Cells to each side that a cell is compared with, as a share of the shorter side. */
  private static final double REACH = 0.06;

  private static final int LEAST_REACH = 2;

  /**
   * What stands out from its surroundings: each cell less the mean of the square about it. Light
   * that changes evenly is not in it.
   */
  LumaPlane details() {
    int reach = Math.max(LEAST_REACH, (int) Math.round(REACH * Math.min(columns, rows)));
    LumaPlane means = smoothed(reach);
    float[] details = new float[values.length];
    for (int i = 0; i < details.length; i++) {
      details[i] = values[i] - means.values[i];
    }
    return new LumaPlane(columns, rows, details);
  }

  /**
   * The mean of the square about each cell, of as many as there are at the border.
   *
   * @param reach cells to each side, &ge; 0
   */
  LumaPlane smoothed(int reach) {
    float[] level = new float[values.length];
    double[] sums = new double[Math.max(columns, rows) + 1];
    for (int y = 0; y < rows; y++) {
      means(values, y * columns, 1, columns, reach, sums, level);
    }
    float[] both = new float[values.length];
    for (int x = 0; x < columns; x++) {
      means(level, x, columns, rows, reach, sums, both);
    }
    return new LumaPlane(columns, rows, both);
  }

  /** The same picture on another grid, between its cells where none is met. */
  LumaPlane resized(int newColumns, int newRows) {
    if (newColumns == columns && newRows == rows) {
      return this;
    }
    float[] resized = new float[newColumns * newRows];
    for (int y = 0; y < newRows; y++) {
      double v = place(y, newRows, rows);
      int up = (int) v;
      int below = Math.min(rows - 1, up + 1);
      double dy = v - up;
      for (int x = 0; x < newColumns; x++) {
        double u = place(x, newColumns, columns);
        int left = (int) u;
        int right = Math.min(columns - 1, left + 1);
        double dx = u - left;
        resized[y * newColumns + x] =
            (float)
                ((1 - dy) * ((1 - dx) * at(up, left) + dx * at(up, right))
                    + dy * ((1 - dx) * at(below, left) + dx * at(below, right)));
      }
    }
    return new LumaPlane(newColumns, newRows, resized);
  }

  private static double place(int index, int of, int length) {
    return Math.max(0, Math.min(length - 1, (index + 0.5) * length / of - 0.5));
  }

  private float at(int row, int column) {
    return values[row * columns + column];
  }

  /** Means of blocks of 2 x 2 cells; what is left over is not in it. */
  LumaPlane halved() {
    int w = columns / 2;
    int h = rows / 2;
    float[] half = new float[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int at = 2 * y * columns + 2 * x;
        half[y * w + x] =
            (values[at] + values[at + 1] + values[at + columns] + values[at + columns + 1]) / 4;
      }
    }
    return new LumaPlane(w, h, half);
  }

  private static void means(
      float[] from, int start, int step, int length, int reach, double[] sums, float[] to) {
    for (int i = 0; i < length; i++) {
      sums[i + 1] = sums[i] + from[start + i * step];
    }
    for (int i = 0; i < length; i++) {
      int low = Math.max(0, i - reach);
      int high = Math.min(length, i + reach + 1);
      to[start + i * step] = (float) ((sums[high] - sums[low]) / (high - low));
    }
  }

  /** The sum of squares. */
  double energy() {
    double sum = 0;
    for (float v : values) {
      sum += (double) v * v;
    }
    return sum;
  }

  /**
   * How alike this and another plane of the same size are: the correlation of their cells, -1 .. 1;
   * 0 if one of them is even.
   */
  double correlation(LumaPlane other) {
    return correlation(values, other.values, values.length);
  }

  /** The correlation of the first n of two lists; 0 if one of them does not change. */
  static double correlation(float[] a, float[] b, int n) {
    double sumA = 0;
    double sumB = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < n; i++) {
      sumA += a[i];
      sumB += b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
      ab += (double) a[i] * b[i];
    }
    double varA = aa - sumA * sumA / n;
    double varB = bb - sumB * sumB / n;
    boolean even = !(varA > 1e-9 * aa && varB > 1e-9 * bb);
    return even ? 0 : (ab - sumA * sumB / n) / Math.sqrt(varA * varB);
  }
}
