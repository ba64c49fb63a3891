package io.virk;

import io.virk.signal.Observation;
import java.util.Map;

/** What is done with drained observations: a baseline is learned from them, or they are judged. */
interface Stage {
  /** Takes one observation. VIRK's thread. */
  void accept(Observation observation);

  /** Does what is due whether observations come or not. VIRK's thread. */
  void tick();

  /** Counts an observation with an unusable part, and says so now and then. VIRK's thread. */
  void flaw(String name, String inWords);

  /** How many of each flaw so far. Any thread. */
  Map<String, Long> flaws();

  /** Bytes held, about. Any thread. */
  long memory();
}
