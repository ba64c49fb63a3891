package io.virk.stats.ood;

import io.virk.stats.internal.ProductKernels;

/**
 * Working memory for the batch forms of fitted models. It grows to what the largest call needs and
 * then stays: with one workspace kept, scoring window after window allocates nothing. One thread at
 * a time; good for any model. Memory: a few hundred KiB for vectors of 512, see the models.
 */
public final class Workspace {
  private float[] row = new float[0];
  private float[] unit = new float[0];
  private float[] leasts = new float[0];
  private float[] limits = new float[0];
  private float[] rows = new float[0];
  private float[] whitened = new float[0];
  private float[] products = new float[0];
  private double[] wide = new double[0];

  private float[][] lanes = new float[ProductKernels.TOGETHER][0];

  /** Scores of one part of a model, while the other is computed. */
  private double[] partial = new double[0];

  final NeighbourCandidates candidates = new NeighbourCandidates();
  final NearestClasses nearest = new NearestClasses();

  /** Empty; grows with use. */
  public Workspace() {}

  float[] unit(int length) {
    if (unit.length < length) {
      unit = new float[length];
    }
    return unit;
  }

  float[] rows(int length) {
    if (rows.length < length) {
      rows = new float[length];
    }
    return rows;
  }

  float[] row(int length) {
    if (row.length < length) {
      row = new float[length];
    }
    return row;
  }

  float[] whitened(int length) {
    if (whitened.length < length) {
      whitened = new float[length];
    }
    return whitened;
  }

  float[] products(int length) {
    if (products.length < length) {
      products = new float[length];
    }
    return products;
  }

  double[] wide(int length) {
    if (wide.length < length) {
      wide = new double[length];
    }
    return wide;
  }

  double[] partial(int length) {
    if (partial.length < length) {
      partial = new double[length];
    }
    return partial;
  }

  float[] limits(int length) {
    if (limits.length < length) {
      limits = new float[length];
    }
    return limits;
  }

  float[] leasts(int length) {
    if (leasts.length < length) {
      leasts = new float[length];
    }
    return leasts;
  }

  float[][] lanes(int width) {
    if (lanes[0].length < width) {
      lanes = new float[ProductKernels.TOGETHER][width];
    }
    return lanes;
  }
}
