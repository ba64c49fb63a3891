package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.detect.Slice;
import org.junit.jupiter.api.Test;

class WatchesTest {
  /** Sums of powers of 31 over the characters, as String.hashCode is specified. */
  @Test
  void theSeedOfASliceIsTheSameOnEveryJvm() {
    assertEquals(0, Watches.hash(Slice.ALL));
    assertEquals((31 * 97 + 98) * 31 + 99, Watches.hash(new Slice("a", "b", "c")));
    assertEquals(31 * (31 * 97 + 98), Watches.hash(new Slice("a", "b")));
    assertEquals('x', Watches.hash(new Slice("", "", "x")));
  }
}
