package io.virk.stats.ood;

/**
 * For each of some vectors, the classes that may have the nearest mean: a few, or the mark that
 * there were too many to note.
 */
final class NearestClasses {
  private static final int MOST = 16;

  private int[] sizes = new int[0];
  private int[] classes = new int[0];
  private float[] lowers = new float[0];

  /** Forgets all. */
  void reset(int vectors) {
    if (sizes.length < vectors) {
      sizes = new int[vectors];
      classes = new int[vectors * MOST];
      lowers = new float[vectors * MOST];
    }
    for (int v = 0; v < vectors; v++) {
      sizes[v] = 0;
    }
  }

  /** Notes one; those above the limit may be forgotten. */
  void add(int vector, int c, float lower, float limit) {
    if (sizes[vector] == MOST) {
      keep(vector, limit);
    }
    if (sizes[vector] >= MOST) {
      sizes[vector] = MOST + 1;
      return;
    }
    int at = vector * MOST + sizes[vector]++;
    classes[at] = c;
    lowers[at] = lower;
  }

  /** Forgets those above the limit. */
  void keep(int vector, float limit) {
    int from = vector * MOST;
    int kept = from;
    for (int i = from; i < from + sizes[vector]; i++) {
      if (lowers[i] <= limit) {
        classes[kept] = classes[i];
        lowers[kept++] = lowers[i];
      }
    }
    sizes[vector] = kept - from;
  }

  /** Whether there were more than could be noted, so that any class may be the nearest. */
  boolean isCrowded(int vector) {
    return sizes[vector] > MOST;
  }

  int size(int vector) {
    return sizes[vector];
  }

  int get(int vector, int i) {
    return classes[vector * MOST + i];
  }
}
