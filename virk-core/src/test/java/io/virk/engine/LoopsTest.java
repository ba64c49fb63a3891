package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class LoopsTest {
  private final Loops loops = new Loops();

  private LoopsTest arrive(int n, IntToLongFunction digest) {
    for (int i = 0; i < n; i++) {
      loops.arrived(digest.applyAsLong(i));
    }
    return this;
  }

  @Test
  void aRecordingThatIsRepeatedIsSeen() {
    arrive(600, i -> 1 + i);
    assertEquals(0, loops.looped());
    arrive(120, i -> 10_000 + i);
    arrive(47, i -> 10_000 + i);
    assertEquals(0, loops.looped(), "by chance, perhaps");
    arrive(73, i -> 10_047 + i);
    assertEquals(120, loops.looped());
    arrive(1, i -> 99_999);
    assertEquals(0, loops.looped());
  }

  /** A test of a host's, or a demonstration. */
  @Test
  void whatAlwaysWasOneIsNotTold() {
    assertEquals(0, arrive(2000, i -> 1 + i % 100).loops.looped());
  }

  @Test
  void aFrozenStreamIsNoLoop() {
    arrive(600, i -> 1 + i);
    assertEquals(0, arrive(300, i -> 600).loops.looped());
    assertEquals(0, arrive(300, i -> Repeats.NONE).loops.looped());
    assertEquals(0, arrive(300, i -> 600 + i % 2).loops.looped(), "two by turns");
  }

  @Test
  void itGoesOnFromWhatWasWritten() {
    arrive(600, i -> 1 + i).arrive(150, i -> 10_000 + i % 100);
    ByteBuffer bytes = ByteBuffer.allocate(Loops.bytes());
    loops.writeTo(bytes);
    Loops again = new Loops();
    again.readFrom(bytes.rewind());
    assertEquals(100, loops.looped());
    assertEquals(100, again.looped());
    bytes.putInt(Loops.KEPT * Integer.BYTES + Long.BYTES, 1000);
    assertThrows(IllegalArgumentException.class, () -> new Loops().readFrom(bytes.rewind()));
    bytes.putInt(Loops.KEPT * Integer.BYTES + Long.BYTES, 100);
    bytes.putLong(Loops.KEPT * Integer.BYTES, Long.MAX_VALUE);
    assertThrows(IllegalArgumentException.class, () -> new Loops().readFrom(bytes.rewind()));
  }
}
