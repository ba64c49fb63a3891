package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.internal.Text;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SliceTest {
  @Test
  void wordsAreOfOneSafeLine() {
    assertEquals("all", Slice.ALL.toString());
    assertEquals("all in night", new Slice("", "", "night").toString());
    assertEquals("camera=cam-7 in night", new Slice("camera", "cam-7", "night").toString());
    assertEquals("k\uFFFD=v\uFFFD in c\uFFFD", new Slice("k\n", "v\u001B", "c\u202E").toString());
  }

  @Test
  void manySlicesAreTenByName() {
    Set<Slice> slices = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      slices.add(new Slice("camera", "cam-" + i));
    }
    assertTrue(Slice.inWords(slices).endsWith("camera=cam-8, camera=cam-9"));
    slices.add(new Slice("camera", "z".repeat(1000)));
    slices.add(new Slice("camera", "zz"));
    assertTrue(Slice.inWords(slices).endsWith("camera=cam-8, camera=cam-9 and 2 more"));
    slices.removeIf(s -> s.value().startsWith("cam"));
    assertTrue(Slice.inWords(slices).length() < 2 * Text.WORD + 50);
  }
}
