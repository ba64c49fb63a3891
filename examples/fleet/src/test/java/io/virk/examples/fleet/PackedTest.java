package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.virk.detect.Slice;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
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

  /** What a summary is named may be anyone's, and 64 kB of each part is read. */
  @Test
  void aNameOfAnyLengthTravels() throws IOException {
    Slice slice = new Slice("camera", "\u00e9".repeat(32_000), "\ud83d\udcf7".repeat(16_000));
    DataOutputSerializer out = new DataOutputSerializer(64);
    Packed.Serializer.INSTANCE.serialize(new Packed(Packed.name(slice), 5, new byte[3]), out);
    Packed read =
        Packed.Serializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    assertEquals(slice, Packed.slice(read.slice()));
  }
}
