package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.scenes.Baselines;
import io.virk.signal.ScalarSignal;
import io.virk.signal.internal.ObservedValues;
import io.virk.signal.internal.Values;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Windows that hold a sample of what they saw. */
class SampledWindowTest {
  private static final int SCENE = 16;

  private final Baseline baseline = Baselines.ofVectors();
  private final Thinning thinning = new Thinning(baseline, new Probes(baseline), true);
  private final LiveStream stream = thinning.stream(Slice.ALL, true, null);
  private final SliceWindow window =
      new SliceWindow(
          Slice.ALL,
          WindowPolicy.ofTime(Duration.ofSeconds(1)).resolve(16),
          baseline.schema(),
          0,
          stream);
  private final SplittableRandom random = new SplittableRandom(3);
  private double energy;
  private int number;

  private void observe(int n) {
    ScalarSignal signal = baseline.schema().scalars().get(0);
    for (int i = 0; i < n; i++) {
      if (number % SCENE == 0) {
        energy = baseline.reference(Slice.ALL).rows().scalar(signal)[random.nextInt(100)];
      }
      ObservedValues values = Values.at(baseline.schema(), number, number);
      Values.set(values, signal, energy);
      thinning.arrived(values);
      window.learn();
      window.append(values, 0, random);
      number++;
    }
  }

  private double memory() {
    String first = baseline.schema().scalars().get(0).name();
    return window.resemblance(16).get(first).memory();
  }

  /** They were taken to be as far apart as those of the window before, and judged as such. */
  @Test
  void rowsOfOneThatIsHardlyFullAreNeighbours() {
    for (int i = 0; i < 20; i++) {
      observe(16 * SCENE);
      stream.memory().trust();
      if (i < 19) {
        window.judged();
      }
    }
    double far = memory();
    window.judged();
    assertTrue(window.spacing() > 1, "" + window.spacing());
    observe(16);
    assertTrue(memory() > 3 * far, memory() + " of neighbours, " + far + " far apart");
  }
}
