package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.virk.detect.DetectionResult.Effect;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.detect.Position;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Verdict;
import io.virk.event.DriftOpened;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A sequential alarm in the very observation that ends a drift. */
class ClosingAlarmTest {
  private final EventLog log = new EventLog();

  /** Alarms at one observation. */
  private record At(long sequence) implements SequentialDetector {
    @Override
    public String name() {
      return "at";
    }

    @Override
    public boolean appliesTo(Signal signal) {
      return signal.equals(ScalarSignal.ENERGY);
    }

    @Override
    public Optional<Watch> against(
        Signal signal, SignalTable rows, double time, double falseAlarms, long seed) {
      return Optional.of(new AtWatch(sequence));
    }
  }

  private static final class AtWatch implements SequentialDetector.Watch {
    private final long sequence;
    private Position last = new Position(-1, 0);

    AtWatch(long sequence) {
      this.sequence = sequence;
    }

    @Override
    public Verdict accept(SignalValues values) {
      last = new Position(values.sequence(), values.epochMillis());
      return last.sequence() == sequence ? Verdict.DRIFT : Verdict.NORMAL;
    }

    @Override
    public void allow(double falseAlarms) {}

    @Override
    public SequentialDetector.Standing standing() {
      boolean alarm = last.sequence() == sequence;
      return new SequentialDetector.Standing(
          new Evidence(alarm ? 2 : 0, 1, 0.5, 1e-6), new Effect(1, 0, Double.NaN), last, 1);
    }

    @Override
    public void reset() {}

    @Override
    public void write(DataOutput out) {}

    @Override
    public void read(DataInput in) {}
  }

  private void run(long alarmAt) {
    log.opened.clear();
    log.closed.clear();
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .sequential(new At(alarmAt))
            .listener(log)
            .clock(Baselines.CLOCK)
            .polled()
            .start()) {
      for (int i = 0; i < 320; i++) {
        feed(monitor, i, i >= 160 && i < 224 ? 4 : 0);
      }
    }
  }

  private static void feed(Monitor monitor, int i, double moved) {
    Observation o = Baselines.vector(2, i, moved);
    monitor.capture().embedding(o.embedding()).logits(o.logits()).commit();
    monitor.poll(1);
  }

  @Tag("slow")
  @Test
  void anAlarmInTheObservationThatClosesADriftIsExplained() {
    run(-2);
    assertEquals(1, log.closed.size());
    long closing = log.closed.get(0).drift().closing().orElseThrow().at().sequence();
    run(closing);
    assertEquals(2, log.opened.size(), () -> "" + log.opened);
    DriftOpened second = log.opened.get(1);
    assertEquals(closing, second.drift().onset().best().sequence());
    assertFalse(second.diagnosis().explanation().contains("could not be worked out"));
    assertFalse(second.diagnosis().changes().isEmpty());
    assertEquals(List.of(), log.failures);
  }
}
