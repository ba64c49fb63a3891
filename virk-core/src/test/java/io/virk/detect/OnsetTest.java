package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OnsetTest {
  private static Position at(long sequence) {
    return new Position(sequence, 1000 * sequence + 400);
  }

  @Test
  void itSaysHowFarItIsKnown() {
    assertEquals(
        "at 1970-01-01 00:00:07 UTC ± 3 s (observations 5 to 9)",
        new Onset(false, at(5), at(7), at(9)).inWords());
    assertEquals(
        "at about 1970-01-01 00:00:07 UTC (observation 7)",
        new Onset(false, at(7), at(7), at(7)).inWords());
    assertEquals(
        "before 1970-01-01 00:00:09 UTC (observation 9)", Onset.before(at(5), at(9)).inWords());
  }

  @Test
  void intervalsThatHaveNothingInCommonAreApart() {
    Onset early = new Onset(false, at(1), at(2), at(3));
    assertTrue(early.isBefore(new Onset(false, at(4), at(5), at(6))));
    assertFalse(early.isBefore(new Onset(false, at(3), at(5), at(6))));
    assertFalse(early.isBefore(Onset.before(at(4), at(6))), "it may have begun long before");
    assertTrue(Onset.before(at(1), at(3)).isBefore(new Onset(false, at(4), at(5), at(6))));
  }

  @Test
  void itsEndsAreInOrder() {
    assertThrows(IllegalArgumentException.class, () -> new Onset(false, at(5), at(4), at(9)));
    assertThrows(IllegalArgumentException.class, () -> new Onset(false, at(5), at(9), at(8)));
  }
}
