package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.Monitor;
import io.virk.scenes.Baselines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a live monitor finds out by labels, all of it at once. */
@Tag("once")
class StudiesTest extends StudiedStream {
  @Test
  void allOfItGoesOnFromACheckpoint() throws IOException {
    FeedbackPolicy policy = policy().labelsPerDay(40, 600).challenger(ChallengerPolicy.of("v8"));
    Path middle = folder.resolve("middle");
    byte[] through;
    Studied studied;
    int number;
    try (Monitor monitor = stream.builder(baseline, policy).nanoClock(() -> 0).start()) {
      day(monitor, 200);
      label(monitor, 60, actual -> (actual + 1) % 3);
      challenge(monitor, 60, 0.9, 0.7);
      monitor.checkpoint(middle);
      number = stream.number();
      through = rest(monitor, "through");
      studied = monitor.feedback().studied();
    }
    stream.skip(number - stream.number());
    try (Monitor monitor =
        stream.builder(baseline, policy).nanoClock(() -> 0).restore(middle).start()) {
      assertArrayEquals(through, rest(monitor, "restored"));
      assertEquals(studied, monitor.feedback().studied());
    }
    FeedbackPolicy other = policy.challenger(ChallengerPolicy.of("v9"));
    try (Monitor monitor = stream.builder(baseline, other).restore(middle).start()) {
      assertEquals(0, monitor.feedback().studied().challenger().orElseThrow().result().labels());
      assertEquals(120, concept(monitor).labels());
    }
    try (Monitor monitor = stream.builder(baseline, policy().model("v9")).restore(middle).start()) {
      assertEquals(0, concept(monitor).labels(), "another model");
    }
  }

  private byte[] rest(Monitor monitor, String name) throws IOException {
    for (int i = 0; i < 50; i++) {
      int k = i;
      String id = stream.observe(monitor, c -> c.output("challenger", says(k % 3)));
      monitor.feedback().label(id, k % 3, "ann", Baselines.CLOCK.instant());
    }
    monitor.poll(1);
    Path file = folder.resolve(name);
    monitor.checkpoint(file);
    return Files.readAllBytes(file);
  }
}
