package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.detect.Slice;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far apart the observations of a window are taken, so that they resemble each other no more
 * than those of the baseline do, and what is left of the resemblance.
 *
 * <p>Observations are left out until three quarters of the signals, and every vector, scatter in
 * their windows at most {@value #TOLERATED} times as much as windows of the baseline, and two
 * standard errors of that more. What is left is in the thresholds: {@link Resemblance#inflation}.
 * One thread at a time.
 */
final class Thinning {
  /** The most observations from one row of a window to the next: it bounds how long one takes. */
  static final int LARGEST = 128;

  /** Windows scatter at most so many times as much before observations are left out. */
  private static final double TOLERATED = 1.4;

  /** And so many standard errors more. */
  private static final double DOUBT = 2;

  /** It must be this much better before fewer are left out again. */
  private static final double HYSTERESIS = 1.1;

  /** By how many standard errors of a few numbers the largest of eight is too large by chance. */
  private static final double OF_LARGEST = 3;

  private static final double SIGNALS = 0.75;

  /**
   * A stream of which nearly no number has shown more of the baseline's variance repeats itself.
   */
  private static final double REPEATS = 0.75;

  /** As far as repeats are left out while no memory is seen yet. */
  private static final int LARGEST_OF_REPEATS = 8;

  /** Standard deviations of a normal number beyond which the baseline has none. */
  private static final double FAR = 6;

  private final Baseline baseline;
  private final boolean fitAccepted;
  private final Probes probes;
  private final MemoryProbe probe;
  private final double[] block;
  private final Map<Reference, MemoryProbe.Scale> scales = new IdentityHashMap<>();

  /**
   * Makes one for all slices.
   *
   * @param baseline that windows are compared with
   * @param probes of the baseline
   * @param fitAccepted whether streams count as fitting it without being asked
   */
  Thinning(Baseline baseline, Probes probes, boolean fitAccepted) {
    this.fitAccepted = fitAccepted;
    this.baseline = baseline;
    this.probes = probes;
    this.probe = probes.probe();
    this.block = new double[probe.size()];
  }

  /**
   * The stream of a slice, of which nothing is known yet.
   *
   * @param forgets whether it is to forget drifts, which takes memory
   * @param inTurn what else says how alike its rows are; null if nothing does
   */
  LiveStream stream(Slice slice, boolean forgets, InTurn inTurn) {
    MemoryProbe.Scale scale = scales.computeIfAbsent(baseline.reference(slice), probes::scale);
    LiveMemory memory = new LiveMemory(probe.size(), scale, forgets);
    if (fitAccepted) {
      memory.fitted(true);
    }
    StreamLevel level = new StreamLevel(probe.size(), scale);
    return new LiveStream(this, memory, level, new Fitting(fitAccepted), inTurn);
  }

  /**
   * Whether a number of the observation that arrived is one that the baseline of a slice never has:
   * so far from its mean that neither chance nor a rare value explains it.
   */
  boolean isFar(Slice slice) {
    MemoryProbe.Scale scale = scales.computeIfAbsent(baseline.reference(slice), probes::scale);
    double[] numbers = probe.numbers();
    for (int m = 0; m < numbers.length; m++) {
      double z = scale.standardised(m, numbers[m]);
      if (z * z > FAR * FAR * Math.max(1, scale.surprises()[m] / 2)) { // false of NaN
        return true;
      }
    }
    return false;
  }

  /** Windows are to learn of this observation, until the next. */
  void arrived(SignalValues values) {
    probe.read(values);
  }

  /**
   * Lets what is known of a stream learn of the observation that arrived.
   *
   * @param window observations of a window
   * @param isNew whether the stream is new
   */
  void learn(LiveStream stream, int window, boolean isNew) {
    stream.memory().accept(probe.numbers(), block, window, isNew);
    stream.level().accept(probe.numbers());
  }

  /** What is to be done for each signal with its numbers. */
  interface OfSignal {
    void accept(Signal signal, int from, int to);
  }

  void forEachSignal(OfSignal action) {
    for (int i = 0; i < probe.signals().size(); i++) {
      action.accept(probe.signals().get(i), probe.begin(i), probe.begin(i + 1));
    }
  }

  /** The numbers of a window's rows, [number][row]; NaN where there are none. */
  double[][] numbers(SignalTable rows) {
    return probe.series(rows);
  }

  /**
   * Whether rows so far apart resemble each other too much.
   *
   * @param memory of their stream
   * @param rows of a window
   * @param spacing observations from one row to the next, a power of two
   */
  boolean isTooAlike(LiveMemory memory, int rows, int spacing) {
    return isTooAlike(memory, memory.worth(rows), spacing, TOLERATED + DOUBT * memory.noise());
  }

  private boolean isTooAlike(LiveMemory memory, Worth worth, int spacing, double tolerated) {
    if (spacing >= LARGEST) {
      return false;
    }
    int known = 0;
    int alike = 0;
    double[] unseen = new double[probe.size()];
    int numbers = 0;
    for (int i = 0; i < probe.signals().size(); i++) {
      double found = inflation(memory, worth, i, spacing);
      for (int m = probe.begin(i); m < probe.begin(i + 1); m++) {
        if (memory.knows(m)) {
          unseen[numbers++] = memory.unseen(m);
        }
      }
      boolean tooAlike = found > tolerated;
      if (tooAlike && isOfModel(probe.signals().get(i))) {
        return true;
      }
      known += found > 0 ? 1 : 0;
      alike += tooAlike ? 1 : 0;
    }
    return alike > (1 - SIGNALS) * known
        || spacing < LARGEST_OF_REPEATS && nearlyLeast(unseen, numbers) > REPEATS;
  }

  /** How much more windows of a signal scatter than the baseline's; 0 if nothing is known. */
  private double inflation(LiveMemory memory, Worth worth, int signal, int spacing) {
    int middle = probe.middle(signal);
    double largest = 0;
    for (int m = probe.begin(signal); m < probe.begin(signal + 1); m++) {
      if (memory.knows(m)) {
        double own = worth.inflation(m, spacing) / memory.scale().times()[m];
        largest = Math.max(largest, own - OF_LARGEST * memory.noise());
      }
    }
    double ofHalves =
        Math.max(
            mean(memory, worth, probe.begin(signal), middle, spacing),
            mean(memory, worth, middle, probe.begin(signal + 1), spacing));
    return probe.begin(signal + 1) - probe.begin(signal) > 1
        ? Math.max(largest, ofHalves)
        : ofHalves;
  }

  private static double mean(LiveMemory memory, Worth worth, int from, int to, int spacing) {
    double sum = 0;
    int n = 0;
    for (int m = from; m < to; m++) {
      if (memory.knows(m)) {
        sum += worth.inflation(m, spacing) / memory.scale().times()[m];
        n++;
      }
    }
    return n == 0 ? 0 : sum / n;
  }

  /** What nine in ten are above. */
  private static double nearlyLeast(double[] values, int n) {
    Arrays.sort(values, 0, n);
    return n == 0 ? 0 : values[n / 10];
  }

  /** Whether rows half as far apart would do as well. */
  boolean isTooFar(LiveMemory memory, int rows, int spacing) {
    return spacing > 1
        && !isTooAlike(memory, memory.worth(rows), spacing / 2, TOLERATED / HYSTERESIS);
  }

  /**
   * What windows of a stream are worth, by the names of signals. A stream that counts as fitting
   * has nothing unseen: what scatters less than its baseline has changed. Of what the model makes
   * of a vector at least as much is unseen as of the vector: a part of the scenes may well show all
   * of an average score's scatter, and the next scene has another.
   *
   * @param rows of a window
   * @param spacing observations from one row to the next, a power of two
   */
  Map<String, Resemblance> resemblance(LiveMemory memory, int rows, int spacing) {
    Worth worth = memory.worth(rows);
    Map<String, Resemblance> bySignal = new HashMap<>();
    List<Signal> signals = probe.signals();
    double ofVectors = unseenOfVectors(memory, worth);
    for (int i = 0; i < signals.size(); i++) {
      double unseen = 0;
      double likely = 0;
      int n = 0;
      for (int m = probe.begin(i); m < probe.begin(i + 1); m++) {
        if (memory.knows(m)) {
          unseen += worth.surelyUnseen(m);
          likely += worth.likelyUnseen(m);
          n++;
        }
      }
      if (n > 0) {
        double own = unseen / n;
        double all = isMadeOfVectors(signals.get(i)) ? Math.max(own, ofVectors) : own;
        double ofMemory = inflation(memory, worth, i, spacing) - memory.noise() / 2;
        bySignal.put(
            signals.get(i).name(), new Resemblance(Math.max(1, ofMemory), all, likely / n, rows));
      }
    }
    return bySignal;
  }

  /** A vector of its own, not one that the scalar signals make. */
  private static boolean isOfModel(Signal signal) {
    return signal instanceof VectorSignal vector && !vector.isDerived();
  }

  private static boolean isMadeOfVectors(Signal signal) {
    return signal instanceof CategoricalSignal
        || signal.source().equals(SignalSources.EMBEDDING)
        || signal.source().equals(SignalSources.LOGITS);
  }

  /** The part that the stream surely has not shown of its vectors, of all; 0 if there are none. */
  private double unseenOfVectors(LiveMemory memory, Worth worth) {
    double unseen = 0;
    int n = 0;
    for (int i = 0; i < probe.signals().size(); i++) {
      for (int m = probe.begin(i); m < probe.begin(i + 1); m++) {
        if (isOfModel(probe.signals().get(i)) && memory.knows(m)) {
          unseen += worth.surelyUnseen(m);
          n++;
        }
      }
    }
    return n == 0 ? 0 : unseen / n;
  }

  /**
   * How much the rows of windows resemble each other.
   *
   * @param memory how many times as much windows scatter as those of the baseline, by the memory
   *     that the stream has shown; &ge; 1
   * @param unseen the part of the baseline's variance that the stream surely has not shown, in [0,
   *     1)
   * @param likelyUnseen the part that it likely has not shown
   * @param rows of a window
   */
  record Resemblance(double memory, double unseen, double likelyUnseen, int rows) {
    /** Of a stream of which nothing is known. */
    static final Resemblance NONE = new Resemblance(1, 0, 0, 1);

    /** How many times as much windows may scatter as those of the baseline, &ge; 1. */
    double inflation() {
      return memory + rows * unseen;
    }

    /**
     * Why a window is worth too little to be judged.
     *
     * @param signal whose
     * @param spacing observations from one row to the next
     */
    String reason(Signal signal, int spacing) {
      String worth =
          String.format(
              Locale.ROOT,
              "%d observations are worth %.1f independent ones of %s",
              (long) rows * spacing,
              rows / inflation(),
              signal.name());
      return rows * unseen > memory
          ? worth
              + String.format(
                  Locale.ROOT,
                  ", for it scatters %.2f times as much as in the baseline: the stream shows a"
                      + " narrow part of it, within which changes cannot be seen; learn a baseline"
                      + " from live traffic",
                  Math.sqrt(1 - unseen))
          : worth
              + String.format(
                  Locale.ROOT,
                  ", for it stays alike for long: windows about %.0f times as long would do",
                  Math.ceil(inflation()));
    }
  }
}
