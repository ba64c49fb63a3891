package io.virk.examples.kotlin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kotlin.sequences.Sequence;
import kotlin.sequences.SequencesKt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class KotlinHostTest {
  @Test
  void otherEmbeddingsAreTold() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Sequence<Answer> live =
        SequencesKt.plus(KotlinHostKt.answers(2, 96, 0), KotlinHostKt.answers(3, 128, 2));
    KotlinHostKt.watch(
        KotlinHostKt.baselineOf(KotlinHostKt.answers(1, 400, 0)),
        live,
        new PrintStream(told, true, StandardCharsets.UTF_8));
    List<String> lines = told.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(2, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith("the whole stream"), lines.get(0));
    assertTrue(lines.get(1).endsWith(" windows judged, 1 drifts open"), lines.get(1));
  }
}
