package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineLearner;
import io.virk.baseline.LearningState;
import io.virk.event.BaselineLearned;
import io.virk.event.Failed;
import io.virk.event.LearningProgressed;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A monitor without a baseline learns one from live traffic and then watches against it. */
@Tag("slow")
@Tag("once")
class LearningTest {
  @TempDir private Path folder;

  private final EventLog log = new EventLog();
  private final List<BaselineLearned> learned = new ArrayList<>();
  private final List<LearningProgressed> progress = new ArrayList<>();
  private int number;

  private static BaselineLearner learner() {
    return Baseline.builder("live")
        .window(16)
        .sliceBy("camera")
        .learner(600, Duration.ofMinutes(5));
  }

  private MonitorBuilder builder() {
    return Monitor.learning(learner())
        .lengths(4, 3)
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .listener(log)
        .listener(
            new MonitorListener() {
              @Override
              public void onBaselineLearned(BaselineLearned event) {
                learned.add(event);
              }

              @Override
              public void onLearningProgressed(LearningProgressed event) {
                progress.add(event);
              }
            });
  }

  private void observe(Monitor monitor, int count, double moved, boolean poll) {
    for (int i = 0; i < count; i++) {
      Observation o = Baselines.vector(55, number, moved);
      monitor
          .capture()
          .embedding(o.embedding())
          .logits(o.logits())
          .tag("camera", "cam-" + number % 2)
          .time(1000L * number)
          .commit();
      number++;
      if (poll) {
        monitor.poll(1);
      }
    }
  }

  @Test
  void itLearnsSavesAndArmsItself() {
    Path file = folder.resolve("no/such/folder/live.virk");
    try (Monitor monitor = builder().learned(file).polled().start()) {
      assertEquals(MonitorState.LEARNING, monitor.status().state());
      observe(monitor, 300, 0, true);
      assertEquals(LearningState.COLLECTING, monitor.status().learning().orElseThrow().state());
      assertTrue(monitor.status().cost().memory() > 0);
      assertThrows(IllegalStateException.class, () -> monitor.checkpoint(folder.resolve("no")));
      observe(monitor, 400, 0, true);
      assertEquals(MonitorState.WATCHING, monitor.status().state());
      assertEquals(1, learned.size());
      assertEquals(file, learned.get(0).file().orElseThrow());
      assertEquals(learned.get(0).baseline().hash(), Baseline.load(file).hash());
      assertTrue(
          learned.get(0).baseline().provenance().toString().contains("learned from live traffic"));
      assertEquals(0, log.opened.size());
      observe(monitor, 160, 0, true);
      assertTrue(log.windows.size() >= 10);
      assertEquals(0, log.opened.size());
      observe(monitor, 160, 3, true);
      assertTrue(log.opened.size() >= 1, "armed");
      monitor.checkpoint(folder.resolve("armed.checkpoint"));
      assertEquals(0, monitor.status().failures().evaluation());
    }
    try (Monitor next = Monitor.builder(Baseline.load(file)).polled().start()) {
      assertEquals(MonitorState.WATCHING, next.status().state());
    }
  }

  @Test
  void anUnstableStreamIsSaidSoAndLearnedAgain() {
    try (Monitor monitor = builder().polled().start()) {
      observe(monitor, 300, 0, true);
      observe(monitor, 300, 4, true);
      assertEquals(MonitorState.LEARNING, monitor.status().state());
      assertEquals(List.of(LearningState.CHECKING, LearningState.UNSTABLE), states());
      assertTrue(progress.get(1).progress().instability().isPresent());
      observe(monitor, 700, 4, true);
      assertEquals(MonitorState.WATCHING, monitor.status().state());
      observe(monitor, 96, 4, true);
      assertEquals(0, log.opened.size(), "what it learned is the new normal");
      assertEquals(
          List.of(
              LearningState.CHECKING,
              LearningState.UNSTABLE,
              LearningState.CHECKING,
              LearningState.READY),
          states());
    }
  }

  @Test
  void aThreadOfItsOwnIsNotHeldUpByBuilding() {
    Monitor monitor =
        builder().closeTimeout(Duration.ofMinutes(1)).cpuBudget(1).slots(1024).start();
    observe(monitor, 700, 0, false);
    while (monitor.status().state() == MonitorState.LEARNING) {
      Thread.onSpinWait();
    }
    observe(monitor, 200, 0, false);
    monitor.close();
    assertEquals(MonitorState.CLOSED, monitor.status().state());
    assertTrue(monitor.status().judged().windows() > 0);
    assertFalse(monitor.status().running());
    assertEquals(List.of(), log.failures);
  }

  @Test
  void observationsAreDrainedWhileTheirStabilityIsChecked() throws Exception {
    CountDownLatch check = new CountDownLatch(1);
    AtomicInteger threads = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          boolean drains = threads.getAndIncrement() == 0;
          return new Thread(
              () -> {
                if (!drains) {
                  await(check);
                }
                task.run();
              });
        };
    Monitor monitor =
        builder()
            .threadFactory(factory)
            .listenersOnVirkThread()
            .closeTimeout(Duration.ofMinutes(1))
            .cpuBudget(1)
            .slots(2048)
            .start();
    observe(monitor, 1000, 0, false);
    while (monitor.status().judged().observations() < 1000) {
      Thread.onSpinWait();
    }
    MonitorStatus checking = monitor.status();
    assertEquals(MonitorState.LEARNING, checking.state());
    assertEquals(LearningState.CHECKING, checking.learning().orElseThrow().state());
    assertEquals(600, checking.learning().orElseThrow().observed());
    assertEquals(2, threads.get());
    check.countDown();
    while (monitor.status().state() == MonitorState.LEARNING) {
      Thread.onSpinWait();
    }
    observe(monitor, 200, 0, false);
    monitor.close();
    assertEquals(0, monitor.status().captured().dropped());
    assertEquals(List.of(LearningState.CHECKING, LearningState.READY), states());
    assertEquals(1, learned.size());
    assertTrue(monitor.status().judged().windows() > 0);
    assertEquals(List.of(), log.failures);
  }

  private Monitor ofItsOwnThread(ThreadFactory factory, Path file) {
    return builder()
        .threadFactory(factory)
        .listenersOnVirkThread()
        .learned(file)
        .closeTimeout(Duration.ofMinutes(1))
        .cpuBudget(1)
        .slots(1024)
        .start();
  }

  /** Days of traffic may be behind it. */
  @Test
  void closingWaitsForTheBaselineThatIsBeingBuilt() {
    AtomicInteger threads = new AtomicInteger();
    AtomicReference<Monitor> closing = new AtomicReference<>();
    ThreadFactory factory =
        task -> {
          boolean drains = threads.getAndIncrement() == 0;
          return new Thread(
              () -> {
                while (!drains && closing.get().status().state() != MonitorState.CLOSED) {
                  Thread.onSpinWait();
                }
                task.run();
              });
        };
    Path file = folder.resolve("live.virk");
    Monitor monitor = ofItsOwnThread(factory, file);
    closing.set(monitor);
    observe(monitor, 700, 0, false);
    monitor.close();
    assertEquals(1, learned.size());
    assertEquals(learned.get(0).baseline().hash(), Baseline.load(file).hash());
    assertEquals(List.of(LearningState.CHECKING, LearningState.READY), states());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereThereIsNoSecondThreadItLearnsOnItsFirst(boolean fails) {
    AtomicInteger threads = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          if (threads.getAndIncrement() == 0) {
            return new Thread(task);
          }
          if (fails) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return null;
        };
    Monitor monitor = ofItsOwnThread(factory, folder.resolve("live.virk"));
    observe(monitor, 700, 0, false);
    monitor.close();
    assertEquals(1, learned.size());
    assertEquals(2, threads.get());
    assertEquals(0, monitor.status().failures().evaluation());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<LearningState> states() {
    return progress.stream().map(p -> p.progress().state()).toList();
  }

  @Test
  void anEarlierBaselineIsReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("live.virk"), "an earlier one");
    try (Monitor monitor = builder().learned(file).polled().start()) {
      observe(monitor, 700, 0, true);
      assertEquals(learned.get(0).baseline().hash(), Baseline.load(file).hash());
    }
  }

  @Test
  void aFolderIsNoPlaceForABaseline() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> builder().learned(folder).polled().start())
            .getMessage();
    assertTrue(message.contains("learned: " + folder + " (expected: a file"), message);
  }

  @Test
  void aBaselineThatCannotBeSavedStillArms() throws Exception {
    Path taken = folder.resolve("taken");
    try (Monitor monitor = builder().learned(taken).polled().start()) {
      Files.createDirectories(taken.resolve("inside"));
      observe(monitor, 700, 0, true);
      assertEquals(MonitorState.WATCHING, monitor.status().state());
      assertTrue(learned.get(0).file().isEmpty());
      assertEquals(Failed.Part.LEARNING, log.failures.get(0).part());
      assertEquals(1, monitor.status().failures().learning());
    }
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefusedTogether() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Monitor.builder(Baselines.ofVectors())
                        .lengths(4, 3)
                        .learned(folder.resolve("x"))
                        .polled()
                        .start())
            .getMessage();
    assertTrue(message.contains("lengths are set, but the baseline knows them"), message);
    assertTrue(message.contains("but the monitor is given a baseline"), message);
    message =
        assertThrows(IllegalArgumentException.class, () -> builder().window(32).polled().start())
            .getMessage();
    assertTrue(message.contains("window: set it on the builder of the baseline"), message);
  }
}
