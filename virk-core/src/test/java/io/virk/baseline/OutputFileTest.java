package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outputs of a model in a baseline's file. */
class OutputFileTest {
  private static final List<Output> DECLARED =
      List.of(
          Output.probabilities(3),
          Output.scores(4, .25),
          Output.detections(5).frame(640, 480).layout(Output.Layout.CENTRE).most(7),
          Output.mask(List.of("road", "sky")));

  @TempDir private Path folder;

  private Path saved() {
    BaselineBuilder builder = Baseline.builder("outputs").window(8).clock(Baselines.CLOCK);
    DECLARED.forEach(builder::output);
    for (int i = 0; i < 80; i++) {
      float[] shares = {.2f, .3f, .5f};
      builder.add(
          Observation.builder()
              .probabilities(shares)
              .scores(new float[] {i % 7 / 7f, .1f, i % 5 / 5f, 1})
              .detections(new float[] {100 + i % 9, 90, 20, 30}, new int[] {i % 5}, null, 1)
              .mask(new byte[] {0, 0, (byte) (i % 2), 1}, 2, 2)
              .build());
    }
    Path file = folder.resolve("outputs.virk");
    builder.build().save(file);
    return file;
  }

  @Test
  void theyComeBack() {
    Baseline read = Baseline.load(saved());
    assertEquals(DECLARED, read.outputs());
    assertEquals(DECLARED, read.refresh().learner(200, java.time.Duration.ZERO).outputs());
  }

  private void refused(Path genuine, Object outputs) throws IOException {
    Path forged = folder.resolve("forged.virk");
    new Forgery(Forgery.entries(genuine)).set("outputs", outputs).write(forged);
    String message =
        assertThrows(BaselineFormatException.class, () -> Baseline.load(forged)).getMessage();
    assertEquals(true, message.contains("manifest.json"), message);
  }

  private static Map<String, Object> boxes(String field, Object value) {
    Map<String, Object> boxes =
        new HashMap<>(
            Map.of(
                "kind", "detections",
                "classes", 5,
                "layout", "centre",
                "width", 640,
                "height", 480,
                "most", 7));
    boxes.put(field, value);
    return boxes;
  }

  @Test
  void forgedOnesAreRefused() throws IOException {
    Path genuine = saved();
    refused(genuine, List.of());
    refused(genuine, List.of(boxes("classes", 5)));
    Map<String, Object> mask = Map.of("kind", "mask", "names", List.of("road", "sky"));
    Map<String, Object> scores = Map.of("kind", "scores", "classes", 4, "threshold", .25);
    for (Map<String, Object> wrong :
        List.of(
            boxes("most", 1_000_000_000),
            boxes("layout", "squares"),
            boxes("width", -1),
            boxes("height", 0),
            boxes("classes", 0),
            boxes("kind", "circles"),
            boxes("extra", 1))) {
      refused(genuine, List.of(wrong, mask, scores));
    }
    Map<String, Object> right = boxes("classes", 5);
    refused(genuine, List.of(right, right, mask, scores));
    refused(genuine, List.of(right, Map.of("kind", "mask", "names", List.of("a", "b")), scores));
    refused(genuine, List.of(right, mask, Map.of("kind", "scores", "classes", 4, "threshold", 2)));
  }
}
