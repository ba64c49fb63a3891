package io.virk.label.internal;

/**
 * Ninety-six bits of an id. Two ids that share all of them would be taken for one: among a million
 * that happens once in 10^17 such indexes.
 *
 * @param hash by which its place is found
 * @param check told apart by it where hashes are the same
 */
record IdHash(long hash, int check) {
  private static final long ODD = 0x9E3779B97F4A7C15L;
  private static final long OTHER = 0xC2B2AE3D27D4EB4FL;

  static IdHash of(String id) {
    long a = id.length();
    long b = ~a;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      a = mix((a ^ c) * ODD);
      b = Long.rotateLeft(b + c, 29) * OTHER;
    }
    return new IdHash(mix(a * OTHER), (int) (mix(b) >>> 32));
  }

  /**
   * Where it belongs in a table: whoever does not know the seed cannot pile ids up at one place.
   */
  static long spread(long hash, int check, long seed) {
    return mix((hash ^ seed) + check * OTHER);
  }

  private static long mix(long value) {
    long v = (value ^ value >>> 32) * ODD;
    return v ^ v >>> 29;
  }
}
