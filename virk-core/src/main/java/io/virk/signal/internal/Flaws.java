package io.virk.signal.internal;

import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts flaws, and notices an input that is flawed more often than not: it is then told once, with
 * what helps. One thread counts; {@link #counts} may be called by any.
 */
public final class Flaws {
  /** Observations after which is looked whether an input is mostly flawed. */
  static final int LOOKED_AT = 256;

  private final Map<Flaw, AtomicLong> counts = new ConcurrentHashMap<>();

  /** What something is judged by, and what is only kept. */
  private final List<Map<String, Input>> inputs = List.of(new HashMap<>(), new HashMap<>());

  private int observations;

  /** Flaws of one input among the observations since the last look. */
  private static final class Input {
    private int flawed;
    private long lastObservation = -1;
    private FlawFound last;
    private boolean told;
  }

  /** Has counted nothing. */
  public Flaws() {}

  /**
   * Counts a flaw.
   *
   * @param found what was found
   */
  public void count(FlawFound found) {
    count(found.flaw());
    Input input =
        inputs
            .get(found.flaw().isJudgedBy() ? 0 : 1)
            .computeIfAbsent(found.flaw().input(), i -> new Input());
    if (input.lastObservation != found.observation()) {
      input.flawed++;
      input.lastObservation = found.observation();
    }
    input.last = found;
  }

  /**
   * Counts a flaw that is told by other means.
   *
   * @param flaw its kind
   */
  public void count(Flaw flaw) {
    counts.computeIfAbsent(flaw, f -> new AtomicLong()).incrementAndGet();
  }

  /**
   * Counts an observation, whatever it was like.
   *
   * @return an input of which more than half of the last 256 observations were flawed, in words
   *     that name the last flaw and what helps; once for each input
   */
  public Optional<String> observed() {
    if (++observations < LOOKED_AT) {
      return Optional.empty();
    }
    observations = 0;
    String words = null;
    for (Map<String, Input> some : inputs) {
      for (Map.Entry<String, Input> entry : some.entrySet()) {
        Input input = entry.getValue();
        if (2 * input.flawed > LOOKED_AT && !input.told) {
          input.told = true;
          words = (words == null ? "" : words + "; ") + words(entry.getKey(), input);
        }
        input.flawed = 0;
      }
    }
    return Optional.ofNullable(words);
  }

  private static String words(String name, Input input) {
    return name
        + ": flawed in "
        + input.flawed
        + " of the last "
        + LOOKED_AT
        + " observations, "
        + (input.last.flaw().isJudgedBy()
            ? "so next to nothing is judged by it"
            : "which are judged without it")
        + "; the last: "
        + input.last.text()
        + ". What helps: "
        + input.last.flaw().remedy();
  }

  /**
   * How many of each kind so far. Any thread.
   *
   * @return only what occurred
   */
  public Map<Flaw, Long> counts() {
    Map<Flaw, Long> copy = new EnumMap<>(Flaw.class);
    counts.forEach((flaw, count) -> copy.put(flaw, count.get()));
    return copy;
  }
}
