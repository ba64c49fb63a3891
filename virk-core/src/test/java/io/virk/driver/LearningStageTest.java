package io.virk.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.event.BaselineLearned;
import io.virk.event.Failed;
import io.virk.event.LearningProgressed;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.internal.RecordingLogger;
import io.virk.scenes.Baselines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No memory at any one moment of learning: the monitor is armed all the same, or says it is not.
 */
@Tag("slow")
class LearningStageTest {
  private final List<MonitorEvent> told = new ArrayList<>();
  private int countdown;
  private boolean struck;
  private boolean lastHeard;
  private int armed;
  private int thrown;

  private void step() {
    if (--countdown == 0) {
      struck = true;
      throw new OutOfMemoryError("a full heap");
    }
  }

  private void tell(MonitorEvent event) {
    lastHeard = event instanceof BaselineLearned;
    step();
    told.add(event);
  }

  private LearningStage stage(boolean polled) {
    return new LearningStage(
        new LearningStage.Settings(
            "m",
            Optional.empty(),
            polled,
            task -> {
              step();
              return new Thread(task) {
                @Override
                public void start() {
                  task.run(); // at once: what comes when is the same in every run
                }
              };
            }),
        Baseline.builder("live").window(16).learner(128, Duration.ZERO),
        this::tell,
        new Failures("m", this::tell),
        new RecordingLogger(),
        baseline -> {
          step();
          return () -> {
            step();
            armed++;
          };
        });
  }

  /** As VIRK's thread does, which survives everything. */
  private void attempt(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      thrown++;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMomentWithoutMemoryLosesNoMonitorSilently(boolean polled) {
    int moments = 0;
    do {
      struck = false;
      armed = 0;
      thrown = 0;
      told.clear();
      countdown = ++moments;
      LearningStage stage = stage(polled);
      for (int i = 0; i < 140 && armed == 0; i++) {
        int number = i;
        attempt(() -> stage.accept(Baselines.vector(7, number, 0)));
        attempt(stage::tick);
      }
      List<Failed> failed =
          told.stream().filter(Failed.class::isInstance).map(Failed.class::cast).toList();
      String when = "struck at " + moments + ", told " + told;
      assertTrue(thrown <= 1, when);
      if (armed == 1) {
        boolean heard = told.stream().anyMatch(BaselineLearned.class::isInstance);
        assertTrue(heard || lastHeard, when);
        assertEquals(List.of(), failed, when);
      } else {
        assertEquals(0, armed, when);
        assertEquals(1, stage.failures(), when);
        assertEquals(Failed.Part.LEARNING, failed.get(0).part(), when);
      }
    } while (struck);
    assertTrue(told.get(0) instanceof LearningProgressed, "" + told);
    assertTrue(moments > 5, "struck at " + moments + " moments");
  }
}
