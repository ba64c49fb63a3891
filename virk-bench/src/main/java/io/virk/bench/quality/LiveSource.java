package io.virk.bench.quality;

import io.virk.signal.Observation;
import java.util.List;

/** One baseline and one live stream that is not like it. Not thread-safe. */
interface LiveSource {
  /** What the baseline is built of, from wherever users have it: independent, or shuffled. */
  List<Observation> baseline();

  /**
   * The next observation of the stream.
   *
   * @param change what has happened to it; null = nothing
   */
  Observation next(LiveChange change);
}
