package io.virk.detect;

import io.virk.stats.twosample.ChiSquareTest;

/**
 * Pearson's chi-square statistic of two rows of class counts. A class that the reference never saw
 * counts as one class "other". Statistic: chi-square, on average the number of classes in use less
 * 1 if nothing has changed. Effect size: Cohen's w, the root of the squared differences of shares
 * over their common share, 0.1 small, 0.3 medium, 0.5 large; chi-square's mean over all ways to
 * part the pooled values, degrees N / (N - 1), is taken off first, however sparse the counts.
 *
 * <p>Cost: a search of the known classes for each value of the window. One class only on both sides
 * has no degree of freedom and gives 0. Fewer than 16 values on either side are too few.
 *
 * <p>Source: see {@link ChiSquareTest}; the effect: J. Cohen, <i>Statistical Power Analysis for the
 * Behavioral Sciences</i>, 2nd ed., Erlbaum (1988), section 7.2; its correction: W. Bergsma, J.
 * Korean Stat. Soc. 42 (2013), doi:10.1016/j.jkss.2012.10.002.
 */
final class ChiSquareDetector extends CategoricalDetector {
  private static final double MINIMUM_EFFECT = 0.5;

  @Override
  public String name() {
    return "chi-square";
  }

  @Override
  public double minimumEffect() {
    return MINIMUM_EFFECT;
  }

  @Override
  public String effectUnit() {
    return "Cohen's w";
  }

  @Override
  Fitted fit(int[] reference) {
    Cells cells = Cells.of(reference);
    double n = reference.length;
    return window -> {
      ChiSquareTest.Result test = ChiSquareTest.twoSample(cells.counts(), cells.count(window));
      double m = window.length;
      double both = n + m;
      double above = test.statistic() - test.degrees() * both / (both - 1);
      double effect = Math.sqrt(Math.max(0, above) * both / n / m);
      return new Comparison(test.statistic(), effect, Double.NaN, window.length);
    };
  }
}
