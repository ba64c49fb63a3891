package io.virk.signal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.baseline.Baseline;
import io.virk.image.Frame;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparedBatchTest {
  /** An observation whose embedding can be read once, as when there is no memory for a copy. */
  private record Failing(Observation of, int[] readings) implements Observation {
    @Override
    public long sequence() {
      return of.sequence();
    }

    @Override
    public long epochMillis() {
      return of.epochMillis();
    }

    @Override
    public Frame frame() {
      return null;
    }

    @Override
    public float[] embedding() {
      if (++readings[0] == 2) {
        throw new OutOfMemoryError("injected");
      }
      return of.embedding();
    }

    @Override
    public float[] logits() {
      return of.logits();
    }

    @Override
    public int predictedClass() {
      return of.predictedClass();
    }

    @Override
    public String tag(String key) {
      return null;
    }
  }

  private static double distance(SignalExtractor extractor, Observation observation) {
    return extractor
        .extract(observation)
        .analysed(Baselines.ofVectors().schema().scalars().indexOf(ScalarSignal.MAHALANOBIS));
  }

  private static SignalExtractor extractor() {
    Baseline baseline = Baselines.ofVectors();
    return new SignalExtractor(baseline.schema(), baseline.sources(), null, null, null);
  }

  @Test
  void afterABatchThatFailedNobodyHasTheDistancesOfTheOneBefore() {
    SignalExtractor extractor = extractor();
    Observation far = Baselines.vector(1, 1, 9);
    Observation near = Baselines.vector(1, 2, 0);
    extractor.prepare(List.of(far, Baselines.vector(1, 3, 9)));
    double ofFar = distance(extractor, far);
    Observation failing = new Failing(Baselines.vector(1, 4, 0), new int[1]);
    assertThrows(OutOfMemoryError.class, () -> extractor.prepare(List.of(near, failing)));
    double alone = distance(extractor(), near);
    assertEquals(alone, distance(extractor, near), "not " + ofFar);
  }
}
