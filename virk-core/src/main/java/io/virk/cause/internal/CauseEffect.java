package io.virk.cause.internal;

/** What a cause does at one severity: mean change, and its variance in a window's mean. */
record CauseEffect(double[] shift, double[] variance) {
  static CauseEffect none(int k) {
    return new CauseEffect(new double[k], new double[k]);
  }

  /** Both at once, each so large. */
  CauseEffect plus(CauseEffect other, double a, double b) {
    double[] sum = new double[shift.length];
    double[] both = new double[shift.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a * shift[i] + b * other.shift[i];
      both[i] = a * a * variance[i] + b * b * other.variance[i];
    }
    return new CauseEffect(sum, both);
  }

  /** Between this and another; standard deviations grow with the shift. */
  CauseEffect towards(CauseEffect other, double share) {
    double[] mean = new double[shift.length];
    double[] between = new double[shift.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (1 - share) * shift[i] + share * other.shift[i];
      double sd = (1 - share) * Math.sqrt(variance[i]) + share * Math.sqrt(other.variance[i]);
      between[i] = sd * sd;
    }
    return new CauseEffect(mean, between);
  }
}
