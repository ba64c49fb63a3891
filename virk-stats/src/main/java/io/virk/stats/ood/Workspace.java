package io.virk.stats.ood;

import io.virk.stats.internal.ProductKernels;
import io.virk.stats.internal.ProductPanels;

/**
 * Working memory for the batch forms of fitted models. It grows to what the largest call needs and
 * then stays: with one workspace kept, scoring window after window allocates nothing. One thread at
 * a time; good for any model. Memory: a few hundred KiB for vectors of 512, see the models.
 */
public final class Workspace {
  private float[] row = new float[0];
  private float[] unit = new float[0];
  private float[] leasts = new float[0];
  private float[] rows = new float[0];
  private float[] whitened = new float[0];
  private float[] products = new float[0];
  private double[] wide = new double[0];

  /** One for full groups of queries, one for the last of a call. */
  private final ProductPanels[] packed = new ProductPanels[2];

  private float[][] lanes = new float[4][0];

  /** Scores of one part of a model, while the other is computed. */
  private double[] partial = new double[0];

  final NeighbourCandidates candidates = new NeighbourCandidates();

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

  /** Packs again into what the slot holds, if that has the same shape. */
  ProductPanels pack(int slot, ProductKernels kernels, float[] x, int from, int count, int length) {
    ProductPanels held = packed[slot];
    if (held == null || held.count() != count || held.length() != length) {
      packed[slot] = kernels.pack(x, from, count, length);
    } else {
      kernels.repack(x, from, held);
    }
    return packed[slot];
  }

  float[] leasts(int length) {
    if (leasts.length < length) {
      leasts = new float[length];
    }
    return leasts;
  }

  float[][] lanes(int width) {
    if (lanes[0].length < width) {
      lanes = new float[4][width];
    }
    return lanes;
  }
}
