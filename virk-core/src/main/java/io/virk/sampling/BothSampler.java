package io.virk.sampling;

import java.util.Objects;

/** Asks one sampler, then another. */
final class BothSampler implements Sampler {
  private final Sampler first;
  private final Sampler second;

  BothSampler(Sampler first, Sampler second) {
    this.first = first;
    this.second = Objects.requireNonNull(second, "second");
  }

  @Override
  public double sample() {
    double weight = first.sample();
    return weight == 0 ? 0 : weight * second.sample();
  }

  @Override
  public double sample(String stratum) {
    double weight = first.sample(stratum);
    return weight == 0 ? 0 : weight * second.sample(stratum);
  }

  @Override
  public double sample(int stratum) {
    double weight = first.sample(stratum);
    return weight == 0 ? 0 : weight * second.sample(stratum);
  }

  @Override
  public void spaced(String stratum, int spacing) {
    first.spaced(stratum, spacing);
    second.spaced(stratum, spacing);
  }

  @Override
  public double fraction() {
    return first.fraction() * second.fraction();
  }

  @Override
  public String toString() {
    return first + " and " + second;
  }
}
