package io.virk.stats.divergence;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * Wasserstein-1 distance of binned distributions: all the mass of a bin is taken to lie at one
 * position, and the distance is the least mass times way that turns one distribution into the
 * other, that is the area between the two distribution functions.
 *
 * <p>A metric, in the unit of the positions; unlike the other divergences it knows that
 * neighbouring bins are near. With {@link Smoothing#floor} the two are divided by their sums first.
 * Cost: two divisions per bin, no allocation. Of samples themselves: {@link
 * io.virk.stats.twosample.Wasserstein}.
 *
 * <p>Source: S. S. Vallender, <i>Calculation of the Wasserstein distance between probability
 * distributions on the line</i>, Theory Probab. Appl. 18 (1974), doi:10.1137/1118101.
 */
public final class BinnedWasserstein {
  private BinnedWasserstein() {}

  /**
   * With bins of one width.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param width from the middle of a bin to that of the next, above 0; 1 gives a distance in bins
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double of(double[] p, double[] q, double width, Smoothing smoothing) {
    Checks.positive(width, "width");
    return width * area(p, q, null, smoothing);
  }

  /**
   * With bins at any positions.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param positions one of each bin, finite, never decreasing, as from {@link
   *     io.virk.stats.Bins#centres}. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double of(double[] p, double[] q, double[] positions, Smoothing smoothing) {
    Objects.requireNonNull(positions, "positions");
    Smoothing.check(p, q, "p", "q");
    Checks.sameLength(positions.length, p.length, "positions", "p");
    for (int i = 0; i < positions.length; i++) {
      double least = i == 0 ? -Double.MAX_VALUE : positions[i - 1];
      if (!(positions[i] >= least && positions[i] <= Double.MAX_VALUE)) {
        throw rejected("positions[" + i + "]", positions[i], "finite, >= " + least);
      }
    }
    return area(p, q, positions, smoothing);
  }

  private static double area(double[] p, double[] q, double[] positions, Smoothing smoothing) {
    Objects.requireNonNull(smoothing, "smoothing");
    Smoothing.check(p, q, "p", "q");
    double pTotal = Smoothing.total(p, "p");
    double qTotal = Smoothing.total(q, "q");
    double pDivisor = smoothing.divisor(p, pTotal);
    double qDivisor = smoothing.divisor(q, qTotal);
    double pSum = 0;
    double qSum = 0;
    for (int i = 0; i < p.length; i++) {
      pSum += smoothing.probability(p[i], pTotal, pDivisor);
      qSum += smoothing.probability(q[i], qTotal, qDivisor);
    }
    double area = 0;
    double above = 0;
    for (int i = 0; i < p.length - 1; i++) {
      double pi = smoothing.probability(p[i], pTotal, pDivisor);
      double qi = smoothing.probability(q[i], qTotal, qDivisor);
      above += pi / pSum - qi / qSum;
      if (above != 0) { // a gap between positions may be infinite
        area += Math.abs(above) * (positions == null ? 1 : positions[i + 1] - positions[i]);
      }
    }
    return area;
  }
}
