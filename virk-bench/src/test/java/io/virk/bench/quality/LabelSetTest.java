package io.virk.bench.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.virk.cause.catalogue.Causes;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelSetTest {
  private static final byte[] MODEL = {1, 2, 3};

  private static String key(byte[] model, int severity) {
    byte[] pixels = new byte[3 * 8 * 8];
    Arrays.fill(pixels, (byte) 90);
    Frame clean = Frame.of(pixels, 8, 8, PixelFormat.RGB);
    List<Frame> changed = Causes.named("under-exposure").apply(List.of(clean), severity, 1);
    return LabelSet.key("under-exposure", model, changed);
  }

  /** Tables were made of what the causes and the model of an earlier version had given. */
  @Test
  void whatIsKeptIsOfThisModelAndThisCause() {
    assertEquals(key(MODEL, 3), key(MODEL.clone(), 3));
    assertNotEquals(key(MODEL, 3), key(MODEL, 4));
    assertNotEquals(key(MODEL, 3), key(new byte[] {1, 2, 4}, 3));
  }
}
