package io.virk.label.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.detect.Slice;
import io.virk.label.ReviewDecisions;
import io.virk.label.ToLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelListsTest {
  @TempDir private Path folder;

  /** Else what people have filled in would be refused: the longest ids that a monitor takes. */
  @Test
  void aReviewHasNoMoreThanCanBeReadAgain() throws IOException {
    Slice slice = new Slice("camera", "c".repeat(256));
    List<ToLabel> list =
        IntStream.range(0, ReviewDecisions.MOST + 1)
            .mapToObj(
                i ->
                    new ToLabel(
                        String.format("%0256d", i), i, slice, ToLabel.Why.CONTROL, 1.234567, 0))
            .toList();
    Path file = folder.resolve("list.json");
    assertEquals(ReviewDecisions.MOST, LabelLists.write(file, list));
    Files.writeString(
        file, Files.readString(file).replace("\"answer\": \"\"", "\"answer\": \"UNCLEAR\""));
    assertEquals(ReviewDecisions.MOST, ReviewDecisions.read(file).decisions().size());
  }
}
