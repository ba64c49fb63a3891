package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
  private static final Path FILE = Path.of("monitor.checkpoint");

  private final ReentrantLock draining = new ReentrantLock();
  private final List<Long> written = new ArrayList<>();
  private long next;

  private Checkpoints.State state() {
    assertTrue(draining.isHeldByCurrentThread());
    return new Checkpoints.State(++next, Optional.empty(), null, Optional.empty());
  }

  /** The first wrote its older state over that of the second. */
  @Test
  void aSecondOneTakesNoStateBeforeTheFirstIsWritten() {
    AtomicReference<Checkpoints> checkpoints = new AtomicReference<>();
    List<Throwable> refused = new ArrayList<>();
    checkpoints.set(
        new Checkpoints(
            Duration.ofMillis(1),
            draining,
            this::state,
            (file, state) -> {
              assertEquals(false, draining.isLocked(), "VIRK's thread goes on");
              if (refused.isEmpty()) { // a disk that hangs until the second has given up
                try {
                  CompletableFuture.runAsync(() -> checkpoints.get().write(FILE)).join();
                } catch (CompletionException e) {
                  refused.add(e.getCause());
                }
              }
              written.add(state.nextSequence());
            }));
    checkpoints.get().write(FILE);
    assertEquals(
        List.of(
            "java.lang.IllegalStateException: checkpoint: an earlier one is still being written"
                + " (expected: within 1 ms, the close timeout; does its disk answer?)"),
        refused.stream().map(Throwable::toString).toList());
    checkpoints.get().write(FILE);
    assertEquals(List.of(1L, 2L), written);
  }
}
