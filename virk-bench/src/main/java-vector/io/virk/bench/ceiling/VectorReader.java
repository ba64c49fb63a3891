package io.virk.bench.ceiling;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Four loads at a time, so that no addition waits for another. */
public final class VectorReader implements Reader {
  private static final VectorSpecies<Integer> LANES = IntVector.SPECIES_PREFERRED;

  @Override
  public int read(int[] memory) {
    int step = LANES.length();
    IntVector a = IntVector.zero(LANES);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    for (int i = 0; i + 4 * step <= memory.length; i += 4 * step) {
      a = a.add(IntVector.fromArray(LANES, memory, i));
      b = b.add(IntVector.fromArray(LANES, memory, i + step));
      c = c.add(IntVector.fromArray(LANES, memory, i + 2 * step));
      d = d.add(IntVector.fromArray(LANES, memory, i + 3 * step));
    }
    return a.add(b).add(c).add(d).reduceLanes(VectorOperators.ADD);
  }
}
