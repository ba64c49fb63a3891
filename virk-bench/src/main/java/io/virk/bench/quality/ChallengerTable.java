package io.virk.bench.quality;

import io.virk.stats.sequence.PairedSequence;
import io.virk.stats.twosample.NormalTail;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * When a challenger that is a point better or worse is taken, beside McNemar's test of a sample
 * that was fixed before. Two models that differ on a given share of observations.
 */
final class ChallengerTable {
  private static final double ALPHA = 0.05;
  private static final int MOST = 40_000;
  private static final double POWER = 0.9;

  private final int streams;

  ChallengerTable(int streams) {
    this.streams = streams;
  }

  void print() {
    System.out.printf(
        Locale.ROOT,
        "%n## Champion and challenger%n%n%d streams, looked at after every label up to %d; better,"
            + " worse or equal within a point; alpha %s. The fixed sample is that for which"
            + " McNemar's test finds the point with 90 %%.%n%n",
        streams,
        MOST,
        ALPHA);
    System.out.println(
        "| only one of them is right in, % | challenger is | told better / worse / not yet, % |"
            + " labels: median / nine in ten | fixed sample |");
    System.out.println("|---:|---|---|---|---:|");
    for (double differ : new double[] {0.02, 0.05, 0.1}) {
      for (double better : new double[] {0.01, -0.01, 0}) {
        print(differ, better);
      }
    }
  }

  private void print(double differ, double better) {
    SplittableRandom random = new SplittableRandom(3);
    int[] decided = new int[streams];
    int wins = 0;
    int losses = 0;
    double threshold = Math.log(2 / ALPHA);
    for (int s = 0; s < streams; s++) {
      PairedSequence sequence = new PairedSequence();
      decided[s] = Integer.MAX_VALUE;
      for (int n = 1; n <= MOST; n++) {
        double u = random.nextDouble();
        boolean win = u < (differ + better) / 2;
        boolean loss = u > 1 - (differ - better) / 2;
        sequence.accept(win, loss);
        if (!win && !loss) {
          continue;
        }
        if (sequence.logEvidenceAbove(0) >= threshold) {
          wins++;
          decided[s] = n;
          break;
        }
        if (sequence.logEvidenceBelow(0) >= threshold) {
          losses++;
          decided[s] = n;
          break;
        }
      }
    }
    Arrays.sort(decided);
    double z = NormalTail.quantile(ALPHA / 2) * Math.sqrt(differ);
    double power = NormalTail.quantile(1 - POWER) * Math.sqrt(differ - better * better);
    String fixed = better == 0 ? "" : Long.toString(Math.round(Math.pow((z + power) / better, 2)));
    System.out.printf(
        Locale.ROOT,
        "| %.0f | %s | %.0f / %.0f / %.0f | %s / %s | %s |%n",
        100 * differ,
        better > 0 ? "a point better" : better < 0 ? "a point worse" : "as good",
        100.0 * wins / streams,
        100.0 * losses / streams,
        100.0 * (streams - wins - losses) / streams,
        labels(decided[streams / 2]),
        labels(decided[streams * 9 / 10]),
        fixed);
  }

  private static String labels(int n) {
    return n == Integer.MAX_VALUE ? "more" : Integer.toString(n);
  }
}
