package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.build.ProgressTicker;
import io.virk.baseline.facts.BaselineProgress;
import io.virk.baseline.facts.BaselineProgress.Phase;
import io.virk.process.Child;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Tag("once")
class LongBuildTest {
  @TempDir private Path folder;

  @Test
  void aHundredThousandEmbeddingsFitInAGigabyte() throws IOException, InterruptedException {
    String out =
        Child.run(folder, Child.program(Child.jvm("-Xmx1g"), HundredThousand.class, folder));
    assertTrue(out.contains("built from 100000 x 512 in "), out);
    assertTrue(out.contains("READING 100000 of 100000"), out);
  }

  @Test
  void everyPhaseIsToldFromBeginToEnd() {
    List<BaselineProgress> told = new ArrayList<>();
    BaselineBuilder builder =
        Baseline.builder("x")
            .window(8)
            .sliceBy("camera")
            .clock(Baselines.CLOCK)
            .progress(told::add);
    for (int i = 0; i < 120; i++) {
      builder.add(
          Observation.builder()
              .image(Scenes.frame(1, i, 16, 12))
              .embedding(Baselines.vector(1, i, 0).embedding())
              .tag("camera", "cam-" + i % 2)
              .build());
    }
    assertEquals(new BaselineProgress(Phase.READING, 1, BaselineProgress.UNKNOWN), told.get(0));
    assertTrue(told.size() < 20, "no more than at the begin, the end and twice a second: " + told);
    builder.build();
    List<Phase> phases = told.stream().map(BaselineProgress::phase).distinct().toList();
    assertEquals(List.of(Phase.values()), phases);
    assertEquals(new BaselineProgress(Phase.CALIBRATING, 3, 3), told.get(told.size() - 1));
    assertTrue(told.contains(new BaselineProgress(Phase.FITTING, 30, 30)), told.toString());
  }

  @Test
  void betweenItIsToldTwiceASecond() {
    List<Long> told = new ArrayList<>();
    long[] nanos = {0};
    ProgressTicker ticker = new ProgressTicker(p -> told.add(p.done()), () -> nanos[0]);
    for (int i = 0; i <= 1000; i++) {
      nanos[0] = i * 1_000_000L;
      ticker.tick(Phase.READING, i, 5000);
    }
    assertEquals(List.of(0L, 500L, 1000L), told);
    new ProgressTicker(null, () -> nanos[0]).tick(Phase.READING, 1, 1);
  }
}
