package io.virk.stats.internal;

import static io.virk.stats.internal.Lanes.BY_1;
import static io.virk.stats.internal.Lanes.BY_2;
import static io.virk.stats.internal.Lanes.BY_4;
import static io.virk.stats.internal.Lanes.BY_8;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The part of {@link VectorProductKernels} that scores logits. */
final class VectorSoftmax {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();
  private static final int SOFTMAX_BLOCK = ProductKernels.SOFTMAX_BLOCK;

  private static final float LOG2_E = 1.4426950408889634f;

  /** Added and taken away again, it rounds to a whole number, in the low bits of the sum. */
  private static final float ROUND = 12582912f;

  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float LEAST_EXPONENT = -87;

  private VectorSoftmax() {}

  /** As {@link ProductKernels#softmaxSums}. */
  static void sums(
      float[] z, int from, int length, float inverseTemperature, float[][] scratch, double[] into) {
    if (!largest(z, from, length, scratch[0], into)) {
      Arrays.fill(into, Double.NaN);
      return;
    }
    float max = (float) into[0];
    double rest = 0;
    double weighted = 0;
    for (int block = 0; block < length; block += SOFTMAX_BLOCK) {
      int n = Math.min(SOFTMAX_BLOCK, length - block);
      int start = from + block;
      int vectors = n - n % LENGTH;
      exponentialSums(z, start, vectors, max, inverseTemperature, into);
      rest += into[2];
      weighted += into[3];
      for (int i = start + vectors; i < start + n; i++) {
        if (z[i] != max) {
          double u = ((double) z[i] - max) * inverseTemperature;
          double e = Math.exp(u);
          rest += e;
          weighted += e == 0 ? 0 : e * u;
        }
      }
    }
    int ties = 1;
    if (into[1] == into[0]) {
      ties = 0;
      for (int i = from; i < from + length; i++) {
        ties += z[i] == max ? 1 : 0;
      }
    }
    into[2] = rest;
    into[3] = weighted;
    into[4] = ties;
  }

  /** The largest two into 0 and 1; false if anything is not finite. */
  private static boolean largest(float[] z, int from, int length, float[] scratch, double[] into) {
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector first0 = FloatVector.broadcast(LANES, Float.NEGATIVE_INFINITY);
    FloatVector second0 = first0;
    FloatVector first1 = first0;
    FloatVector second1 = first0;
    FloatVector check0 = zero;
    FloatVector check1 = zero;
    int i = from;
    int end = from + length;
    for (; i <= end - 2 * LENGTH; i += 2 * LENGTH) {
      FloatVector x0 = FloatVector.fromArray(LANES, z, i);
      FloatVector x1 = FloatVector.fromArray(LANES, z, i + LENGTH);
      VectorMask<Float> above0 = x0.compare(VectorOperators.GT, first0);
      VectorMask<Float> above1 = x1.compare(VectorOperators.GT, first1);
      FloatVector lesser0 = x0.blend(first0, above0);
      FloatVector lesser1 = x1.blend(first1, above1);
      first0 = first0.blend(x0, above0);
      first1 = first1.blend(x1, above1);
      second0 = second0.blend(lesser0, lesser0.compare(VectorOperators.GT, second0));
      second1 = second1.blend(lesser1, lesser1.compare(VectorOperators.GT, second1));
      check0 = x0.fma(zero, check0);
      check1 = x1.fma(zero, check1);
    }
    float check = check0.add(check1).reduceLanes(VectorOperators.ADD);
    first0.intoArray(scratch, 0);
    first1.intoArray(scratch, LENGTH);
    second0.intoArray(scratch, 2 * LENGTH);
    second1.intoArray(scratch, 3 * LENGTH);
    float max = Float.NEGATIVE_INFINITY;
    float second = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < 4 * LENGTH; j++) {
      float x = scratch[j];
      second = Math.max(second, Math.min(x, max));
      max = Math.max(max, x);
    }
    for (; i < end; i++) {
      float x = z[i];
      check += x * 0f;
      second = Math.max(second, Math.min(x, max));
      max = Math.max(max, x);
    }
    into[0] = max;
    into[1] = second;
    return check == 0;
  }

  /** The sums of whole vectors into 2 and 3. */
  private static void exponentialSums(
      float[] z, int from, int length, float max, float inverseTemperature, double[] into) {
    FloatVector largest = FloatVector.broadcast(LANES, max);
    FloatVector scale = FloatVector.broadcast(LANES, inverseTemperature);
    FloatVector least = FloatVector.broadcast(LANES, LEAST_EXPONENT);
    FloatVector round = FloatVector.broadcast(LANES, ROUND);
    FloatVector log2e = FloatVector.broadcast(LANES, LOG2_E);
    FloatVector high = FloatVector.broadcast(LANES, -LN2_HIGH);
    FloatVector low = FloatVector.broadcast(LANES, -LN2_LOW);
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector one = FloatVector.broadcast(LANES, 1);
    FloatVector sum = zero;
    FloatVector weighted = zero;
    for (int i = from; i < from + length; i += LENGTH) {
      FloatVector x = FloatVector.fromArray(LANES, z, i);
      FloatVector u = x.sub(largest).mul(scale);
      u = u.blend(least, u.compare(VectorOperators.LT, least));
      FloatVector t = u.fma(log2e, round);
      FloatVector n = t.sub(round);
      FloatVector r = n.fma(low, n.fma(high, u));
      FloatVector p = r.fma(C6, C5);
      p = p.fma(r, C4);
      p = p.fma(r, C3);
      p = p.fma(r, C2);
      p = p.fma(r, one);
      p = p.fma(r, one);
      FloatVector e =
          p.reinterpretAsInts()
              .add(t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      e = e.blend(zero, x.compare(VectorOperators.EQ, largest));
      sum = sum.add(e);
      weighted = e.fma(u, weighted);
    }
    sum = sum.add(sum.rearrange(BY_1));
    sum = sum.add(sum.rearrange(BY_2));
    if (LENGTH > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (LENGTH > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    weighted = weighted.add(weighted.rearrange(BY_1));
    weighted = weighted.add(weighted.rearrange(BY_2));
    if (LENGTH > 4) {
      weighted = weighted.add(weighted.rearrange(BY_4));
    }
    if (LENGTH > 8) {
      weighted = weighted.add(weighted.rearrange(BY_8));
    }
    into[2] = sum.lane(0);
    into[3] = weighted.lane(0);
  }

  private static final FloatVector C6 = FloatVector.broadcast(LANES, 0.001384361763484776f);
  private static final FloatVector C5 = FloatVector.broadcast(LANES, 0.008374185301363468f);
  private static final FloatVector C4 = FloatVector.broadcast(LANES, 0.04166800528764725f);
  private static final FloatVector C3 = FloatVector.broadcast(LANES, 0.16666430234909058f);
  private static final FloatVector C2 = FloatVector.broadcast(LANES, 0.4999999403953552f);
}
