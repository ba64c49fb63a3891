package io.virk.sampling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
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
 *
 * <p>While the first window of a stratum fills VIRK says each time that it takes twice as far
 * apart. From the second time on the distance is doubled with it, and what is left is found out by
 * windows: were it multiplied, what VIRK remembers of before would be counted again and again.
 */
final class DecorrelatedSampler implements Sampler {
  /** Is left of a place of which nothing has come. */
  private static final int NEVER = -1;

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

  /** Times as long as between its last two windows after which a stratum comes no more. */
  private static final int SILENT = 16;

  /** Windows of all strata after which is looked who still comes. */
  private static final int LOOKED_AT = 16;

  private final int largest;
  private final IntUnaryOperator random;
  private final StratumNames names = new StratumNames();

  /** Of each place, inferences to be left out before the next one. */
  private final AtomicIntegerArray left = new AtomicIntegerArray(OTHERS + 1);

  /** Of each place, the distance; 0 counts as 1. Written by VIRK's thread. */
  private final AtomicIntegerArray spacings = new AtomicIntegerArray(OTHERS + 1);

  private final SampledCounts counts = new SampledCounts();

  /** The mean distance of the stratum that is sampled most seldom, of those that still come. */
  private volatile double longest = 1;

  // VIRK's thread alone
  private final int[] told = new int[OTHERS + 1];
  private final int[] times = new int[OTHERS + 1];
  private final int[] settling = new int[OTHERS + 1];
  private final int[] calm = new int[OTHERS + 1];
  private final boolean[] known = new boolean[OTHERS + 1];
  private final Map<Integer, Beat> beats = new HashMap<>();
  private int tellings;

  /** When a stratum was told of, in inferences of all. */
  private static final class Beat {
    private long last;
    private long between;

    private void told(long now) {
      between = Math.max(now - last, between / 2);
      last = now;
    }

    private boolean isOver(long now) {
      return now - last > SILENT * Math.max(1, between);
    }
  }

  DecorrelatedSampler(int largest, IntUnaryOperator random) {
    if (largest < 2 || largest > 1 << 16) {
      throw new IllegalArgumentException("largest: " + largest + " (expected: 2 .. 65536)");
    }
    this.largest = largest;
    this.random = Objects.requireNonNull(random, "random");
    Arrays.fill(calm, CALM);
    for (int place = 0; place <= OTHERS; place++) {
      left.setPlain(place, NEVER);
    }
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
    counts.see();
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
        counts.take();
        return weight(spacing);
      }
    }
  }

  private double weight(int spacing) {
    double mean = mean(spacing);
    if (mean > longest) { // one that came no more has come back
      longest = mean;
    }
    return Math.min(1, mean / longest);
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
    long now = counts.seen();
    beats.computeIfAbsent(place, p -> new Beat()).told(now);
    tell(place, spacing);
    if (++tellings % LOOKED_AT == 0) {
      look(now);
    }
  }

  private void tell(int place, int spacing) {
    if (!known[place] && spacing > 1 && spacing == 2 * Math.max(1, told[place])) {
      told[place] = spacing;
      times[place] = 1;
      if (spacing > 2) { // once may be an accident
        set(place, Math.min(largest, spacing / 2));
      }
      return;
    }
    known[place] = true;
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
    look(counts.seen());
  }

  /** Looks whose distance is the longest, of the strata of which something comes. */
  private void look(long now) {
    int most = 1;
    for (Map.Entry<Integer, Beat> one : beats.entrySet()) {
      int place = one.getKey();
      if (left.get(place) != NEVER && !one.getValue().isOver(now)) {
        most = Math.max(most, spacings.get(place));
      }
    }
    longest = mean(most);
  }

  @Override
  public double fraction() {
    return counts.fraction();
  }

  @Override
  public String toString() {
    return "decorrelated, one of " + largest + " at least";
  }
}
