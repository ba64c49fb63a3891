package io.virk.label.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.label.CandidateExport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportsTest {
  private static Exports copy(int number) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Exports.NONE
        .and(new CandidateExport(number, Instant.EPOCH, "m", 3, "0f"))
        .and("m", List.of(1))
        .writeTo(new DataOutputStream(bytes));
    return Exports.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  /** After the last number that there is none could be written any more. */
  @Test
  void numbersThatCannotGoOnAreRefused() throws IOException {
    Exports read = copy((1 << 30) - 1);
    assertEquals(1 << 30, read.next());
    assertEquals(List.of(1), read.trained().get("m"));
    assertThrows(IOException.class, () -> copy(1 << 30));
    assertThrows(IOException.class, () -> copy(Integer.MAX_VALUE));
  }
}
