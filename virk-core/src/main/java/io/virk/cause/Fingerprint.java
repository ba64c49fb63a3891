package io.virk.cause;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The causes of a drift, ranked.
 *
 * @param causes most probable first; empty if none could be compared
 * @param unchanged posterior probability that the compared signals are those of the baseline, 0 ..
 *     1
 * @param unknown posterior probability that they have changed by none of them, 0 .. 1
 * @param columns names of the signals that were compared; empty if none could be
 * @param together two causes that happened at once, where that is at least a hundred times as
 *     likely as any other explanation, that with the larger effect first; their probability is that
 *     of both; empty otherwise
 * @param reason why no causes were compared, as a part of a sentence; empty if they were
 */
public record Fingerprint(
    List<CauseMatch> causes,
    double unchanged,
    double unknown,
    List<String> columns,
    List<CauseMatch> together,
    String reason) {
  /** Up to this probability no cause is named: its twins have too much of the rest. */
  private static final double NAMED = 0.7;

  private static final double FAMILY_NAMED = 0.5;

  /** From this probability on a cause is as good as sure. */
  private static final double SURE = 0.95;

  /** Cosine of the angle to a cause that something unknown is said to be like. */
  private static final double LIKE = 0.8;

  /**
   * One without two causes at once.
   *
   * @param causes most probable first
   * @param unchanged posterior probability that nothing has changed
   * @param unknown posterior probability of another cause
   * @param columns names of the signals
   * @param reason why no causes were compared; empty if they were
   */
  public Fingerprint(
      List<CauseMatch> causes,
      double unchanged,
      double unknown,
      List<String> columns,
      String reason) {
    this(causes, unchanged, unknown, columns, List.of(), reason);
  }

  public Fingerprint {
    causes = List.copyOf(causes);
    columns = List.copyOf(columns);
    together = List.copyOf(together);
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * The fingerprint of a drift whose causes could not be compared.
   *
   * @param reason why, as a part of a sentence
   * @return no causes, all of it unknown
   */
  public static Fingerprint none(String reason) {
    return new Fingerprint(List.of(), 0, 1, List.of(), reason);
  }

  /**
   * The cause that is named in words.
   *
   * @return the first, if it is more probable than 0.7
   */
  public Optional<CauseMatch> cause() {
    return causes.stream().findFirst().filter(c -> c.probability() > NAMED);
  }

  /**
   * Whether the cause that is named is as good as sure: its probability is 0.95 or more, it fits as
   * it is simulated, and no second one is needed.
   *
   * @return false if none is named
   */
  public boolean isSure() {
    return together.isEmpty()
        && cause().filter(c -> c.probability() >= SURE && c.fits()).isPresent();
  }

  /**
   * The families of the causes.
   *
   * @return most probable first; the probability of each is the sum of its causes'
   */
  public List<Family> families() {
    Map<String, Double> sums = new LinkedHashMap<>();
    causes.forEach(c -> sums.merge(c.family(), c.probability(), Double::sum));
    return sums.entrySet().stream()
        .map(e -> new Family(e.getKey(), e.getValue()))
        .sorted(Comparator.comparingDouble(Family::probability).reversed())
        .toList();
  }

  /**
   * The family that is named in words where no cause is: physics cannot tell twins apart, a small
   * defocus from a Gaussian blur.
   *
   * @return the first, if it is more probable than not
   */
  public Optional<Family> family() {
    return families().stream().findFirst().filter(f -> f.probability() > FAMILY_NAMED);
  }

  /**
   * What something that no known cause explains is most like: a fault that is worse, or otherwise,
   * than the simulated one, or two at once.
   *
   * @return the most similar, if the change is unknown rather than not, and alike
   */
  public Optional<CauseMatch> nearest() {
    return causes.stream()
        .max(Comparator.comparingDouble(CauseMatch::similarity))
        .filter(c -> unknown > FAMILY_NAMED && c.similarity() >= LIKE);
  }

  /**
   * Causes that look alike.
   *
   * @param name one lower-case word
   * @param probability posterior probability that it is one of them, 0 .. 1
   */
  public record Family(String name, double probability) {}
}
