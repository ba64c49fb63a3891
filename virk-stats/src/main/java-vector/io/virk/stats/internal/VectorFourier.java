package io.virk.stats.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The part of {@link VectorKernels} that random Fourier features need. */
final class VectorFourier {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();

  /** For the Hadamard transform within a vector: the lane to meet, and the sign of one's own. */
  private static final VectorShuffle<Float> PARTNER_1 = partner(1);

  private static final VectorShuffle<Float> PARTNER_2 = partner(2);
  private static final VectorShuffle<Float> PARTNER_4 = partner(4);
  private static final VectorShuffle<Float> PARTNER_8 = partner(8);
  private static final float[] SIGN_1 = sign(1);
  private static final float[] SIGN_2 = sign(2);
  private static final float[] SIGN_4 = sign(4);
  private static final float[] SIGN_8 = sign(8);

  private static VectorShuffle<Float> partner(int half) {
    return VectorShuffle.fromOp(LANES, i -> (i ^ half) % LENGTH);
  }

  private static float[] sign(int half) {
    float[] signs = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      signs[i] = (i & half) == 0 ? 1 : -1;
    }
    return signs;
  }

  private VectorFourier() {}

  /** As the plain Java kernels do it; see there. */
  static void cosinesAndSines(float[] phases, int length, float[] cosines, float[] sines) {
    int i = 0;
    for (; i <= length - LENGTH; i += LENGTH) {
      FloatVector x = FloatVector.fromArray(LANES, phases, i);
      FloatVector turns =
          x.fma(FloatVector.broadcast(LANES, 0.15915494f), FloatVector.broadcast(LANES, 12582912f))
              .sub(12582912f);
      x = turns.fma(FloatVector.broadcast(LANES, -6.28125f), x);
      x = turns.fma(FloatVector.broadcast(LANES, -1.9353072e-3f), x).mul(0.25f);
      FloatVector q = x.mul(x);
      FloatVector s =
          q.fma(
              FloatVector.broadcast(LANES, 2.715935e-6f),
              FloatVector.broadcast(LANES, -1.9839035e-4f));
      s =
          s.fma(q, FloatVector.broadcast(LANES, 8.333328e-3f))
              .fma(q, FloatVector.broadcast(LANES, -1.6666667e-1f));
      s = x.mul(q).fma(s, x);
      FloatVector c =
          q.fma(
              FloatVector.broadcast(LANES, 2.4389634e-5f),
              FloatVector.broadcast(LANES, -1.3886755e-3f));
      c =
          c.fma(q, FloatVector.broadcast(LANES, 4.1666623e-2f))
              .fma(q, FloatVector.broadcast(LANES, -0.5f));
      c = q.fma(c, FloatVector.broadcast(LANES, 1));
      FloatVector twice = s.add(s);
      FloatVector sine = twice.mul(c);
      c = FloatVector.broadcast(LANES, 1).sub(twice.mul(s));
      twice = sine.add(sine);
      twice.mul(c).intoArray(sines, i);
      FloatVector.broadcast(LANES, 1).sub(twice.mul(sine)).intoArray(cosines, i);
    }
    for (; i < length; i++) {
      cosines[i] = (float) Math.cos(phases[i]);
      sines[i] = (float) Math.sin(phases[i]);
    }
  }

  static void hadamard(float[] values, int length) {
    if (length < LENGTH) {
      for (int half = 1; half < length; half *= 2) {
        butterflies(values, length, half);
      }
      return;
    }
    withinVectors(values, length);
    int half = LENGTH;
    // two levels at a time
    for (; 4 * half <= length; half *= 4) {
      for (int from = 0; from < length; from += 4 * half) {
        for (int i = from; i < from + half; i += LENGTH) {
          FloatVector v0 = FloatVector.fromArray(LANES, values, i);
          FloatVector v1 = FloatVector.fromArray(LANES, values, i + half);
          FloatVector v2 = FloatVector.fromArray(LANES, values, i + 2 * half);
          FloatVector v3 = FloatVector.fromArray(LANES, values, i + 3 * half);
          FloatVector a = v0.add(v1);
          FloatVector b = v0.sub(v1);
          FloatVector c = v2.add(v3);
          FloatVector d = v2.sub(v3);
          a.add(c).intoArray(values, i);
          b.add(d).intoArray(values, i + half);
          a.sub(c).intoArray(values, i + 2 * half);
          b.sub(d).intoArray(values, i + 3 * half);
        }
      }
    }
    for (int i = 0; half < length && i < half; i += LENGTH) {
      FloatVector a = FloatVector.fromArray(LANES, values, i);
      FloatVector b = FloatVector.fromArray(LANES, values, i + half);
      a.add(b).intoArray(values, i);
      a.sub(b).intoArray(values, i + half);
    }
  }

  private static void butterflies(float[] values, int length, int half) {
    for (int from = 0; from < length; from += 2 * half) {
      for (int i = from; i < from + half; i++) {
        float a = values[i];
        float b = values[i + half];
        values[i] = a + b;
        values[i + half] = a - b;
      }
    }
  }

  /** All levels below a vector: the sum of two lanes in the lower, the difference in the upper. */
  private static void withinVectors(float[] values, int length) {
    FloatVector sign1 = FloatVector.fromArray(LANES, SIGN_1, 0);
    FloatVector sign2 = FloatVector.fromArray(LANES, SIGN_2, 0);
    FloatVector sign4 = FloatVector.fromArray(LANES, SIGN_4, 0);
    FloatVector sign8 = FloatVector.fromArray(LANES, SIGN_8, 0);
    for (int i = 0; i < length; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(LANES, values, i);
      v = v.fma(sign1, v.rearrange(PARTNER_1));
      v = v.fma(sign2, v.rearrange(PARTNER_2));
      if (LENGTH > 4) {
        v = v.fma(sign4, v.rearrange(PARTNER_4));
      }
      if (LENGTH > 8) {
        v = v.fma(sign8, v.rearrange(PARTNER_8));
      }
      v.intoArray(values, i);
    }
  }

  static void multiply(float[] values, float[] factors, int length) {
    int i = 0;
    for (; i <= length - LENGTH; i += LENGTH) {
      FloatVector.fromArray(LANES, values, i)
          .mul(FloatVector.fromArray(LANES, factors, i))
          .intoArray(values, i);
    }
    for (; i < length; i++) {
      values[i] *= factors[i];
    }
  }
}
