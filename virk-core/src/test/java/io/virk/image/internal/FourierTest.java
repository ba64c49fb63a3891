package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 16})
  void itIsTheSumOfWaves(int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[] re = random.doubles(n * n, -1, 1).toArray();
    double[] im = random.doubles(n * n, -1, 1).toArray();
    double[] a = re.clone();
    double[] b = im.clone();
    Fourier fourier = new Fourier(n);
    fourier.transform(a, b);
    for (int v = 0; v < n; v++) {
      for (int u = 0; u < n; u++) {
        double sumRe = 0;
        double sumIm = 0;
        for (int y = 0; y < n; y++) {
          for (int x = 0; x < n; x++) {
            double angle = -2 * Math.PI * (u * x + v * y) / n;
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            sumRe += re[y * n + x] * cos - im[y * n + x] * sin;
            sumIm += re[y * n + x] * sin + im[y * n + x] * cos;
          }
        }
        assertEquals(sumRe, a[v * n + u], 1e-10);
        assertEquals(sumIm, b[v * n + u], 1e-10);
      }
    }
    fourier.back(a, b);
    for (int i = 0; i < n * n; i++) {
      a[i] /= n * n;
      b[i] /= n * n;
    }
    assertArrayEquals(re, a, 1e-12);
    assertArrayEquals(im, b, 1e-12);
  }
}
