package io.virk.detect;

import io.virk.internal.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When a window of a slice is full and is judged.
 *
 * <p>Time is the monitor's, when VIRK's thread takes an observation; the host's own times do not
 * close windows. A window begins with its first observation. One that is closed by time before it
 * has all its observations is compared with what windows of so few look like: a monitor with timed
 * windows calibrates for the full length and for half, a quarter ... of it, down to 8; below 8 the
 * answer is {@link Verdict#INSUFFICIENT_DATA}, and its observations count in the windows of all
 * alone, which are judged unless a drift of some slices is open.
 *
 * @param observations rows of a full window, &ge; 8; 0 for as many as the baseline is calibrated
 *     for
 * @param longest the time after which a window is judged though it is not full; empty for never
 * @param sampled whether a window lasts until that time however many observations come; the window
 *     then holds a uniform sample of them
 * @param step observations from one judgement to the next; 0 for as many as a window has
 *     (tumbling), fewer overlap
 */
public record WindowPolicy(
    int observations, Optional<Duration> longest, boolean sampled, int step) {
  /** The least number of observations that is judged. */
  public static final int MINIMUM = 8;

  /** The largest window. */
  public static final int MAXIMUM = 1_000_000;

  /** As many observations as the baseline is calibrated for, one window after the other. */
  public static final WindowPolicy DEFAULT = new WindowPolicy(0, Optional.empty(), false, 0);

  public WindowPolicy {
    if (observations != 0 && (observations < MINIMUM || observations > MAXIMUM)) {
      throw new IllegalArgumentException(
          "window: " + observations + " (expected: " + MINIMUM + " .. " + MAXIMUM + ")");
    }
    Objects.requireNonNull(longest, "longest");
    if (longest.isPresent() && (longest.get().isNegative() || longest.get().toMillis() < 1)) {
      throw new IllegalArgumentException(
          "longest: " + Durations.exact(longest.get()) + " (expected: >= 1 ms)");
    }
    if (sampled && longest.isEmpty()) {
      throw new IllegalArgumentException("sampled: true (expected: a longest time as well)");
    }
    if (step < 0 || step > MAXIMUM) {
      throw new IllegalArgumentException("step: " + step + " (expected: 0 .. " + MAXIMUM + ")");
    }
    if (step > 0 && longest.isPresent()) {
      throw new IllegalArgumentException(
          "step: " + step + " (expected: 0, windows that are closed by time do not overlap)");
    }
    if (step > 0 && observations > 0 && step > observations) {
      throw new IllegalArgumentException(
          "step: " + step + " (expected: <= observations, " + observations + ")");
    }
  }

  /**
   * Windows of a number of observations.
   *
   * @param observations 8 .. 1000000
   * @return one window after the other
   */
  public static WindowPolicy ofCount(int observations) {
    if (observations == 0) {
      throw new IllegalArgumentException(
          "window: 0 (expected: " + MINIMUM + " .. " + MAXIMUM + ")");
    }
    return new WindowPolicy(observations, Optional.empty(), false, 0);
  }

  /**
   * Windows of a time, each with a uniform sample of its observations, as many as the baseline is
   * calibrated for.
   *
   * @param time &ge; 1 ms
   * @return one window after the other
   */
  public static WindowPolicy ofTime(Duration time) {
    return new WindowPolicy(0, Optional.of(time), true, 0);
  }

  /**
   * The same windows, but judged after a time at the latest.
   *
   * @param time &ge; 1 ms
   * @return whichever comes first
   */
  public WindowPolicy orAfter(Duration time) {
    return new WindowPolicy(observations, Optional.of(time), false, step);
  }

  /**
   * The same windows, overlapping: the last observations are judged every few. Changes are found
   * earlier, at as many times the CPU time. Each judgement gets as much of the allowance as is new
   * in it; those that share observations agree more often than not, and so more calm ones should
   * close a drift than of windows apart ({@link EmissionPolicy}): four, where three quarters are
   * shared.
   *
   * @param newStep observations from one judgement to the next, &gt; 0
   * @return a sliding window
   */
  public WindowPolicy overlapping(int newStep) {
    if (newStep <= 0) {
      throw new IllegalArgumentException("step: " + newStep + " (expected: > 0)");
    }
    return new WindowPolicy(observations, longest, sampled, newStep);
  }

  /**
   * The same policy with its number of observations and step filled in.
   *
   * @param ofBaseline observations of a window that the baseline is calibrated for
   * @return a policy without zeros
   */
  public WindowPolicy resolve(int ofBaseline) {
    int rows = observations == 0 ? ofBaseline : observations;
    return new WindowPolicy(rows, longest, sampled, 0).withStep(step == 0 ? rows : step);
  }

  private WindowPolicy withStep(int newStep) {
    return longest.isPresent() || newStep == observations
        ? this
        : new WindowPolicy(observations, longest, sampled, Math.min(newStep, observations));
  }

  /**
   * Observations from one judgement to the next.
   *
   * @return of a resolved policy, &gt; 0
   */
  public int stride() {
    return step == 0 ? observations : step;
  }

  /**
   * In words, which differ where the policies do.
   *
   * @return for example "32 observations" or "32 observations or 20 s"
   */
  @Override
  public String toString() {
    String count =
        observations == 0
            ? "the baseline's number of observations"
            : observations + " observations";
    String words = sampled ? "a sample of " + count + " in " : count;
    if (longest.isPresent()) {
      words += (sampled ? "" : " or ") + Durations.exact(longest.get());
    }
    return step == 0 ? words : words + ", every " + step;
  }
}
