package io.virk.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.signal.internal.SignalExtractor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is made of the named outputs of a model, by numbers that were computed by hand. */
class OutputSignalsTest {
  private static SignalValues values(
      SignalExtractor extractor, UnaryOperator<Observation.Builder> filled) {
    return extractor.extract(filled.apply(Observation.builder().sequence(7)).build());
  }

  private static SignalExtractor extractor(Output... outputs) {
    List<Output> declared = List.of(outputs);
    List<SignalSource> sources = new ArrayList<>(SignalSources.outputs(declared));
    sources.add(SignalSources.logits(0, declared));
    return new SignalExtractor(SignalSchema.ofSources(sources), sources, null, null, null);
  }

  /** In its own unit. */
  private static double of(SignalValues values, String name) {
    ScalarSignal signal = values.schema().scalar(name).orElseThrow();
    return signal.raw(values.analysed(values.schema().indexOf(signal)));
  }

  private static int category(SignalValues values, String name) {
    return values.category(
        values.schema().indexOf((CategoricalSignal) values.schema().named(name).orElseThrow()));
  }

  private static String flaw(SignalExtractor extractor, UnaryOperator<Observation.Builder> filled) {
    values(extractor, filled);
    return String.join("; ", extractor.flaws().stream().map(FlawFound::text).toList());
  }

  @Test
  void probabilitiesGiveConfidenceEntropyAndClass() {
    SignalExtractor extractor = extractor(Output.probabilities(4));
    SignalValues values = values(extractor, o -> o.probabilities(new float[] {.25f, .5f, 0, .25f}));
    assertEquals(.5, of(values, "confidence"));
    assertEquals(1.5, of(values, "class-entropy"), 1e-12);
    assertEquals(Double.NaN, of(values, "energy"));
    assertEquals(1, category(values, "predicted-class"));
    assertEquals(
        "probabilities: 3 values (expected: 4, as declared), observation 7",
        flaw(extractor, o -> o.probabilities(new float[3])));
    for (float[] wrong :
        new float[][] {
          {Float.NaN, .5f, .5f, 0}, {-.1f, 1.1f, 0, 0}, {.2f, .2f, .2f, .2f}, {3, -2, 0, 0}
        }) {
      String told = flaw(extractor, o -> o.probabilities(wrong));
      assertEquals("probabilities", told.split(":")[0], Arrays.toString(wrong));
      SignalValues none = values(extractor, o -> o.probabilities(wrong));
      assertEquals(Double.NaN, of(none, "confidence"));
      assertEquals(Observation.NO_CLASS, category(none, "predicted-class"));
    }
    assertEquals(
        "probabilities: a sum of 0.8000 (expected: 0.98 .. 1.02), observation 7",
        flaw(extractor, o -> o.probabilities(new float[] {.2f, .2f, .2f, .2f})));
  }

  @Test
  void scoresGiveTheNumberOfLabelsTheLargestAndTheEntropy() {
    SignalExtractor extractor = extractor(Output.scores(4, .5));
    SignalValues values = values(extractor, o -> o.scores(new float[] {.5f, 0, .75f, 1}));
    assertEquals(3, of(values, "labels"));
    assertEquals(1, of(values, "top-score"));
    // one bit of the half, 0.811278 bit of three quarters, over four labels
    assertEquals((1 + 0.8112781245) / 4, of(values, "label-entropy"), 1e-9);
    assertTrue(List.of(0, 2, 3).contains(category(values, "label")));
    SignalValues none = values(extractor, o -> o.scores(new float[] {.1f, .2f, 0, 0}));
    assertEquals(0, of(none, "labels"));
    assertEquals(Observation.NO_CLASS, category(none, "label"));
    assertEquals(
        "scores: 1.5 at index 1 (expected: 0 .. 1), observation 7",
        flaw(extractor, o -> o.scores(new float[] {0, 1.5f, 0, 0})));
    assertEquals(
        "scores: 2 values (expected: 4, as declared), observation 7",
        flaw(extractor, o -> o.scores(new float[2])));
  }

  @Test
  void aLabelIsDrawnAsOftenAsItsShare() {
    SignalExtractor extractor = extractor(Output.scores(3, .5));
    SplittableRandom random = new SplittableRandom(3);
    int[] drawn = new int[3];
    for (int i = 0; i < 3000; i++) {
      float[] scores = {.5f + random.nextInt(100) / 300f, .1f, .5f + random.nextInt(100) / 300f};
      drawn[category(values(extractor, o -> o.scores(scores)), "label")]++;
    }
    assertEquals(0, drawn[1]);
    assertEquals(1500, drawn[0], 100); // 3.7 standard deviations
  }

  @Test
  void boxesGiveCountAreaAspectPositionConfidenceAndClass() {
    SignalExtractor extractor = extractor(Output.detections(3).frame(200, 100));
    // 40 x 20 in 200 x 100 is 4 %, 20 x 20 is 2 %, 20 x 10 is 1 %
    float[] corners = {0, 0, 40, 20, 100, 40, 120, 60, 180, 90, 200, 100};
    SignalValues values =
        values(
            extractor,
            o -> o.detections(corners, new int[] {2, 2, 2}, new float[] {.9f, .6f, .3f}, 3));
    assertEquals(3, of(values, "objects"));
    assertEquals(7.0 / 3, of(values, "object-area"), 1e-9);
    assertEquals(2, of(values, "object-area-median"), 1e-9);
    assertEquals(Math.cbrt(2 * 1 * 2), of(values, "object-aspect"), 1e-6);
    assertEquals((10 + 55 + 95) / 3.0, of(values, "object-x"), 1e-9);
    assertEquals((10 + 50 + 95) / 3.0, of(values, "object-y"), 1e-9);
    assertEquals(.6, of(values, "object-confidence"), 1e-6);
    assertEquals(2, category(values, "object-class"));
    assertEquals(List.of(), extractor.flaws());
    // the same boxes in the other layouts
    float[] centres = {20, 10, 40, 20, 110, 50, 20, 20, 190, 95, 20, 10};
    float[] origins = {0, 0, 40, 20, 100, 40, 20, 20, 180, 90, 20, 10};
    for (Output.Layout layout : List.of(Output.Layout.CENTRE, Output.Layout.ORIGIN)) {
      SignalValues other =
          values(
              extractor(Output.detections(3).frame(200, 100).layout(layout)),
              o -> o.detections(layout == Output.Layout.CENTRE ? centres : origins, null, null, 3));
      assertEquals(7.0 / 3, of(other, "object-area"), 1e-9);
      assertEquals(160.0 / 3, of(other, "object-x"), 1e-9);
      assertEquals(Double.NaN, of(other, "object-confidence"));
      assertEquals(Observation.NO_CLASS, category(other, "object-class"));
    }
  }

  @Test
  void aFrameWithoutObjectsHasNone() {
    SignalValues values =
        values(extractor(Output.detections(3)), o -> o.detections(null, null, null, 0));
    assertEquals(0, of(values, "objects"));
    assertEquals(Double.NaN, of(values, "object-area"));
    assertEquals(Observation.NO_CLASS, category(values, "object-class"));
  }

  @Test
  void aBoxOverTheEdgeCountsAsFarAsItIsSeen() {
    SignalValues values =
        values(
            extractor(Output.detections(1)),
            o -> o.detections(new float[] {-.5f, .5f, .5f, 3}, null, null, 1));
    assertEquals(25, of(values, "object-area"), 1e-9);
    assertEquals(25, of(values, "object-x"), 1e-9);
    assertEquals(75, of(values, "object-y"), 1e-9);
  }

  @Test
  void moreBoxesThanAreKeptAreCounted() {
    SignalExtractor extractor = extractor(Output.detections(1).most(2));
    float[] boxes = {0, 0, .5f, .5f, 0, 0, .5f, .5f, 0, 0, 1, 1};
    assertEquals(
        "detections: 3 boxes (expected: at most 2 kept), observation 7",
        flaw(extractor, o -> o.detections(boxes, null, null, 3)));
    SignalValues values = values(extractor, o -> o.detections(boxes, null, null, 3));
    assertEquals(3, of(values, "objects"));
    assertEquals(25, of(values, "object-area"), 1e-9);
  }

  @Test
  void aBoxThatCannotBeIsLeftOutAndTold() {
    SignalExtractor extractor = extractor(Output.detections(2));
    String rule =
        " (expected: finite, within 1.0 x 1.0, classes 0 .. 1, confidences 0 .. 1), observation 7";
    float[][] wrong = {
      {Float.NaN, 0, 1, 1},
      {.5f, .5f, .5f, .9f},
      {.9f, 0, .1f, 1},
      {2, 2, 3, 3},
      {0, 0, Float.POSITIVE_INFINITY, 1}
    };
    List<String> told =
        List.of(
            "NaN among its numbers",
            "no width or height",
            "no width or height",
            "outside of the frame",
            "Infinity among its numbers");
    for (int i = 0; i < wrong.length; i++) {
      float[] boxes = Arrays.copyOf(wrong[i], 8);
      System.arraycopy(new float[] {0, 0, .5f, .5f}, 0, boxes, 4, 4);
      assertEquals(
          "detections: box 0: " + told.get(i) + rule,
          flaw(extractor, o -> o.detections(boxes, new int[2], null, 2)));
      SignalValues values = values(extractor, o -> o.detections(boxes, new int[2], null, 2));
      assertEquals(1, of(values, "objects"));
      assertEquals(25, of(values, "object-area"), 1e-9);
    }
    float[] box = {0, 0, 1, 1};
    assertEquals(
        "detections: box 0: class 2" + rule,
        flaw(extractor, o -> o.detections(box, new int[] {2}, null, 1)));
    assertEquals(
        "detections: box 0: confidence 1.5" + rule,
        flaw(extractor, o -> o.detections(box, null, new float[] {1.5f}, 1)));
    String lengths =
        " (expected: a count >= 0, four numbers, one class and one confidence a box), observation 7";
    assertEquals(
        "detections: a count of -1" + lengths,
        flaw(extractor, o -> o.detections(box, null, null, -1)));
    assertEquals(
        "detections: 4 numbers for 2 boxes" + lengths,
        flaw(extractor, o -> o.detections(box, null, null, 2)));
    assertEquals(
        "detections: 0 classes for 1 boxes" + lengths,
        flaw(extractor, o -> o.detections(box, new int[0], null, 1)));
    assertEquals(
        "detections: 0 confidences for 1 boxes" + lengths,
        flaw(extractor, o -> o.detections(box, null, new float[0], 1)));
  }

  @Test
  void aMaskGivesTheAreaOfEachClass() {
    SignalExtractor extractor = extractor(Output.mask(List.of("road", "sky", "car")));
    byte[] ids = {1, 1, 1, 0, 0, 0, 0, 0};
    SignalValues values = values(extractor, o -> o.mask(ids, 4, 2));
    assertEquals(2, of(values, "mask-classes"));
    assertEquals(62.5, of(values, "area-of-road"));
    assertEquals(37.5, of(values, "area-of-sky"));
    assertEquals(0, of(values, "area-of-car"));
    float[] areas = values.vector(values.schema().indexOf(VectorSignal.MASK_AREAS));
    assertEquals(List.of(.625f, .375f, 0f), List.of(areas[0], areas[1], areas[2]));
    int[] numbers = {1, 1, 1, 0, 0, 0, 0, 0};
    assertEquals(37.5, of(values(extractor, o -> o.mask(numbers, 2, 4)), "area-of-sky"));
    assertEquals(
        "mask: class 255 (expected: 0 .. 2), observation 7",
        flaw(extractor, o -> o.mask(new byte[] {0, -1, 1, 1}, 2, 2)));
    SignalValues rest = values(extractor, o -> o.mask(new int[] {0, -5, 1, 1000}, 2, 2));
    assertEquals(50, of(rest, "area-of-sky"));
    assertEquals(
        "mask: 8 pixels for 3 x 3 (expected: one class a pixel, sides > 0), observation 7",
        flaw(extractor, o -> o.mask(ids, 3, 3)));
    assertEquals(
        "mask: 8 pixels for 0 x 8 (expected: one class a pixel, sides > 0), observation 7",
        flaw(extractor, o -> o.mask(ids, 0, 8)));
    assertEquals(
        "mask: 8 pixels for 65536 x 65536 (expected: one class a pixel, sides > 0), observation 7",
        flaw(extractor, o -> o.mask(ids, 65_536, 65_536)));
  }

  @Test
  void aLargeMaskIsLookedAtOnAGrid() {
    int width = 1920;
    int height = 1080;
    byte[] ids = new byte[width * height];
    Arrays.fill(ids, 0, width * height / 4, (byte) 1);
    MaskAreas areas = new MaskAreas(2);
    areas.take(ids, width, height);
    assertTrue(areas.points() > 10_000 && areas.points() <= MaskAreas.MOST_POINTS);
    assertEquals(.25, (double) areas.count(1) / areas.points(), .01);
    for (int[] sides : new int[][] {{1, 100_000}, {100_000, 1}, {129, 129}, {128, 128}}) {
      MaskAreas thin = new MaskAreas(1);
      thin.take(new byte[sides[0] * sides[1]], sides[0], sides[1]);
      assertTrue(thin.points() > 0 && thin.points() <= MaskAreas.MOST_POINTS);
    }
  }

  @Test
  void whatAnOutputIsDeclaredAsIsChecked() {
    assertThrows(IllegalArgumentException.class, () -> Output.probabilities(0));
    assertThrows(IllegalArgumentException.class, () -> Output.scores(3, 1));
    assertThrows(IllegalArgumentException.class, () -> Output.scores(3, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Output.detections(3).frame(0, 5));
    assertThrows(IllegalArgumentException.class, () -> Output.detections(3).frame(5, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Output.detections(3).most(0));
    assertThrows(IllegalArgumentException.class, () -> Output.mask(257));
    assertThrows(IllegalArgumentException.class, () -> Output.mask(List.of("Road")));
    assertThrows(IllegalArgumentException.class, () -> Output.mask(List.of("a", "a")));
  }
}
