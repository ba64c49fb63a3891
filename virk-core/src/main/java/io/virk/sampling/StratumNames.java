package io.virk.sampling;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where named strata stand: a hash table of a fixed size, to which names are added and never
 * removed. Thread-safe and lock-free; a search allocates nothing.
 */
final class StratumNames {
  /** Strata that are told apart, about. */
  static final int STRATA = 4096;

  /** Twice as many places as names, so that a search is short; where it is long, it is given up. */
  static final int PLACES = 2 * STRATA;

  /** Characters of a name: its length bounds what a call costs and what is kept. */
  private static final int LONGEST_NAME = 256;

  private static final int LONGEST_SEARCH = 32;

  private final AtomicReferenceArray<String> names = new AtomicReferenceArray<>(PLACES);

  /**
   * Where a name stands; it is added if it is new.
   *
   * @param stratum null for none
   * @return 0 .. PLACES - 1; -1 if there is no room for it, or it is none
   */
  int place(String stratum) {
    if (stratum == null || stratum.length() > LONGEST_NAME) {
      return -1;
    }
    int hash = stratum.hashCode() * 0x9E3779B9;
    for (int i = 0; i < LONGEST_SEARCH; i++) {
      int place = (hash >>> 19) + i & PLACES - 1;
      String found = names.get(place);
      if (found == null && names.compareAndSet(place, null, stratum)) {
        return place;
      }
      found = names.get(place);
      if (found.equals(stratum)) {
        return place;
      }
    }
    return -1;
  }
}
