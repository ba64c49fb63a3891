package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.FalseAlarms;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.diagnose.SliceFinding.Pattern;
import io.virk.event.DriftOpened;
import io.virk.event.DriftUpdated;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import io.virk.signal.internal.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What an engine says of tags by which nobody slices, and of a drift that comes and goes. */
class TaggedRowsTest {
  private static final int CALM = 320;

  private final Engine engine =
      new Engine(
          Streams.settings(FalseAlarms.oncePerObservations(100_000), false, 1),
          new WindowSizes(Baselines.ofVectors(), WindowPolicy.ofCount(16)));

  private final List<Diagnosis> told = new ArrayList<>();

  private static String product(int i) {
    return "ABC".substring(i % 3, i % 3 + 1);
  }

  private void feed(int from, int to, IntToDoubleFunction moved) {
    for (int i = from; i < to; i++) {
      Observation vector = Baselines.vector(9, i, moved.applyAsDouble(i));
      Observation observation =
          Observation.builder()
              .sequence(i)
              .epochMillis(1000L * i)
              .embedding(vector.embedding())
              .logits(vector.logits())
              .tag("product", product(i))
              .tag("frame", "f" + i)
              .build();
      engine.accept(
          observation,
          event -> {
            if (event instanceof DriftOpened opened) {
              told.add(opened.diagnosis());
            } else if (event instanceof DriftUpdated updated) {
              told.add(updated.diagnosis());
            }
          });
    }
  }

  /** Maps of a host may go through their keys in another order in each JVM. */
  @Test
  void tagsAreKeptInTheOrderOfTheirKeys() {
    Observation.Builder builder = Observation.builder();
    List<String> expected = new ArrayList<>();
    for (String key : List.of("g", "c", "a", "f", "b", "e", "d")) {
      builder.tag(key, key + 1);
    }
    for (String key : List.of("a", "b", "c", "d", "e", "f", "g")) {
      expected.addAll(List.of(key, key + 1));
    }
    TaggedRows rows = new TaggedRows(Schemas.STANDARD);
    rows.accept(builder.build(), Values.numbered(0), "");
    assertEquals(expected, List.of(rows.state().rows().get(0).row().tags()));
  }

  @Test
  void theValueOfAnyTagThatCarriesADriftIsTold() {
    feed(0, CALM, i -> 0);
    assertEquals(List.of(), told);
    feed(CALM, CALM + 120, i -> product(i).equals("B") ? 6 : 0);
    Diagnosis last = told.get(told.size() - 1);
    assertEquals(Pattern.WITHIN, last.slices().pattern(), last.explanation());
    assertEquals("product B", last.slices().carriers().get(0).label());
    assertTrue(last.explanation().contains(" Only product B moved: "), last.explanation());
    assertEquals(List.of("frame", "predicted-class", "product"), sorted(last.slices().keys()));
    for (String image : List.of("luminance", "sharpness", "contrast", "focus", "light")) {
      assertFalse(last.explanation().contains(image), "there are no images: " + last.explanation());
    }
  }

  private static List<String> sorted(List<String> keys) {
    return keys.stream().sorted().toList();
  }

  @Test
  void whatReturnsIsToldWithItsPeriod() {
    feed(0, CALM, i -> 0);
    feed(CALM, CALM + 256, i -> i % 8 < 3 ? 9 : 0);
    Diagnosis last = told.get(told.size() - 1);
    assertEquals(Kind.PERIODIC, last.kind(), last.explanation());
    assertEquals(8, last.rhythm().observations());
    assertTrue(
        last.explanation().startsWith("It returns every 8 observations (8.00 s), and began "),
        last.explanation());
  }

  /** A checkpoint with a context that long could be written, and never read. */
  @Test
  void aContextOfAnyLengthIsRead() throws IOException {
    TaggedRows rows = new TaggedRows(Schemas.STANDARD);
    rows.accept(Observation.builder().build(), Values.numbered(1), "\u4e00".repeat(256));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    rows.state().writeTo(new DataOutputStream(bytes));
    TaggedRows again = new TaggedRows(Schemas.STANDARD);
    again.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals("\u4e00".repeat(256), again.state().rows().get(0).context());
  }

  @Test
  void whatItHoldsIsBoundedAndCounted() {
    TaggedRows rows = new TaggedRows(Baselines.ofVectors().schema());
    assertEquals(0, rows.memory());
    feed(0, 64, i -> 0);
    long before = engine.memory();
    feed(64, 65 + TaggedRows.ROWS, i -> 0);
    long full = engine.memory();
    assertTrue(full > before, before + ", " + full);
    assertTrue(full - before < 400L * TaggedRows.ROWS, before + ", " + full);
  }
}
