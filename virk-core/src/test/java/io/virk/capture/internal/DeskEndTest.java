package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.engine.Stage;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes last is done once, after all that was committed, by the thread that drained it. */
@Timeout(60)
class DeskEndTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> enders = Collections.synchronizedList(new ArrayList<>());
  private Runnable listener = () -> {};
  private final CaptureDesk desk =
      new TestDesk()
          .stage(new Noting())
          .ended(
              () -> {
                steps.add("end");
                enders.add(Thread.currentThread());
              })
          .make();

  /** Notes that it was given an observation. */
  private final class Noting implements Stage {
    @Override
    public void prepare(List<? extends Observation> batch) {}

    @Override
    public void accept(Observation observation) {
      steps.add("observation");
      listener.run();
    }

    @Override
    public void tick() {}

    @Override
    public void flaw(FlawFound found) {}

    @Override
    public Map<Flaw, Long> flaws() {
      return Map.of();
    }

    @Override
    public long memory() {
      return 0;
    }
  }

  private void commit() {
    desk.capture().commit();
    desk.capture().commit();
  }

  @Test
  void ofAThreadItIsTheLastAct() {
    List<Thread> made = new ArrayList<>();
    commit();
    desk.start(
        task -> {
          made.add(new Thread(task));
          return made.get(0);
        },
        cost -> {});
    desk.close(LONG);
    assertEquals(List.of("observation", "observation", "end"), steps);
    assertEquals(made, enders);
  }

  @Test
  void ofAThreadThatItsListenerClosesToo() throws InterruptedException {
    List<Thread> made = new ArrayList<>();
    listener = () -> desk.close(LONG);
    commit();
    desk.start(
        task -> {
          made.add(new Thread(task));
          return made.get(0);
        },
        cost -> {});
    made.get(0).join();
    assertEquals(List.of("observation", "observation", "end"), steps);
    assertEquals(made, enders);
  }

  @Test
  void whoeverPollsDoesItOnce() {
    commit();
    desk.close(LONG);
    desk.poll(10);
    desk.close(LONG);
    assertEquals(List.of("observation", "observation", "end"), steps);
  }

  @Test
  void aPollThatItsListenerClosesDoesIt() {
    listener = () -> desk.close(LONG);
    commit();
    assertEquals(2, desk.poll(10));
    assertEquals(List.of("observation", "observation", "end"), steps);
  }

  @Test
  void aFactoryThatMakesNoThreadIsNamed() {
    assertEquals(
        "threadFactory: null (expected: a thread)",
        assertThrows(IllegalStateException.class, () -> desk.start(task -> null, cost -> {}))
            .getMessage());
  }
}
