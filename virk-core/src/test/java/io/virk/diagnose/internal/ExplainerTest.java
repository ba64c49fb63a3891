package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.content.Reference;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.diagnose.ClassChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.FrameChange;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.Rhythm;
import io.virk.diagnose.SignalChange;
import io.virk.diagnose.Step;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.Words;
import io.virk.scenes.Baselines;
import io.virk.scenes.Results;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said: only what was measured, and nothing from outside as it came. */
class ExplainerTest {
  private static final int WINDOW = 16;

  private static Drift drift(Collection<Slice> slices, String... signals) {
    return drift(slices, List.of(signals).stream().map(s -> result(s, "mean-shift")).toList());
  }

  private static DetectionResult result(String signal, String detector) {
    return Results.of(
        Slice.ALL,
        signal,
        detector,
        Verdict.DRIFT,
        3,
        2,
        1e-6,
        new WindowBounds(new Position(0, 0), new Position(15, 15_000)));
  }

  private static Drift drift(Collection<Slice> slices, List<DetectionResult> evidence) {
    return drift(slices, evidence, SliceSelection.NONE);
  }

  private static Drift drift(
      Collection<Slice> slices, List<DetectionResult> evidence, SliceSelection selection) {
    return new Drift(
        1,
        new TreeSet<>(slices),
        new Onset(false, new Position(5, 5000), new Position(7, 7000), new Position(9, 9000)),
        new Position(15, 15_000),
        Optional.empty(),
        1,
        evidence,
        selection);
  }

  private static SignalTable table(int d, int logits, IntFunction<Observation> observations) {
    SignalExtractor extractor = Schemas.extractor(d, logits, null, null, null);
    SignalTable table = new SignalTable(Schemas.of(d), WINDOW);
    for (int i = 0; i < WINDOW; i++) {
      table.append(extractor.extract(observations.apply(i)));
    }
    return table;
  }

  private static Observation predicted(int i) {
    return Observation.builder().sequence(i).predictedClass(i % 3).build();
  }

  private static Diagnosis explained(
      Drift drift, Fingerprint fingerprint, SignalTable baseline, SignalTable window) {
    return new Explainer(Causes.all(), List.of("cat", "dog"), Playbook.standard())
        .explain(drift, Kind.UNKNOWN, fingerprint, baseline, window, TaggedSample.NONE, false);
  }

  private static SignalTable gray(int by) {
    return table(
        0, 0, i -> Observation.builder().image(flat(i % 2 == 0 ? 100 + by : 100 - by)).build());
  }

  /** The mean was told, which had not changed. */
  @Test
  void whatScattersMoreOrLessAboutTheSameMeanIsTold() {
    Fingerprint unchanged = new Fingerprint(List.of(), 0.95, 0.05, List.of("brightness"), "");
    Diagnosis more =
        explained(drift(List.of(Slice.ALL), "brightness"), unchanged, gray(5), gray(20));
    assertEquals(
        "the whole stream varies more than the baseline in mean luminance", more.headline());
    assertTrue(
        more.explanation().contains("mean luminance 100 to 100 (0 %; scatters 4.00 times as much)"),
        more.explanation());
    Diagnosis less =
        explained(drift(List.of(Slice.ALL), "brightness"), unchanged, gray(20), gray(5));
    assertEquals(
        "the whole stream varies less than the baseline in mean luminance", less.headline());
    assertTrue(less.explanation().contains("scatters 0.25 times as much"), less.explanation());
    Diagnosis alike =
        explained(drift(List.of(Slice.ALL), "brightness"), unchanged, gray(20), gray(24));
    assertFalse(alike.explanation().contains("scatters"), alike.explanation());
  }

  /** Was told "brightness, sharpness and the like have not drifted" though it has no images. */
  @Test
  void aHostThatGivesOnlyPredictionsIsToldOfNothingElse() {
    SignalTable table = table(0, 0, ExplainerTest::predicted);
    Diagnosis diagnosis =
        explained(
            drift(List.of(Slice.ALL), "predicted-class"),
            Fingerprint.none(Words.of("reason.no-images")),
            table,
            table);
    assertEquals(
        "the whole stream gets other predicted classes than the baseline", diagnosis.headline());
    assertEquals(
        "It began at 1970-01-01 00:00:07 UTC ± 3 s (observations 5 to 9):"
            + " nothing else was measured. Camera faults were not compared: the baseline was built without images. Strongest"
            + " evidence: mean-shift of predicted-class 3.00, threshold 2.00, p 1.0e-06, n 32.",
        diagnosis.explanation());
    assertFalse(diagnosis.recommendedAction().contains("camera fault"));
  }

  private static SignalTable classes(int... predicted) {
    return table(
        0, 0, i -> Observation.builder().predictedClass(predicted[i % predicted.length]).build());
  }

  /** "gets other predicted classes than the baseline" was all that was said. */
  @Test
  void theClassesThatRoseAndFellAreNamed() {
    SignalTable baseline = classes(0, 0, 0, 1, 2, 1, 0, 1);
    SignalTable window = classes(1, 1, 1, 1, 1, 1, 2, 1);
    Drift drift = drift(List.of(Slice.ALL), "predicted-class");
    Diagnosis diagnosis = explained(drift, Fingerprint.none("no images"), baseline, window);
    assertEquals(
        "the whole stream gets dog 38 % to 88 % more often, cat 50 % to 0 % less often as predicted"
            + " class",
        diagnosis.headline());
    assertTrue(
        diagnosis
            .explanation()
            .contains(". Shares by predicted class: cat 50 % to 0 %, dog 38 % to 88 %."),
        diagnosis.explanation());
    assertEquals(
        List.of("cat", "dog", "class 2"),
        diagnosis.classes().stream().map(ClassChange::label).toList());
    ClassChange dog = diagnosis.classes().get(1);
    assertEquals("predicted-class", dog.signal());
    assertEquals(List.of(6L, 16L, 14L, 16L), counts(dog));
    assertTrue(dog.low() > 0.61 && dog.low() < 0.63 && dog.high() > 0.98, "" + dog);
    assertFalse(diagnosis.classes().get(2).isPlain(), "one of 16 more or less is chance");
  }

  private static List<Long> counts(ClassChange c) {
    return List.of(c.baselineCount(), c.baselineOf(), c.count(), c.of());
  }

  @Test
  void aClassThatTheBaselineNeverSawIsNamedWhereThatIsWhatDrifted() {
    SignalTable baseline = classes(0, 1);
    SignalTable window = classes(0, 1, 9, 1);
    Drift byNewClass = drift(List.of(Slice.ALL), List.of(result("predicted-class", "new-class")));
    assertEquals(
        "the whole stream gets predicted classes that the baseline never saw: class 9 never to 25 %",
        explained(byNewClass, Fingerprint.none("no images"), baseline, window).headline());
    Diagnosis byShares =
        explained(
            drift(List.of(Slice.ALL), "predicted-class"),
            Fingerprint.none("no images"),
            baseline,
            window);
    assertTrue(byShares.headline().contains("class 9 never to 25 % more often"), "" + byShares);
    assertTrue(byShares.classes().stream().anyMatch(ClassChange::isNew));
  }

  @Test
  void whatWasMeasuredAndHasNotDriftedIsNamed() {
    Reference reference = Baselines.ofVectors().reference(Slice.ALL);
    SignalTable window = table(4, 3, i -> Baselines.vector(2, i, 0));
    Diagnosis diagnosis =
        explained(
            drift(List.of(Slice.ALL), "embedding"),
            Fingerprint.none("the baseline was built without images"),
            reference.rows(),
            window);
    assertTrue(
        diagnosis
            .explanation()
            .contains("9): confidence, energy of the logits have not drifted. Camera"),
        diagnosis.explanation());
    SignalTable images =
        table(0, 0, i -> Observation.builder().image(Scenes.frame(0, i, 24, 24)).build());
    diagnosis =
        explained(
            drift(List.of(Slice.ALL), "embedding"),
            new Fingerprint(
                List.of(new CauseMatch("defocus", "blur", 1, 1, List.of("sharpness"), true, 0.03)),
                0.95,
                0.02,
                List.of("sharpness"),
                ""),
            images,
            images);
    assertTrue(
        diagnosis
            .explanation()
            .contains(
                "9): mean luminance, contrast, mean red, mean green and the like have not drifted. What is"
                    + " measured of single images is as in the baseline: no fault of a camera was"
                    + " seen in them."),
        diagnosis.explanation());
  }

  /** Was told "mean luminance ... have not drifted", and where in the frame, by two images. */
  @Test
  void whatHardlyCameIsNotToldToBeUnchanged() {
    SignalTable baseline = table(8, 0, i -> seen(i).image(Scenes.frame(0, i, 24, 24)).build());
    SignalTable window =
        table(
            8, 0, i -> (i % 8 == 0 ? seen(i).image(Scenes.frame(3, i, 24, 24)) : seen(i)).build());
    Diagnosis diagnosis =
        explained(
            drift(List.of(Slice.ALL), "embedding"),
            Fingerprint.none("too few images"),
            baseline,
            window);
    assertTrue(
        diagnosis
            .explanation()
            .contains(
                "9): mean luminance, contrast, mean red, mean green and the like came too seldom to"
                    + " say whether they have changed. Camera"),
        diagnosis.explanation());
    assertTrue(diagnosis.severity().level().isEmpty(), "" + diagnosis.severity());
    assertEquals(FrameChange.Extent.UNKNOWN, diagnosis.place().extent());
  }

  private static Observation.Builder seen(int i) {
    float[] embedding = new float[8];
    embedding[i % 8] = 1;
    return Observation.builder().embedding(embedding);
  }

  /** Was told to be higher: it only scatters more. */
  @Test
  void aSignalWhoseMeanStandsStillIsNeitherHigherNorLower() {
    SignalTable baseline = table(0, 0, i -> Observation.builder().image(flat(100)).build());
    SignalTable window =
        table(0, 0, i -> Observation.builder().image(flat(i % 2 == 0 ? 60 : 140)).build());
    Diagnosis diagnosis =
        explained(
            drift(List.of(Slice.ALL), "brightness"), Fingerprint.none("none"), baseline, window);
    assertEquals(
        "the whole stream varies more than the baseline in mean luminance", diagnosis.headline());
  }

  private static Frame flat(int level) {
    byte[] pixels = new byte[24 * 24];
    Arrays.fill(pixels, (byte) level);
    return Frame.of(pixels, 24, 24, PixelFormat.GRAY);
  }

  /** Was told "differs in appearance", and that the images look as before. */
  @Test
  void imagesThatDriftedAreNotToldToBeUnchanged() {
    SignalTable images =
        table(0, 0, i -> Observation.builder().image(Scenes.frame(0, i, 24, 24)).build());
    Diagnosis diagnosis =
        explained(
            drift(List.of(Slice.ALL), "appearance"),
            new Fingerprint(List.of(), 0.95, 0.05, List.of("sharpness"), ""),
            images,
            images);
    assertEquals("the whole stream differs from the baseline in appearance", diagnosis.headline());
    assertTrue(
        diagnosis.explanation().contains("No known camera fault explains it."),
        diagnosis.explanation());
    assertFalse(diagnosis.explanation().contains("no fault of a camera was seen"));
    assertFalse(diagnosis.recommendedAction().contains("look as before"));
  }

  /** A cause that was named although it does not fit as it is simulated is not as good as sure. */
  @Test
  void aCauseThatDiffersFromItsSimulationIsToldSoAndIsNotSure() {
    SignalTable images =
        table(0, 0, i -> Observation.builder().image(Scenes.frame(0, i, 24, 24)).build());
    for (boolean fits : new boolean[] {true, false}) {
      CauseMatch blur = new CauseMatch("defocus", "blur", 4, 0.9, List.of("sharpness"), fits, 1);
      Diagnosis diagnosis =
          explained(
              drift(List.of(Slice.ALL), "sharpness"),
              new Fingerprint(List.of(blur), 0, 0, List.of("sharpness"), ""),
              images,
              images);
      assertEquals(
          !fits,
          diagnosis.explanation().contains("differs from how such a fault is simulated"),
          diagnosis.explanation());
      assertEquals(fits ? Step.Sureness.SURE : Step.Sureness.LIKELY, diagnosis.step().sureness());
    }
  }

  /** The second explains what the first leaves open, and may be another that looks like it. */
  @Test
  void twoAtOnceAreLikely() {
    SignalTable images =
        table(0, 0, i -> Observation.builder().image(Scenes.frame(0, i, 24, 24)).build());
    CauseMatch blur = new CauseMatch("defocus", "blur", 4, 0.9, List.of("sharpness"), true, 1);
    CauseMatch glare = new CauseMatch("glare", "light", 1, 0.1, List.of("brightness"), true, 1);
    Diagnosis diagnosis =
        explained(
            drift(List.of(Slice.ALL), "sharpness"),
            new Fingerprint(List.of(blur), 0, 0, List.of("sharpness"), List.of(blur, glare), ""),
            images,
            images);
    assertTrue(diagnosis.explanation().contains("two at once, defocus"), diagnosis.explanation());
    assertEquals(Step.Sureness.LIKELY, diagnosis.step().sureness());
  }

  @Test
  void whatIsMostLikeAnUnknownChangeIsTold() {
    SignalTable images =
        table(0, 0, i -> Observation.builder().image(Scenes.frame(0, i, 24, 24)).build());
    CauseMatch blur = new CauseMatch("defocus", "blur", 5, 0.9, List.of("sharpness"), true, 0);
    CauseMatch shake =
        new CauseMatch("camera shake", "blur", 5, 0.85, List.of("sharpness"), true, 0);
    Diagnosis diagnosis =
        explained(
            drift(List.of(Slice.ALL), "sharpness"),
            new Fingerprint(List.of(blur, shake), 0, 1, List.of("sharpness"), ""),
            images,
            images);
    assertTrue(
        diagnosis
            .explanation()
            .contains(
                "No known camera fault explains it; defocus comes nearest, and leaves too much."),
        diagnosis.explanation());
    assertFalse(diagnosis.explanation().contains("Ruled out: defocus"), diagnosis.explanation());
  }

  @Test
  void aCauseThatNobodyKnowsIsToldByItsNameAlone() {
    SignalTable images =
        table(0, 0, i -> Observation.builder().image(Scenes.frame(0, i, 24, 24)).build());
    Diagnosis diagnosis =
        explained(
            drift(List.of(Slice.ALL), "sharpness"),
            new Fingerprint(
                List.of(new CauseMatch("belt\u001b dust", "dirt", 1, 1, List.of(), true, 0.9)),
                0,
                0.1,
                List.of("sharpness"),
                ""),
            images,
            images);
    assertEquals("the whole stream looks like a case of belt\uFFFD dust", diagnosis.headline());
    assertTrue(
        diagnosis
            .explanation()
            .contains("Most likely belt\uFFFD dust (probability 0.90, severity 1.0 of 5)."),
        diagnosis.explanation());
    assertEquals(
        "The baseline knows this cause, but this program only its name. Compare recent images with"
            + " earlier ones: has the scene, the product, or the preprocessing changed?",
        diagnosis.recommendedAction());
  }

  @Test
  void channelsAreToldOfACastAndNotOfALightThatWentOut() {
    SignalTable clean =
        table(0, 0, i -> Observation.builder().image(Scenes.frame(0, i, 24, 24)).build());
    for (String cause : List.of("under-exposure", "warm colour cast")) {
      SignalTable after =
          table(
              0,
              0,
              i ->
                  Observation.builder()
                      .image(Causes.named(cause).apply(Scenes.frame(0, i, 24, 24), 5, i))
                      .build());
      Diagnosis diagnosis =
          explained(
              drift(List.of(Slice.ALL), "red"),
              new Fingerprint(
                  List.of(new CauseMatch(cause, "light", 5, 1, List.of(), true, 0.9)),
                  0,
                  0.1,
                  List.of("red"),
                  ""),
              clean,
              after);
      assertEquals(
          cause.contains("cast"),
          diagnosis.explanation().contains("red ") && diagnosis.explanation().contains("blue "),
          diagnosis.explanation());
    }
  }

  /** Was told of the whole stream, though the other contexts are as they were. */
  @Test
  void theContextIsTold() {
    SignalTable table = table(0, 0, ExplainerTest::predicted);
    Fingerprint none = Fingerprint.none("the baseline was built without images");
    for (Slice slice : List.of(Slice.ALL.in("night\t"), new Slice("camera", "c", "night\t"))) {
      String headline =
          explained(drift(List.of(slice), "predicted-class"), none, table, table).headline();
      assertTrue(headline.contains(" in night\uFFFD gets other predicted classes"), headline);
    }
  }

  @Test
  void slicesAreCleanedAndCounted() {
    SignalTable table = table(0, 0, ExplainerTest::predicted);
    Fingerprint none = Fingerprint.none("the baseline was built without images");
    Slice forged = new Slice("cam\nera", "cam-1\nERROR all is lost \u001b[2J");
    Diagnosis diagnosis = explained(drift(List.of(forged), "predicted-class"), none, table, table);
    assertEquals(
        "cam\uFFFDera cam-1\uFFFDERROR all is lost \uFFFD[2J gets other predicted classes than the"
            + " baseline",
        diagnosis.headline());
    List<Slice> many =
        IntStream.range(0, 1000).mapToObj(i -> new Slice("camera", "cam-" + (1000 + i))).toList();
    String headline = explained(drift(many, "predicted-class"), none, table, table).headline();
    assertTrue(headline.contains("cam-1018, cam-1019 and 980 more gets"), headline);
  }

  /** Where there is one camera, which of them it is says nothing. */
  @Test
  void theOnlyCameraIsNotSelected() {
    SignalTable table = table(0, 0, ExplainerTest::predicted);
    Slice camera = new Slice("camera", "cam-1");
    SliceSelection one = SliceSelection.of(Map.of(camera, 1e6), 0.1);
    Map<Slice, Double> eValues = Map.of(camera, 1e6, new Slice("camera", "cam-2"), 0.5);
    SliceSelection ofTwo = SliceSelection.of(eValues, 0.1);
    assertFalse(explanation(table, one).contains("By their own windows"));
    assertTrue(
        explanation(table, ofTwo)
            .contains("By their own windows: camera cam-1 of 2, at most 10 % of them by chance"));
  }

  private static String explanation(SignalTable table, SliceSelection selection) {
    return explained(
            drift(List.of(Slice.ALL), List.of(result("predicted-class", "mean-shift")), selection),
            Fingerprint.none(Words.of("reason.no-images")),
            table,
            table)
        .explanation();
  }

  @Test
  void theStepFollowsFromThePlaceAndThePeriod() {
    FrameChange place =
        new FrameChange(FrameChange.Extent.PART, "luminance", "the left part", List.of(4), 9, 5);
    assertEquals(
        "Look at the left part of the picture first. Dry it. It returns every 10 observations (20.0"
            + " s): look for what has that period, a machine, a belt, a lamp or a timer.",
        Remedy.whereAndWhen("Dry it.", place, new Rhythm(0.2, 10, 20)));
    assertEquals("Dry it.", Remedy.whereAndWhen("Dry it.", FrameChange.UNKNOWN, Rhythm.UNKNOWN));
  }

  private static String scene(double darkTo, double brightTo, String family) {
    return Aspects.scene(
        List.of(
            new SignalChange("dark-level", "", 40, darkTo, -2, 1),
            new SignalChange("bright-level", "", 200, brightTo, -2, 1)),
        family);
  }

  @Test
  void lessLightIsToldFromADarkerScene() {
    assertEquals("Not a darker scene: shadows and highlights fell alike.", scene(20, 100, "light"));
    assertEquals(
        "Not a brighter scene: shadows and highlights rose alike.", scene(46, 230, "light"));
    assertEquals("", scene(40, 100, "light"), "what is dark is as it was");
    assertEquals("", scene(20, 100, "colour"));
    assertEquals("", scene(39, 195, "light"), "it has hardly changed");
  }
}
