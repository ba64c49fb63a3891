package io.virk.engine;

import io.virk.detect.WindowPolicy;

/**
 * Into what a window is divided while a drift is open: at the end of each part the last rows are
 * looked at, as many as a window has, so that a drift is closed soon after its fault is gone.
 *
 * @param number of them; 1 for windows that overlap anyway or are closed by time
 * @param rows of each but the last, which may have fewer
 */
record WindowParts(int number, int rows) {
  private static final int QUARTERS = 4;
  private static final int HALVES = 2;

  /**
   * Divides.
   *
   * @param policy resolved
   * @param halfBefore whether of the window before half is kept
   */
  static WindowParts of(WindowPolicy policy, boolean halfBefore) {
    int rows = policy.observations();
    boolean apart = policy.longest().isEmpty() && policy.stride() == rows;
    int number = !apart ? 1 : halfBefore ? HALVES : QUARTERS;
    return new WindowParts(number, number == 1 ? policy.stride() : (rows + number - 1) / number);
  }
}
