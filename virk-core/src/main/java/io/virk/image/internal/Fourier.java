package io.virk.image.internal;

/**
 * The discrete Fourier transform of a square of n x n complex numbers, n a power of two, in place:
 * Cooley and Tukey (1965), doi:10.1090/S0025-5718-1965-0178586-1, radix 2, by rows and then by
 * columns. Cost: 10 n^2 log2 n multiplications and additions; memory: three numbers a row. Not
 * thread-safe.
 */
final class Fourier {
  private final int n;
  private final double[] cos;
  private final double[] sin;
  private final int[] reversed;

  /**
   * Prepares.
   *
   * @param n a power of two, &ge; 2
   */
  Fourier(int n) {
    assert n >= 2 && Integer.bitCount(n) == 1 : n;
    this.n = n;
    cos = new double[n / 2];
    sin = new double[n / 2];
    for (int i = 0; i < n / 2; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / n);
      sin[i] = -Math.sin(2 * Math.PI * i / n);
    }
    reversed = new int[n];
    for (int i = 0; i < n; i++) {
      reversed[i] = Integer.reverse(i) >>> Integer.numberOfLeadingZeros(n) + 1;
    }
  }

  /**
   * Transforms.
   *
   * @param re [n x n] row-major, the real parts. Modified.
   * @param im [n x n] row-major, the imaginary parts. Modified.
   */
  void transform(double[] re, double[] im) {
    for (int pass = 0; pass < 2; pass++) {
      for (int row = 0; row < n; row++) {
        row(re, im, row * n);
      }
      transpose(re);
      transpose(im);
    }
  }

  /** Transforms back, but for the factor n^2: the transform of the conjugate, conjugated. */
  void back(double[] re, double[] im) {
    transform(im, re); // swapping the parts conjugates, up to a factor that swapping again undoes
  }

  private void transpose(double[] a) {
    for (int y = 0; y < n; y++) {
      for (int x = y + 1; x < n; x++) {
        double swapped = a[y * n + x];
        a[y * n + x] = a[x * n + y];
        a[x * n + y] = swapped;
      }
    }
  }

  private void row(double[] re, double[] im, int at) {
    for (int i = 0; i < n; i++) {
      int j = reversed[i];
      if (j > i) {
        double r = re[at + i];
        re[at + i] = re[at + j];
        re[at + j] = r;
        double m = im[at + i];
        im[at + i] = im[at + j];
        im[at + j] = m;
      }
    }
    for (int half = 1; half < n; half *= 2) {
      int step = n / (2 * half);
      for (int start = at; start < at + n; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          int low = start + k;
          int high = low + half;
          double wr = cos[k * step];
          double wi = sin[k * step];
          double r = re[high] * wr - im[high] * wi;
          double m = re[high] * wi + im[high] * wr;
          re[high] = re[low] - r;
          im[high] = im[low] - m;
          re[low] += r;
          im[low] += m;
        }
      }
    }
  }
}
