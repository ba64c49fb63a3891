package io.virk.sampling;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/**
 * Decides, on the host's inference thread, whether an inference is observed. Implementations are
 * thread-safe, lock-free, allocate nothing and never throw.
 *
 * <p>A decision is a weight, which travels with the observation: 1 for the common kind of
 * inference, less for a kind that is sampled more often than the common one, in proportion (a rare
 * camera that is sampled at 10 % beside others at 1 % has the weight 0.1). Statistics over all
 * kinds stay unbiased because an observation enters them with its weight as probability; the
 * windows of one kind by itself take every observation of it. Where a method below says unbiased,
 * the chance of an inference to be sampled depends on nothing that the model sees.
 *
 * <p>A stratum is what {@link #coverage} keeps a minimum of, and {@link #decorrelated} the
 * distance: a camera, a line, a predicted class. Other samplers ignore it.
 */
public interface Sampler {
  /**
   * Decides on one inference.
   *
   * @return 0 if it is not observed; otherwise its weight, in (0, 1]
   */
  double sample();

  /**
   * Decides on one inference of a named stratum.
   *
   * @param stratum for example the camera; null for none
   * @return as {@link #sample()}
   */
  default double sample(String stratum) {
    return sample();
  }

  /**
   * Decides on one inference of a numbered stratum.
   *
   * @param stratum for example the predicted class
   * @return as {@link #sample()}
   */
  default double sample(int stratum) {
    return sample();
  }

  /**
   * Is told how far apart VIRK takes the observations of a stratum, so that they resemble each
   * other no more than those of the baseline do: after each window of a slice, and while its first
   * one fills, each time that this turns out to be twice as far; on VIRK's thread and not the
   * host's. A sampler may leave out on the host's side what would be left out there.
   *
   * @param stratum value of the tag that is sliced by; null for the stream of all
   * @param spacing of so many of the observations that came one was taken, &ge; 1; 1 if all were
   */
  default void spaced(String stratum, int spacing) {}

  /**
   * The share of inferences that is observed.
   *
   * @return in (0, 1]: as set where that fixes it, otherwise what has been counted so far (1 before
   *     the first)
   */
  double fraction();

  /**
   * Observes every inference with the same probability, independently. Unbiased. Costs one random
   * number.
   *
   * @param fraction the probability, in (0, 1]
   * @return the sampler
   * @throws IllegalArgumentException if it is out of its range
   */
  static Sampler fraction(double fraction) {
    FractionSampler.check(fraction);
    return fraction == 1
        ? new FractionSampler(1, () -> 0)
        : new FractionSampler(fraction, () -> ThreadLocalRandom.current().nextLong());
  }

  /**
   * As {@link #fraction(double)}, with a source of randomness of the caller's, for example a seeded
   * one in a test.
   *
   * @param fraction the probability, in (0, 1]
   * @param random uniform over all longs; called from any thread
   * @return the sampler
   * @throws IllegalArgumentException if the fraction is out of its range
   */
  static Sampler fraction(double fraction, LongSupplier random) {
    FractionSampler.check(fraction);
    return new FractionSampler(fraction, random);
  }

  /**
   * Observes every n-th inference, the first one first (systematic sampling). Unbiased unless the
   * order of inferences has a period: with four cameras in turn, every fourth is always the same
   * camera. Costs one atomic addition on a counter that all threads share.
   *
   * @param n the distance, &ge; 1
   * @return the sampler
   * @throws IllegalArgumentException if n is smaller than 1
   */
  static Sampler every(int n) {
    return new EveryNthSampler(n);
  }

  /**
   * Observes at most n inferences in any second, no two closer than 1/n seconds. Not unbiased: of a
   * burst it takes the first. Made to be the second of two, {@code
   * Sampler.fraction(0.01).and(Sampler.atMostPerSecond(50))}. Costs one reading of the clock.
   *
   * @param n observations a second, in (0, 1e9]
   * @return the sampler
   * @throws IllegalArgumentException if n is out of its range
   */
  static Sampler atMostPerSecond(double n) {
    return atMostPerSecond(n, System::nanoTime);
  }

  /**
   * As {@link #atMostPerSecond(double)}, with a clock of the caller's.
   *
   * @param n observations a second, in (0, 1e9]
   * @param nanoClock as {@link System#nanoTime}; called from any thread
   * @return the sampler
   * @throws IllegalArgumentException if n is out of its range
   */
  static Sampler atMostPerSecond(double n, LongSupplier nanoClock) {
    return new RateLimitSampler(n, nanoClock);
  }

  /**
   * Observes exactly k of every {@code window} inferences, each with the same probability: what a
   * reservoir of k would hold at the end of the window, decided as the inferences come. Unbiased.
   * Costs one random number and one compare-and-set on a word that all threads share.
   *
   * <p>Selection sampling: C. T. Fan, M. E. Muller, I. Rezucha, Journal of the American Statistical
   * Association 57 (1962); D. E. Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S.
   *
   * @param k observations of a window, &ge; 1
   * @param window inferences, &ge; k
   * @return the sampler
   * @throws IllegalArgumentException if k or window is out of its range
   */
  static Sampler reservoir(int k, int window) {
    return reservoir(k, window, () -> ThreadLocalRandom.current().nextLong());
  }

  /**
   * As {@link #reservoir(int, int)}, with a source of randomness of the caller's.
   *
   * @param k observations of a window, &ge; 1
   * @param window inferences, &ge; k
   * @param random uniform over all longs; called from any thread
   * @return the sampler
   * @throws IllegalArgumentException if k or window is out of its range
   */
  static Sampler reservoir(int k, int window, LongSupplier random) {
    return new SelectionSampler(k, window, random);
  }

  /**
   * Observes a fraction of all inferences, but of every stratum at least a minimum (in expectation,
   * and as far as there are so many) in every {@code window} inferences: a camera that is seldom
   * heard of and a class that is seldom predicted are not missed. A stratum's probability is raised
   * to minimum / its number in the last window; a stratum that was not there then starts at 1 and
   * comes down as its inferences are counted. Unbiased by the weights. Strata come with {@code
   * monitor.capture(stratum)}; up to 4,096 names, of 256 characters at most, and the numbers 0 ..
   * 4095 are told apart, others are sampled at the fraction. Costs one random number and two atomic
   * operations.
   *
   * @param fraction the probability of a common stratum, in (0, 1]
   * @param minimum observations of each stratum, &ge; 1
   * @param window inferences of all strata, &gt; minimum
   * @return the sampler; 130 kB
   * @throws IllegalArgumentException if an argument is out of its range
   */
  static Sampler coverage(double fraction, int minimum, int window) {
    return coverage(fraction, minimum, window, () -> ThreadLocalRandom.current().nextLong());
  }

  /**
   * As {@link #coverage(double, int, int)}, with a source of randomness of the caller's.
   *
   * @param fraction the probability of a common stratum, in (0, 1]
   * @param minimum observations of each stratum, &ge; 1
   * @param window inferences of all strata, &gt; minimum
   * @param random uniform over all longs; called from any thread
   * @return the sampler; 130 kB
   * @throws IllegalArgumentException if an argument is out of its range
   */
  static Sampler coverage(double fraction, int minimum, int window, LongSupplier random) {
    return new CoverageSampler(fraction, minimum, window, random);
  }

  /**
   * Observes inferences of a stratum as far apart as their correlation asks for. A camera that
   * sends 30 frames a second shows the same scene in neighbours: VIRK measures for how many, and
   * lets but one of them count in its windows. This sampler leaves the others out before they are
   * copied, embedded and analysed: the same evidence for a part of the cost, or more cameras for
   * the same. It begins with every inference, and follows what VIRK finds, window by window and as
   * the first one fills.
   *
   * <p>Useful where a slice is a video and what costs is VIRK's thread; no use for single photos,
   * of which it takes all. Strata come with {@code monitor.capture(stratum)}, of the same values as
   * the tag that is sliced by; inferences without one count as one stratum, of which the stream of
   * all says how far apart. As many strata as {@link #coverage} tells apart.
   *
   * <p>Unbiased by the weights, as far as the distances stand: an inference of a stratum that is
   * sampled more often counts less in the windows of all, which fill as slowly as those of the
   * stratum that is sampled most seldom; one of which no window has come for as long as sixteen of
   * its own took counts no more until it comes again. Costs up to one random number and three
   * atomic operations.
   *
   * <p>As the second of two it goes by what the first lets through: {@code
   * Sampler.fraction(0.5).and(Sampler.decorrelated())}.
   *
   * @return the sampler; at least one of 128 inferences of a stratum, about, is observed; 330 kB
   */
  static Sampler decorrelated() {
    return decorrelated(128);
  }

  /**
   * As {@link #decorrelated()}, with a bound of the caller's.
   *
   * @param largest of so many inferences of a stratum, or half as many more, one is observed at
   *     least, 2 .. 65536
   * @return the sampler; 330 kB
   * @throws IllegalArgumentException if the bound is out of its range
   */
  static Sampler decorrelated(int largest) {
    return decorrelated(largest, n -> ThreadLocalRandom.current().nextInt(n));
  }

  /**
   * As {@link #decorrelated(int)}, with a source of randomness of the caller's.
   *
   * @param largest of so many inferences of a stratum, or half as many more, one is observed at
   *     least, 2 .. 65536
   * @param random uniform over 0 .. n - 1, given n; called from any thread
   * @return the sampler; 330 kB
   * @throws IllegalArgumentException if the bound is out of its range
   */
  static Sampler decorrelated(int largest, IntUnaryOperator random) {
    return new DecorrelatedSampler(largest, random);
  }

  /**
   * Observes what both samplers say yes to; the second is asked only where the first says yes. The
   * weight is the product of both, and so is the fraction.
   *
   * @param second the other sampler
   * @return the sampler
   */
  default Sampler and(Sampler second) {
    return new BothSampler(this, second);
  }
}
