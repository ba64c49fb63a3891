package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TagValuesTest {
  @Test
  void aValueIsKeptOnceAndTheirNumberIsBounded() {
    TagValues values = new TagValues(2);
    String first = values.intern(new String("cam-1"));
    assertSame(first, values.intern(new String("cam-1")));
    assertEquals("cam-2", values.intern("cam-2"));
    assertFalse(values.takeExceeded());
    assertNull(values.intern("cam-3"));
    assertTrue(values.takeExceeded());
    assertFalse(values.takeExceeded());
    assertSame(first, values.intern("cam-1"));
  }
}
