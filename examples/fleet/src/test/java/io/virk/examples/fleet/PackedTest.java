package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.virk.detect.Slice;
import org.junit.jupiter.api.Test;

class PackedTest {
  /** Of monitors that slice by another tag, and of each context by itself. */
  @Test
  void aNameIsOfOneSlice() {
    for (Slice slice :
        new Slice[] {
          new Slice("camera", "cam-1"),
          new Slice("line", "a:b", "night"),
          new Slice("", "", "1:2:x"),
          Slice.ALL
        }) {
      assertEquals(slice, Packed.slice(Packed.name(slice)));
    }
    Slice day = new Slice("camera", "cam-1", "day");
    assertNotEquals(Packed.name(day), Packed.name(day.in("night")));
  }
}
