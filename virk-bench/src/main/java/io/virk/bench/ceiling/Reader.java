package io.virk.bench.ceiling;

/** Reads memory, and does nothing else. */
public interface Reader {

  /**
   * Reads all of it; the result is to be used, or it is optimised away.
   *
   * @param memory a multiple of 256 ints. Not modified.
   */
  int read(int[] memory);
}
