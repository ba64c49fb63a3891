package io.virk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What VIRK's thread allocates, everything on that is on by default. */
@Tag("slow")
class DrainAllocationTest {
  private static final int D = 512;
  private static final int CLASSES = 100;
  private static final int ROUND = 640;

  private final SplittableRandom random = new SplittableRandom(3);

  private float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void anObservationAllocatesLessThanTwoKilobytesInTheMean() {
    BaselineBuilder builder = Baseline.builder("drain").window(32).sliceBy("camera");
    for (int i = 0; i < 1024; i++) {
      builder.add(
          Observation.builder()
              .embedding(values(D))
              .logits(values(CLASSES))
              .tag("camera", "cam-" + i % 2)
              .build());
    }
    float[][] embeddings = new float[64][];
    float[][] logits = new float[64][];
    for (int i = 0; i < 64; i++) {
      embeddings[i] = values(D);
      logits[i] = values(CLASSES);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    try (Monitor monitor =
        Monitor.builder(builder.build())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .polled()
            .start()) {
      for (int round = 0; round < 8; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUND; i++) {
          monitor
              .capture()
              .embedding(embeddings[i % 64])
              .logits(logits[i % 64])
              .tag("camera", i % 2 == 0 ? "cam-0" : "cam-1")
              .commit();
          if (i % 16 == 15) {
            monitor.poll(16);
          }
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / ROUND;
        least = Math.min(least, bytes);
      }
      assertTrue(monitor.status().judged().windows() > 200, "windows judged");
    }
    assertTrue(least < 2000, least + " bytes an observation");
  }
}
