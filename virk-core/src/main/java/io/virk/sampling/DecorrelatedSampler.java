package io.virk.sampling;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;

/**
 * Counts down to the next inference of each stratum that is observed. How far that is, VIRK's
 * thread hands over in a table of ints that the host's threads read.
 *
 * <p>What it is told is how far apart VIRK itself has to take what this lets through, so it is a
 * loop: the distance is multiplied by that, and then what is told counts for nothing until VIRK has
 * found that nothing is left to be left out, which takes it some windows. If nothing is for long
 * enough, half the distance is tried; if that was wrong, it is tried again after twice the time.
 * Too far apart costs evidence and no false alarms, so it goes up quickly and down slowly.
 */
final class DecorrelatedSampler implements Sampler {
  private static final int PLACES = StratumNames.PLACES;
  private static final int STRATA = StratumNames.STRATA;

  /** The place of inferences without a stratum, and of strata for which there is no room. */
  private static final int OTHERS = PLACES + STRATA;

  /** Told so often in a row it is no accident. */
  private static final int STEADY = 2;

  /** Windows after which what is told counts again, though something is left. */
  private static final int SETTLED = 64;

  /** Windows in a row of which nothing is left out, after which half the distance is tried. */
  private static final int CALM = 256;

  private static final int LONGEST_CALM = 4096;

  private final int largest;
  private final IntUnaryOperator random;
  private final StratumNames names = new StratumNames();

  /** Of each place, inferences to be left out before the next one. */
  private final AtomicIntegerArray left = new AtomicIntegerArray(OTHERS + 1);

  /** Of each place, the distance; 0 counts as 1. Written by VIRK's thread. */
  private final AtomicIntegerArray spacings = new AtomicIntegerArray(OTHERS + 1);

  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  /** The mean distance of the stratum that is sampled most seldom. */
  private volatile double longest = 1;

  // VIRK's thread alone
  private final int[] told = new int[OTHERS + 1];
  private final int[] times = new int[OTHERS + 1];
  private final int[] settling = new int[OTHERS + 1];
  private final int[] calm = new int[OTHERS + 1];

  DecorrelatedSampler(int largest, IntUnaryOperator random) {
    if (largest < 2 || largest > 1 << 16) {
      throw new IllegalArgumentException("largest: " + largest + " (expected: 2 .. 65536)");
    }
    this.largest = largest;
    this.random = Objects.requireNonNull(random, "random");
    Arrays.fill(calm, CALM);
  }

  @Override
  public double sample() {
    return decide(OTHERS);
  }

  @Override
  public double sample(String stratum) {
    int place = names.place(stratum);
    return decide(place < 0 ? OTHERS : place);
  }

  @Override
  public double sample(int stratum) {
    return decide(stratum < 0 || stratum >= STRATA ? OTHERS : PLACES + stratum);
  }

  private double decide(int place) {
    seen.getAndIncrement();
    int spacing = Math.max(1, spacings.getOpaque(place));
    int more = spacing / 2;
    int gap = more == 0 ? 1 : spacing + random.applyAsInt(more + 1);
    while (true) {
      int before = left.get(place);
      boolean takes = before <= 0;
      int after = takes ? gap - 1 : Math.min(before, spacing + more) - 1; // it may have come down
      if (left.compareAndSet(place, before, after)) {
        if (!takes) {
          return 0;
        }
        taken.getAndIncrement();
        return Math.min(1, mean(spacing) / longest);
      }
    }
  }

  /**
   * The mean distance of inferences that are so far apart, or by chance up to half as much more.
   */
  private static double mean(int spacing) {
    return spacing + spacing / 2 / 2.0;
  }

  @Override
  public void spaced(String stratum, int spacing) {
    int place = names.place(stratum);
    spaced(place < 0 ? OTHERS : place, spacing);
    int number = number(stratum);
    if (number >= 0) {
      spaced(PLACES + number, spacing);
    }
  }

  /** A stratum that is a number may come as one. */
  private static int number(String stratum) {
    if (stratum == null || stratum.isEmpty() || stratum.length() > 4) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < stratum.length(); i++) {
      int digit = stratum.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number < STRATA ? number : -1;
  }

  private void spaced(int place, int spacing) {
    times[place] = spacing == told[place] ? Math.min(times[place] + 1, LONGEST_CALM) : 1;
    told[place] = spacing;
    int now = Math.max(1, spacings.get(place));
    if (spacing <= 1) {
      settling[place] = 0;
      if (now > 1 && times[place] >= calm[place]) {
        times[place] = 0;
        set(place, now / 2);
        settling[place] = -SETTLED;
      }
      return;
    }
    if (settling[place] > 0) {
      settling[place]--;
    } else if (times[place] >= STEADY) {
      if (settling[place] < 0) { // half the distance was too little
        calm[place] = Math.min(LONGEST_CALM, 2 * calm[place]);
      }
      set(place, (int) Math.min(largest, (long) now * spacing));
      settling[place] = SETTLED;
    }
  }

  private void set(int place, int spacing) {
    spacings.setOpaque(place, spacing);
    int most = 1;
    for (int i = 0; i < spacings.length(); i++) {
      most = Math.max(most, spacings.get(i));
    }
    longest = mean(most);
  }

  @Override
  public double fraction() {
    long all = seen.get();
    return all == 0 ? 1 : Math.min(1, Math.max(1, taken.get()) / (double) all);
  }

  @Override
  public String toString() {
    return "decorrelated, one of " + largest + " at least";
  }
}
