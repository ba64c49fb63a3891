package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.event.DriftOpened;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on the conveyor belt, with VIRK's work in step with the host. */
@Tag("slow")
@Tag("once")
class JobTest {
  private static final Pattern MILESTONE =
      Pattern.compile("\\d\\d:\\d\\d:\\d\\d  (\\(we\\)|DRIFT|CLOSED) .*");

  @TempDir private Path output;

  @Test
  void namesEveryTroubleAndNothingElseAsTheReadmeShows() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Options options = Options.parse("--output", output.toString());
    Summary summary =
        new Job(options, new PrintStream(printed, true, StandardCharsets.UTF_8), true).run();

    String text = printed.toString(StandardCharsets.UTF_8);
    assertEquals(3, summary.opened().size(), text);
    assertDrift(summary.opened().get(0), "cam-2", "darker");
    assertDrift(summary.opened().get(1), "cam-3", "blurrier");
    assertDrift(summary.opened().get(2), "cam-4", "noisier");
    assertEquals(Set.of(1, 2, 3), summary.incidents().keySet());
    assertTrue(summary.incidents().values().stream().allMatch(Files::isRegularFile));
    assertEquals(1, summary.closed().size(), text);
    assertEquals(1, summary.closed().get(0).drift().number());
    assertEquals(0, summary.status().captured().dropped());
    assertEquals(
        summary.status().captured().claimed(),
        summary.status().judged().observations() + summary.status().captured().aborted());
    assertTrue(text.contains("camera cam-2 is darker than the baseline"), text);
    assertTrue(text.contains("3 opened, 1 closed, 2 open"), text);
    assertEquals(
        milestones(Files.readString(Path.of("../../docs/quickstart.md"))), milestones(text));
  }

  /** What happened and what VIRK said of it, each with its time. */
  private static List<String> milestones(String timeline) {
    return timeline.lines().filter(MILESTONE.asMatchPredicate()).toList();
  }

  private static void assertDrift(DriftOpened event, String camera, String word) {
    assertEquals(Set.of(new Slice("camera", camera)), event.drift().slices());
    String headline = event.diagnosis().headline();
    assertTrue(headline.contains(camera) && headline.contains(word), headline);
  }
}
