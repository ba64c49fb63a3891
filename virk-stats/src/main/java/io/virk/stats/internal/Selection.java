package io.virk.stats.internal;

/** Partial sorting in place, without allocation. */
public final class Selection {
  private Selection() {}

  /**
   * Puts the elements from rank {@code at} on behind those below it, as a full sort would, in no
   * order otherwise. Expected cost 3 n; no bad case for sorted or constant input. Hoare's
   * quickselect, Algorithm 65, CACM 4 (1961), doi:10.1145/366622.366647.
   *
   * @param values finite. Modified.
   * @param length how many of them, 1 or more
   * @param at 0 to length - 1
   * @return the element of that rank
   */
  public static float largestLast(float[] values, int length, int at) {
    int low = 0;
    int high = length - 1;
    while (low < high) {
      float pivot = median(values[low], values[(low + high) >>> 1], values[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      if (at <= j) {
        high = j;
      } else if (at >= i) {
        low = i;
      } else {
        break;
      }
    }
    return values[at];
  }

  private static float median(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
