package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.content.KeptPicture;
import io.virk.detect.Slice;
import io.virk.image.Redactor;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinePicturesTest {
  @TempDir private Path folder;

  private static BaselineBuilder builder() {
    return Baseline.builder("pictures").sliceBy("camera").context("product").window(8);
  }

  private static Baseline built(BaselineBuilder builder) {
    builder.clock(Baselines.CLOCK);
    for (int i = 0; i < 96; i++) {
      builder.add(
          Observation.builder()
              .sequence(i)
              .image(Scenes.frame(i % 2, i, 16, 16))
              .tag("camera", "cam-" + i % 2)
              .tag("product", product(i))
              .build());
    }
    return builder.build();
  }

  private static String product(int number) {
    return number / 2 % 2 == 0 ? "A" : "B";
  }

  private static List<KeptPicture> pictures(Baseline baseline) {
    return baseline.content().parts().pictures();
  }

  @Test
  void someOfEachSliceAndContextAreKeptAndReadAgain() {
    Baseline baseline = built(builder().pictures(3, Redactor.NONE));
    Map<Slice, Long> counts =
        pictures(baseline).stream()
            .collect(Collectors.groupingBy(KeptPicture::slice, Collectors.counting()));
    assertEquals(4, counts.size(), counts.toString());
    counts.values().forEach(count -> assertEquals(3, count));
    for (KeptPicture picture : pictures(baseline)) {
      int i = (int) picture.sequence();
      assertEquals("cam-" + i % 2, picture.slice().value());
      assertEquals(product(i), picture.slice().context());
      assertArrayEquals(Scenes.frame(i % 2, i, 16, 16).pixels(), picture.frame().pixels());
    }
    Path file = folder.resolve("pictures.virk");
    baseline.save(file);
    Baseline read = Baseline.load(file);
    assertEquals(baseline.hash(), read.hash());
    assertEquals(12, pictures(read).size());
    for (int i = 0; i < 12; i++) {
      KeptPicture a = pictures(baseline).get(i);
      KeptPicture b = pictures(read).get(i);
      assertEquals(a.slice(), b.slice());
      assertEquals(a.sequence(), b.sequence());
      assertArrayEquals(a.frame().pixels(), b.frame().pixels());
    }
  }

  @Test
  void noneAreKeptUnlessTheyAreAskedForAndARedactorSeesThem() {
    Baseline without = built(builder());
    assertEquals(List.of(), pictures(without));
    Baseline redacted = built(builder().pictures(1, Redactor.mosaic(4)));
    assertNotEquals(without.hash(), redacted.hash());
    pictures(redacted).forEach(p -> assertEquals(p.frame().pixels()[0], p.frame().pixels()[3]));
    BaselineBuilder wrong = builder().pictures(0, Redactor.NONE);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> built(wrong))
            .getMessage()
            .contains("pictures: 0 (expected: 1 .. 16)"));
  }
}
