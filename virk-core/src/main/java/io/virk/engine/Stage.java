package io.virk.engine;

import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import java.util.List;
import java.util.Map;

/** What is done with drained observations: a baseline is learned from them, or they are judged. */
public interface Stage {
  /** Is told which observations it will take next, to compute for all at once. VIRK's thread. */
  void prepare(List<? extends Observation> batch);

  /** Takes one observation. VIRK's thread. */
  void accept(Observation observation);

  /** Does what is due whether observations come or not. VIRK's thread. */
  void tick();

  /**
   * Waits for what another thread does for it; called when no more observations will come. VIRK's
   * thread.
   *
   * @return whether there was anything, which {@link #tick} then finds done
   */
  default boolean finish() {
    return false;
  }

  /** Counts an observation with an unusable part, and says so now and then. VIRK's thread. */
  void flaw(FlawFound found);

  /** How many of each flaw so far. Any thread. */
  Map<Flaw, Long> flaws();

  /** Bytes held, about. Any thread. */
  long memory();
}
