package io.virk.stats.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in the Vector API, compiled apart and loaded only where it works. Tails are scalar:
 * masks cost more on Java 17 than they save.
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();

  VectorKernels() {
    float sum = FloatVector.broadcast(LANES, 1).reduceLanes(VectorOperators.ADD);
    if (sum != LENGTH || LENGTH < 4) {
      throw new IllegalStateException("vectors of " + LENGTH + " floats, of sum " + sum);
    }
  }

  @Override
  public String name() {
    return "vector " + LANES.vectorBitSize() + " bit";
  }

  @Override
  public double dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
    assert aFrom >= 0 && bFrom >= 0 && aFrom + length <= a.length && bFrom + length <= b.length;
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = FloatVector.zero(LANES);
    FloatVector s2 = FloatVector.zero(LANES);
    FloatVector s3 = FloatVector.zero(LANES);
    int i = 0;
    for (; i <= length - 4 * LENGTH; i += 4 * LENGTH) {
      s0 = fma(load(a, aFrom + i), load(b, bFrom + i), s0);
      s1 = fma(load(a, aFrom + i + LENGTH), load(b, bFrom + i + LENGTH), s1);
      s2 = fma(load(a, aFrom + i + 2 * LENGTH), load(b, bFrom + i + 2 * LENGTH), s2);
      s3 = fma(load(a, aFrom + i + 3 * LENGTH), load(b, bFrom + i + 3 * LENGTH), s3);
    }
    for (; i <= length - LENGTH; i += LENGTH) {
      s0 = fma(load(a, aFrom + i), load(b, bFrom + i), s0);
    }
    double tail = 0;
    for (; i < length; i++) {
      tail += a[aFrom + i] * b[bFrom + i];
    }
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD) + tail;
  }

  @Override
  public double squaredDistance(float[] a, int aFrom, float[] b, int bFrom, int length) {
    assert aFrom >= 0 && bFrom >= 0 && aFrom + length <= a.length && bFrom + length <= b.length;
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = FloatVector.zero(LANES);
    FloatVector s2 = FloatVector.zero(LANES);
    FloatVector s3 = FloatVector.zero(LANES);
    int i = 0;
    for (; i <= length - 4 * LENGTH; i += 4 * LENGTH) {
      FloatVector d0 = load(a, aFrom + i).sub(load(b, bFrom + i));
      FloatVector d1 = load(a, aFrom + i + LENGTH).sub(load(b, bFrom + i + LENGTH));
      FloatVector d2 = load(a, aFrom + i + 2 * LENGTH).sub(load(b, bFrom + i + 2 * LENGTH));
      FloatVector d3 = load(a, aFrom + i + 3 * LENGTH).sub(load(b, bFrom + i + 3 * LENGTH));
      s0 = fma(d0, d0, s0);
      s1 = fma(d1, d1, s1);
      s2 = fma(d2, d2, s2);
      s3 = fma(d3, d3, s3);
    }
    for (; i <= length - LENGTH; i += LENGTH) {
      FloatVector d = load(a, aFrom + i).sub(load(b, bFrom + i));
      s0 = fma(d, d, s0);
    }
    double tail = 0;
    for (; i < length; i++) {
      float d = a[aFrom + i] - b[bFrom + i];
      tail += d * d;
    }
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD) + tail;
  }

  private static FloatVector load(float[] array, int from) {
    return FloatVector.fromArray(LANES, array, from);
  }

  /** Without the instruction, {@code fma} would be emulated with big decimals. */
  private static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
    return VirtualMachine.HAS_FMA ? a.fma(b, c) : a.mul(b).add(c);
  }
}
