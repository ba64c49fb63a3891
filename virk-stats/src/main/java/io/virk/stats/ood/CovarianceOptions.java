package io.virk.stats.ood;

import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * How a covariance is estimated from scatter.
 *
 * @param divisor of the scatter matrix
 * @param shrinkage towards a multiple of the identity, before the ridge
 * @param ridge added to the diagonal, 0 or more, in squared units of the vectors
 */
public record CovarianceOptions(Divisor divisor, Shrinkage shrinkage, double ridge) {

  /** By what the sum of outer products is divided. */
  public enum Divisor {
    /** The number of vectors: maximum likelihood. */
    N,
    /** The number of vectors less one. */
    N_MINUS_1,
    /** The number of vectors less the number of classes: unbiased with class means. */
    N_MINUS_CLASSES
  }

  /** Shrinkage towards mu I, mu = trace / d. */
  public enum Shrinkage {
    /** None: needs more vectors than dimensions, or a ridge. */
    NONE,
    /**
     * Oracle approximating shrinkage: Y. Chen, A. Wiesel, Y. C. Eldar and A. O. Hero, <i>Shrinkage
     * algorithms for MMSE covariance estimation</i>, IEEE Trans. Signal Process. 58 (2010),
     * doi:10.1109/TSP.2010.2053029, equation 23. Works with fewer vectors than dimensions.
     */
    OAS
  }

  public CovarianceOptions {
    Objects.requireNonNull(divisor, "divisor");
    Objects.requireNonNull(shrinkage, "shrinkage");
    Checks.nonNegative(ridge, "ridge");
  }

  /** Divisor N, no shrinkage, no ridge. */
  public static CovarianceOptions plain() {
    return new CovarianceOptions(Divisor.N, Shrinkage.NONE, 0);
  }

  /** Divisor N with oracle approximating shrinkage: right for any number of vectors. */
  public static CovarianceOptions oas() {
    return new CovarianceOptions(Divisor.N, Shrinkage.OAS, 0);
  }

  /** The same with another divisor. */
  public CovarianceOptions withDivisor(Divisor other) {
    return new CovarianceOptions(other, shrinkage, ridge);
  }

  /** The same with another ridge. */
  public CovarianceOptions withRidge(double other) {
    return new CovarianceOptions(divisor, shrinkage, other);
  }
}
