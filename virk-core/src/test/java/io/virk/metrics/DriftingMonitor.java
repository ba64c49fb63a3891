package io.virk.metrics;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorListener;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;

/** A polled monitor of the vectors' stream, calm first and then far away from its baseline. */
final class DriftingMonitor {
  private DriftingMonitor() {}

  static Monitor start(String name, MonitorListener listener) {
    return builder(name, listener).start();
  }

  static MonitorBuilder builder(String name, MonitorListener listener) {
    return Monitor.builder(Baselines.ofVectors())
        .name(name)
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .polled()
        .listener(listener);
  }

  /** Ten windows that are calm; no drift. */
  static void calm(Monitor monitor) {
    feed(monitor, 0, 160, 0);
  }

  /** Two windows that are not; one drift is open afterwards. */
  static void drift(Monitor monitor) {
    feed(monitor, 160, 32, 3);
  }

  /** Two windows long it is calm again; the drift is closed. */
  static void recover(Monitor monitor) {
    feed(monitor, 192, 32, 0);
  }

  private static void feed(Monitor monitor, int from, int count, double moved) {
    for (int i = from; i < from + count; i++) {
      Observation o = Baselines.vector(2, i, moved);
      monitor.capture().embedding(o.embedding()).logits(o.logits()).commit();
      monitor.poll(1);
    }
  }
}
