package io.virk.stats.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns of a vector's lanes: a vector that is added to itself turned by 1, 2, 4 and so on has the
 * sum of all its lanes in each of them, in one order, whoever runs it. {@code reduceLanes} leaves
 * the order open; since JDK 23 the interpreter takes another one than C2, so that a sum changed by
 * a rounding when its method was compiled.
 */
final class Lanes {
  static final VectorShuffle<Float> BY_1 = turn(FloatVector.SPECIES_PREFERRED, 1);
  static final VectorShuffle<Float> BY_2 = turn(FloatVector.SPECIES_PREFERRED, 2);

  /** For more than 4 lanes. */
  static final VectorShuffle<Float> BY_4 = turn(FloatVector.SPECIES_PREFERRED, 4);

  /** For more than 8 lanes. */
  static final VectorShuffle<Float> BY_8 = turn(FloatVector.SPECIES_PREFERRED, 8);

  static final VectorShuffle<Double> WIDE_BY_1 = turn(DoubleVector.SPECIES_PREFERRED, 1);

  /** For more than 2 lanes. */
  static final VectorShuffle<Double> WIDE_BY_2 = turn(DoubleVector.SPECIES_PREFERRED, 2);

  /** For more than 4 lanes. */
  static final VectorShuffle<Double> WIDE_BY_4 = turn(DoubleVector.SPECIES_PREFERRED, 4);

  private Lanes() {}

  private static <E> VectorShuffle<E> turn(VectorSpecies<E> species, int by) {
    return VectorShuffle.fromOp(species, lane -> (lane + by) % species.length());
  }
}
