package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.detect.Slice;
import io.virk.label.ConceptFinding.Kind;
import io.virk.signal.Observation;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConceptShiftTest {
  private static final int CLASSES = 4;

  /** What a label makes of the class that an image is of. */
  private interface Labeller {
    int label(int actual, SplittableRandom random);
  }

  private static final Labeller AS_BEFORE = (actual, random) -> actual;
  private static final Labeller SWAPPED =
      (actual, random) -> actual == 1 ? 2 : actual == 2 ? 1 : actual;

  /** Of a model that is right in 9 of 10 where it is sure, and in 6 of 10 where not. */
  private static final class Camera {
    private final SplittableRandom random;
    private final double[] mix;
    private final double harder;
    private int predicted;
    private double confidence;
    private int actual;

    Camera(long seed, double harder, double... mix) {
      this.random = new SplittableRandom(seed);
      this.harder = harder;
      this.mix = mix;
    }

    void next(Labeller labeller) {
      double u = random.nextDouble();
      predicted = 0;
      while (predicted < CLASSES - 1 && u >= mix[predicted]) {
        u -= mix[predicted++];
      }
      boolean sure = random.nextInt(3) > 0;
      confidence = sure ? 0.97 : 0.6;
      boolean right = random.nextDouble() < (sure ? 0.9 : 0.6) - harder;
      int other = (predicted + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
      actual = labeller.label(right ? predicted : other, random);
    }
  }

  private static Camera camera(long seed, double harder) {
    return new Camera(seed, harder, 0.25, 0.25, 0.25, 0.25);
  }

  private static ErrorProfile profile(long seed) {
    int n = 1000;
    int[] labels = new int[n];
    int[] predicted = new int[n];
    double[] confidences = new double[n];
    Camera camera = camera(seed, 0);
    for (int i = 0; i < n; i++) {
      camera.next(AS_BEFORE);
      labels[i] = camera.actual;
      predicted[i] = camera.predicted;
      confidences[i] = camera.confidence;
    }
    return ErrorProfile.of(CLASSES, labels, predicted, confidences);
  }

  private static ConceptShift shift(long seed) {
    return new ConceptShift(profile(seed), 0.05, 0.1, seed);
  }

  private static ConceptFinding after(int labels, Camera camera, Labeller labeller, boolean drift) {
    ConceptShift shift = shift(1);
    for (int i = 0; i < labels; i++) {
      camera.next(labeller);
      shift.accept(i, camera.predicted, camera.confidence, camera.actual, drift);
    }
    return shift.finding(drift);
  }

  @Test
  void fewLabelsAreToldWithHowManyMore() {
    ConceptFinding none = shift(1).finding(false);
    assertEquals(Kind.TOO_FEW_LABELS, none.kind());
    assertEquals(20, none.moreLabels());
    assertTrue(none.words(c -> "class " + c).endsWith(" At least 20 more are needed."));
    ConceptFinding few = after(60, camera(2, 0), AS_BEFORE, false);
    assertEquals(Kind.TOO_FEW_LABELS, few.kind());
    int needed = (int) (60 + few.moreLabels());
    assertTrue(needed > 100 && needed < 600, "needed " + needed);
    assertTrue(
        few.words(c -> "class " + c).endsWith("About " + few.moreLabels() + " more are needed."));
    assertEquals(Kind.NEITHER, after(2 * needed, camera(2, 0), AS_BEFORE, false).kind());
  }

  @Test
  void anotherMixOfClassesIsNoShiftOfTheConcept() {
    Camera mixed = new Camera(3, 0, 0.7, 0.1, 0.1, 0.1);
    assertEquals(Kind.NEITHER, after(800, mixed, AS_BEFORE, false).kind());
  }

  @Test
  void swappedClassesAreFoundAndNamed() {
    ConceptFinding found = after(80, camera(4, 0), SWAPPED, false);
    assertEquals(Kind.CONCEPT_SHIFT, found.kind());
    assertEquals(List.of(1, 2), found.worse());
    ConceptFinding later = after(300, camera(4, 0), SWAPPED, false);
    assertEquals(2, later.renamed().size());
    ConceptFinding.Renamed first = later.renamed().get(0);
    assertEquals(3, first.predicted() + first.actual());
    assertTrue(later.words(c -> "class " + c).contains("predicted as class 1, "), later.toString());
  }

  @Test
  void aDefinitionThatMovedInPartIsFoundByItsErrors() {
    Labeller part = (actual, random) -> actual == 1 && random.nextInt(3) == 0 ? 3 : actual;
    ConceptFinding found = after(600, camera(5, 0), part, false);
    assertEquals(Kind.CONCEPT_SHIFT, found.kind());
    assertEquals(List.of(1), found.worse());
    assertEquals(List.of(), found.renamed());
  }

  @Test
  void errorsOfADriftAreNotTakenForAShiftOfTheConcept() {
    assertEquals(Kind.DATA_DRIFT, after(600, camera(6, 0.3), AS_BEFORE, true).kind());
    ConceptFinding both = after(600, camera(6, 0.3), SWAPPED, true);
    assertEquals(Kind.BOTH, both.kind());
    assertEquals(3, both.renamed().get(0).predicted() + both.renamed().get(0).actual());
    // the same errors, where the data are said not to have moved
    assertEquals(Kind.CONCEPT_SHIFT, after(600, camera(6, 0.3), AS_BEFORE, false).kind());
  }

  /**
   * A finding of which seven in ten were false alarms to begin with, as of a detector that misses
   * none.
   */
  @Test
  void aClassThatWasSeldomRightBeforeHasNoNewMeaning() {
    int n = 200;
    int[] labels = new int[n];
    int[] predicted = new int[n];
    double[] confidences = new double[n];
    for (int i = 0; i < n; i++) {
      predicted[i] = 1;
      labels[i] = i % 10 < 7 ? 0 : 1;
      confidences[i] = 0.9;
    }
    ErrorProfile profile = ErrorProfile.of(2, labels, predicted, confidences);
    for (boolean drift : new boolean[] {false, true}) {
      ConceptShift shift = new ConceptShift(profile, 0.05, 0.1, 3);
      SplittableRandom random = new SplittableRandom(11);
      for (int i = 0; i < 600; i++) {
        shift.accept(i, 1, 0.9, random.nextInt(10) < 7 ? 0 : 1, drift);
      }
      ConceptFinding finding = shift.finding(drift);
      assertEquals(drift ? Kind.DATA_DRIFT : Kind.NEITHER, finding.kind(), finding.toString());
      for (int i = 600; i < 1200; i++) {
        shift.accept(i, 1, 0.9, 0, drift);
      }
      assertEquals(drift ? Kind.BOTH : Kind.CONCEPT_SHIFT, shift.finding(drift).kind());
    }
  }

  @Test
  void aLabelThatOnlySaysWrongCountsAsAnError() {
    ConceptShift shift = shift(1);
    for (int i = 0; i < 60; i++) {
      shift.accept(i, i % 2, 0.97, Observation.NO_CLASS, false);
    }
    assertEquals(Kind.CONCEPT_SHIFT, shift.finding(false).kind());
    assertEquals(1, shift.finding(false).errorRate());
  }

  @Test
  void whatIsOutOfRangeIsRejectedAndChangesNothing() {
    ConceptShift shift = shift(1);
    byte[] before = shift.toBytes();
    assertThrows(IllegalArgumentException.class, () -> shift.accept(0, 4, 0.5, 0, false));
    assertThrows(IllegalArgumentException.class, () -> shift.accept(0, 0, Double.NaN, 0, false));
    assertThrows(IllegalArgumentException.class, () -> shift.accept(0, 0, 0.5, 4, false));
    assertThrows(
        IllegalArgumentException.class, () -> shift.accept(0, Observation.NO_CLASS, 0.5, 0, false));
    assertArrayEquals(before, shift.toBytes());
    ErrorProfile profile = profile(1);
    assertThrows(IllegalArgumentException.class, () -> new ConceptShift(profile, 0, 0.1, 1));
    assertThrows(IllegalArgumentException.class, () -> new ConceptShift(profile, 0.05, 0.6, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> ErrorProfile.of(2, new int[] {2}, new int[] {0}, new double[] {0.5}));
    assertThrows(
        IllegalArgumentException.class,
        () -> ErrorProfile.of(2, new int[] {1}, new int[] {0, 1}, new double[] {0.5}));
  }

  @Test
  void joinedLabelsAreTakenIfTheyWereChosenByChance() {
    ConceptShift shift = shift(1);
    Prediction prediction =
        new Prediction(7, 0, 1, 0.9, Double.NaN, Double.NaN, 1, Slice.ALL, "2026-11");
    Label label = Label.of("frame-7", 2, "ann", Instant.EPOCH);
    assertTrue(shift.accept(new Labelled(prediction, label), false));
    assertTrue(
        shift.accept(
            new Labelled(prediction, Label.confirmed("frame-7", "bob", Instant.EPOCH)), false));
    for (Label none :
        List.of(
            label.weight(0),
            Label.correction("frame-7", 2, "ann", Instant.EPOCH),
            Label.rejected("frame-7", "ann", Instant.EPOCH))) {
      assertFalse(shift.accept(new Labelled(prediction, none), false));
    }
    assertEquals(2, shift.labels());
    assertEquals(0.5, shift.finding(false).errorRate());
  }

  /** A light label that comes first is no more likely taken than one that comes later. */
  @Test
  void theFirstLabelsOfAPlanAreThinnedAsTheLater() {
    int taken = 0;
    for (int number = 0; number < 2000; number++) {
      ConceptShift shift = new ConceptShift(profile(1), 0.05, 0.1, 10, number);
      Prediction of = new Prediction(number, 0, 0, 0.9, 9, 0, 1, Slice.ALL, "m");
      Label label = Label.of("f" + number, 0, "ann", Instant.EPOCH).weight(2);
      taken += shift.accept(new Labelled(of, label), false) ? 1 : 0;
    }
    assertEquals(400, taken, 80);
  }

  @Test
  void aLabelHeavierThanOneMayBeIsRefused() {
    ConceptShift shift = new ConceptShift(profile(1), 0.05, 0.1, 10, 1);
    Prediction of = new Prediction(1, 0, 0, 0.9, 9, 0, 1, Slice.ALL, "m");
    Labelled heavy = new Labelled(of, Label.of("f", 0, "ann", Instant.EPOCH).weight(11));
    assertThrows(IllegalArgumentException.class, () -> shift.accept(heavy, false));
    assertEquals(0, shift.labels());
  }

  @Test
  void goesOnFromItsBytes() {
    ErrorProfile profile = profile(7);
    ConceptShift shift = new ConceptShift(profile, 0.05, 0.1, 9);
    Camera camera = camera(8, 0);
    for (int i = 0; i < 50; i++) {
      camera.next(SWAPPED);
      shift.accept(i, camera.predicted, camera.confidence, camera.actual, i > 20);
    }
    ConceptShift read = ConceptShift.fromBytes(profile, shift.toBytes());
    assertEquals(shift.finding(false), read.finding(false));
    shift.accept(51, 1, 0.9, 2, false);
    read.accept(51, 1, 0.9, 2, false);
    assertArrayEquals(shift.toBytes(), read.toBytes());
    byte[] bytes = shift.toBytes();
    bytes[bytes.length / 2] ^= 1;
    assertThrows(IllegalArgumentException.class, () -> ConceptShift.fromBytes(profile, bytes));
  }

  /** Looked at after every label: what was once found stays found, so the last look says it. */
  @Test
  @Tag("slow")
  @Tag("once")
  void aShiftIsToldWhereThereIsNoneNoMoreOftenThanAsked() {
    int streams = 2000;
    int wrong = 0;
    for (int s = 0; s < streams; s++) {
      ConceptShift shift = new ConceptShift(profile(s), 0.1, 0.1, s);
      Camera camera = new Camera(10_000 + s, 0, 0.4, 0.3, 0.2, 0.1);
      for (int i = 0; i < 150; i++) {
        camera.next(AS_BEFORE);
        shift.accept(i, camera.predicted, camera.confidence, camera.actual, false);
      }
      wrong += shift.finding(false).kind() == Kind.CONCEPT_SHIFT ? 1 : 0;
    }
    assertTrue(wrong <= 0.1 * streams + 40, wrong + " of " + streams);
  }

  /** Half of the images are far, where errors are five times as many; all look as sure. */
  private static ConceptShift planned(long seed, boolean weighted) {
    ErrorProfile known =
        ErrorProfile.of(
            2,
            IntStream.range(0, 1000).map(i -> i % 10 < 7 ? 0 : 1).toArray(),
            new int[1000],
            DoubleStream.generate(() -> 0.9).limit(1000).toArray());
    ConceptShift shift = new ConceptShift(known, 0.05, 0.1, weighted ? 10 : 1, 7919 * seed + 13);
    SplittableRandom random = new SplittableRandom(seed);
    for (int number = 0; number < 6000; number++) {
      boolean far = random.nextBoolean();
      int actual = random.nextDouble() < (far ? 0.5 : 0.1) ? 1 : 0;
      if (random.nextDouble() < (far ? 0.5 : 0.1)) {
        Prediction of = new Prediction(number, 0, 0, 0.9, far ? 9 : 1, 0, 1, Slice.ALL, "m");
        Label label = Label.of("f" + number, actual, "ann", Instant.EPOCH);
        shift.accept(new Labelled(of, weighted ? label.weight(far ? 2 : 10) : label), false);
      }
    }
    return shift;
  }

  @Test
  void aPlanThatLooksForErrorsBringsNoShift() {
    for (long seed = 0; seed < 5; seed++) {
      assertEquals(Kind.NEITHER, planned(seed, true).finding(false).kind(), "thinned");
      assertEquals(Kind.CONCEPT_SHIFT, planned(seed, false).finding(false).kind(), "as by chance");
    }
  }
}
