package io.virk.bench.quality;

import io.virk.signal.Observation;

/** Observations without end. */
interface ObservationStream {
  Observation next();
}
