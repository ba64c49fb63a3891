package io.virk.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionEmbedderTest {
  private static final List<Frame> FRAMES =
      List.of(
          Frame.of(new byte[6], 3, 2, PixelFormat.GRAY),
          Frame.of(new byte[4], 1, 4, PixelFormat.GRAY));

  private static Embedder sides(int length) {
    return Embedder.of("sides", length, frame -> new float[] {frame.width(), frame.height()});
  }

  @Test
  void oneRowAFrame() {
    Embeddings result = Embeddings.of(sides(2), FRAMES);
    assertArrayEquals(new float[] {3, 2, 1, 4}, result.embeddings());
    assertEquals(sides(2).provenance(), sides(2).provenance());
  }

  @Test
  void whatTheFunctionGetsWrongIsNamed() {
    assertEquals(
        "sides: 2 values (expected: 3)",
        assertThrows(EmbedderException.class, () -> sides(3).embed(FRAMES)).getMessage());
    Embedder broken =
        Embedder.of(
            "broken",
            1,
            frame -> {
              throw new IllegalStateException("no");
            });
    assertEquals(
        "broken: threw java.lang.IllegalStateException: no",
        assertThrows(EmbedderException.class, () -> broken.embed(FRAMES)).getMessage());
    assertEquals(
        "no embedder can be made of the function: name: \" \" (expected: not blank);"
            + " length: 0 (expected: >= 1)",
        assertThrows(IllegalArgumentException.class, () -> Embedder.of(" ", 0, frame -> null))
            .getMessage());
  }
}
