package io.virk.signal.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.scenes.Scenes;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.stats.ood.Mahalanobis;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalExtractorTest {
  private static final int CONFIDENCE = Schemas.STANDARD.indexOf(ScalarSignal.CONFIDENCE);
  private static final int ENERGY = Schemas.STANDARD.indexOf(ScalarSignal.ENERGY);
  private static final int MAHALANOBIS = Schemas.STANDARD.indexOf(ScalarSignal.MAHALANOBIS);

  private final Mahalanobis model =
      Mahalanobis.of(new double[] {1, 2}, 1, 2, new double[] {4, 0, 0, 9});
  private final SignalExtractor extractor = Schemas.extractor(2, 3, model, "camera", null);

  @Test
  void allSignalsOfAWholeObservation() {
    SignalValues values =
        extractor.extract(
            Observation.builder()
                .sequence(7)
                .epochMillis(8)
                .image(Scenes.frame(1, 1, 32, 32))
                .embedding(new float[] {3, 5})
                .logits(new float[] {0, 2, 1})
                .tag("camera", "cam-1")
                .tag("line", "3")
                .build());
    assertEquals(Set.of(), flaws(extractor));
    for (int s = 0; s < Schemas.STANDARD.scalars().size(); s++) {
      assertTrue(Double.isFinite(values.analysed(s)), Schemas.STANDARD.scalars().get(s).name());
    }
    double sum = 1 + Math.exp(2) + Math.exp(1);
    assertEquals(-Math.log(sum), values.analysed(ENERGY), 1e-6);
    assertEquals(Math.exp(2) / sum, values.analysed(CONFIDENCE), 1e-6);
    assertEquals(Math.sqrt(1 + 1), values.analysed(MAHALANOBIS), 1e-12);
    assertEquals(1, values.predictedClass());
    assertEquals("cam-1", values.slice());
    assertEquals(7, values.sequence());
    assertEquals(8, values.epochMillis());
  }

  @Test
  void whatIsMissingIsMissingAndNoFlaw() {
    extractor.extract(Observation.builder().embedding(new float[2]).logits(new float[3]).build());
    SignalValues values = extractor.extract(Observation.builder().build());
    assertEquals(Set.of(), flaws(extractor));
    for (int s = 0; s < Schemas.STANDARD.scalars().size(); s++) {
      assertTrue(Double.isNaN(values.analysed(s)));
    }
    assertNull(values.embedding());
    assertNull(values.slice());
    assertEquals(Observation.NO_CLASS, values.predictedClass());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void whatIsNotFiniteIsLeftOutWhereverItStands(float bad) {
    for (int at = 0; at < 3; at++) {
      float[] logits = {1, 2, 3};
      logits[at] = bad;
      float[] embedding = {1, 2};
      embedding[at % 2] = bad;
      SignalValues values =
          extractor.extract(Observation.builder().embedding(embedding).logits(logits).build());
      assertEquals(Set.of(Flaw.EMBEDDING_NOT_FINITE, Flaw.LOGITS_NOT_FINITE), flaws(extractor));
      assertMissing(values);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void anotherLengthIsLeftOut(int length) {
    SignalValues values =
        extractor.extract(
            Observation.builder().embedding(new float[length]).logits(new float[length]).build());
    assertEquals(Set.of(Flaw.EMBEDDING_LENGTH, Flaw.LOGITS_LENGTH), flaws(extractor));
    assertMissing(values);
  }

  private static Set<Flaw> flaws(SignalExtractor extractor) {
    return extractor.flaws().stream().map(FlawFound::flaw).collect(Collectors.toSet());
  }

  private static void assertMissing(SignalValues values) {
    assertNull(values.embedding());
    assertEquals(Observation.NO_CLASS, values.predictedClass());
    for (int s : new int[] {CONFIDENCE, ENERGY, MAHALANOBIS}) {
      assertTrue(Double.isNaN(values.analysed(s)));
    }
    SignalTable table = new SignalTable(Schemas.of(2), 1);
    table.append(values);
    assertEquals(0, table.embeddings().count());
    assertEquals(0, table.categories(CategoricalSignal.PREDICTED_CLASS).length);
    assertEquals(0, table.scalar(ScalarSignal.ENERGY).length);
  }

  @Test
  void aMaskedClassHasTheProbabilityZero() {
    float masked = Float.NEGATIVE_INFINITY;
    for (int at = 0; at < 3; at++) {
      float[] logits = {1, 2, 3};
      logits[at] = masked;
      SignalValues values = extractor.extract(Observation.builder().logits(logits).build());
      assertEquals(Set.of(), flaws(extractor));
      double a = logits[at == 0 ? 1 : 0];
      double b = logits[at == 2 ? 1 : 2];
      assertEquals(-Math.log(Math.exp(a) + Math.exp(b)), values.analysed(ENERGY), 1e-6);
      assertEquals(1 / (1 + Math.exp(a - b)), values.analysed(CONFIDENCE), 1e-6);
      assertEquals(at == 2 ? 1 : 2, values.predictedClass());
    }
    SignalValues none =
        extractor.extract(
            Observation.builder().logits(new float[] {masked, masked, masked}).build());
    assertEquals(Set.of(Flaw.LOGITS_NOT_FINITE), flaws(extractor));
    assertTrue(Double.isNaN(none.analysed(ENERGY)));
    assertEquals(Observation.NO_CLASS, none.predictedClass());
  }

  @Test
  void aLoneObservationIsAsFarAwayAsInABatch() {
    List<Observation> batch = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      float[] embedding = {(float) Math.sin(i), (float) Math.cos(3 * i)};
      batch.add(Observation.builder().sequence(i).embedding(embedding).build());
    }
    double[] alone = new double[16];
    for (int i = 0; i < 16; i++) {
      extractor.prepare(batch.subList(i, i + 1));
      alone[i] = extractor.extract(batch.get(i)).analysed(MAHALANOBIS);
    }
    extractor.prepare(batch);
    for (int i = 0; i < 16; i++) {
      assertEquals(alone[i], extractor.extract(batch.get(i)).analysed(MAHALANOBIS), 0);
    }
  }

  @Test
  void flawsOfOneObservationDoNotStickToTheNext() {
    extractor.extract(Observation.builder().embedding(new float[] {Float.NaN, 1}).build());
    SignalValues values =
        extractor.extract(Observation.builder().embedding(new float[] {1, 1}).build());
    assertEquals(Set.of(), flaws(extractor));
    assertArrayEquals(new float[] {1, 1}, values.embedding());
  }

  @Test
  void hugeButFiniteValuesGiveFiniteSignals() {
    SignalValues values =
        extractor.extract(
            Observation.builder()
                .embedding(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE})
                .logits(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 0})
                .build());
    assertEquals(Set.of(), flaws(extractor));
    assertEquals(1, values.analysed(CONFIDENCE), 1e-9);
    assertTrue(Double.isFinite(values.analysed(ENERGY)));
    assertTrue(Double.isFinite(values.analysed(MAHALANOBIS)));
  }

  @Test
  void aClassThatTheHostGaveWins() {
    Observation observation =
        Observation.builder().logits(new float[] {0, 2, 1}).predictedClass(2).build();
    assertEquals(2, extractor.extract(observation).predictedClass());
    assertThrows(IllegalArgumentException.class, () -> Observation.builder().predictedClass(-1));
    assertEquals(Observation.NO_CLASS, Observation.argmax(new float[0]));
    assertEquals(1, Observation.argmax(new float[] {0, 5, 5}));
  }

  @Test
  void withoutBaselineNothingIsExpected() {
    SignalExtractor images = Schemas.extractor(0, 0, null, null, null);
    SignalValues values =
        images.extract(
            Observation.builder()
                .embedding(new float[] {Float.NaN})
                .logits(new float[] {Float.NaN})
                .tag("camera", "c")
                .build());
    assertEquals(Set.of(), flaws(images));
    assertNull(values.slice());
    assertNull(values.embedding());
  }

  @Test
  void theScaleOfAnalysisIsUndone() {
    for (ScalarSignal signal : Schemas.STANDARD.scalars()) {
      for (double value : new double[] {0, 0.3, 17, 4000}) {
        assertEquals(value, signal.raw(signal.analysed(value)), 1e-9 * (1 + value));
      }
    }
  }
}
