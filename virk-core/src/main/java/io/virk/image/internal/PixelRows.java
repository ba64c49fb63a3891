package io.virk.image.internal;

/** Where the pixels of one image come from when they do not lie in a {@code byte[]} as they are. */
interface PixelRows {
  /**
   * Writes pixels of a row as tightly packed samples. Allocates nothing; the caller has checked the
   * bounds.
   *
   * @param x first pixel
   * @param y row
   * @param count pixels, &gt; 0
   * @param step from one pixel to the next, &gt; 0; 1 for neighbours
   * @param target Modified; one byte after the last sample may be overwritten too.
   * @param at index of the first sample
   */
  void read(int x, int y, int count, int step, byte[] target, int at);
}
