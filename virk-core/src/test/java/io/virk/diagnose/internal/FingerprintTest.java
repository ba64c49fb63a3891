package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.baseline.content.Reference;
import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.Severity;
import io.virk.diagnose.SignalChange;
import io.virk.golden.Shared;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@Tag("once")
class FingerprintTest {
  private static final int WINDOW = 16;

  /** Of 90: windows are short, and some causes are hardly told apart on some images. */
  private static final int MISTAKES = 2;

  private SignalTable window(IntFunction<Frame> frames, Cause cause, int severity) {
    SignalExtractor extractor = Schemas.extractor(0, 0, null, null, null);
    SignalTable table = new SignalTable(Schemas.of(0), WINDOW);
    List<Frame> run = IntStream.range(0, WINDOW).mapToObj(frames).toList();
    List<Frame> seen = cause == null ? run : cause.apply(run, severity, 77);
    for (int i = 0; i < WINDOW; i++) {
      table.append(extractor.extract(Observation.builder().sequence(i).image(seen.get(i)).build()));
    }
    return table;
  }

  /** Looks for the cause of every corruption at two severities; says which were wrong. */
  private List<String> mistakes(Baseline baseline, IntFunction<Frame> fresh) {
    Reference reference = baseline.reference(Slice.ALL);
    List<String> wrong = new ArrayList<>();
    for (Cause cause : Causes.all()) {
      for (int severity : cause.seenInOneFrame() ? new int[] {3, 5} : new int[0]) {
        SignalTable window = window(fresh, cause, severity);
        Fingerprint fingerprint = fingerprint(reference, window);
        if (!isRight(cause, fingerprint)) {
          wrong.add(cause.name() + " " + severity);
        }
        assertWordsFit(fingerprint, explained(reference, window, fingerprint));
      }
    }
    return wrong;
  }

  /** It is among the first three, and if one is named it is of its family. */
  private static boolean isRight(Cause cause, Fingerprint fingerprint) {
    return fingerprint.causes().stream().limit(3).anyMatch(c -> c.cause().equals(cause.name()))
        && fingerprint.cause().filter(c -> !c.family().equals(cause.family())).isEmpty();
  }

  private static Diagnosis explained(
      Reference reference, SignalTable window, Fingerprint fingerprint) {
    List<DetectionResult> results = new ArrayList<>();
    for (CalibratedDetector detector : reference.detectors()) {
      results.add(detector.judge(Slice.ALL, window, 1e-4, 5e-3));
    }
    Drift drift =
        new Drift(
            1,
            new TreeSet<>(Set.of(Slice.ALL)),
            Onset.before(new Position(0, 0), new Position(15, 0)),
            new Position(15, 0),
            Optional.empty(),
            1,
            results,
            SliceSelection.NONE);
    return new Explainer(Causes.all(), List.of(), Playbook.standard())
        .explain(
            drift, Kind.UNKNOWN, fingerprint, reference.rows(), window, TaggedSample.NONE, false);
  }

  /** A cause that is named is named in its own words. */
  private static void assertWordsFit(Fingerprint fingerprint, Diagnosis diagnosis) {
    fingerprint
        .cause()
        .filter(named -> fingerprint.together().isEmpty())
        .map(named -> Causes.named(named.cause()))
        .ifPresent(
            named -> {
              assertTrue(diagnosis.headline().endsWith(named.words()), diagnosis.headline());
              assertTrue(
                  diagnosis.recommendedAction().contains(named.action()),
                  diagnosis.recommendedAction());
            });
  }

  private static Fingerprint fingerprint(Reference reference, SignalTable window) {
    return reference.fingerprint(window);
  }

  private Baseline baseline(int n, IntFunction<Frame> frames) {
    BaselineBuilder builder = Baseline.builder("camera").window(WINDOW).clock(Baselines.CLOCK);
    for (int i = 0; i < n; i++) {
      builder.add(Observation.builder().sequence(i).image(frames.apply(i)).build());
    }
    return builder.build();
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 80})
  void everyCauseIsNamedOnMadeUpImages(int side) {
    for (int camera = 0; camera < 3; camera++) {
      int number = camera;
      Baseline baseline = baseline(96, i -> Scenes.frame(number, i, side, side));
      List<String> wrong = mistakes(baseline, i -> Scenes.frame(number, 5000 + i, side, side));
      assertTrue(wrong.size() <= MISTAKES, wrong.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"video-highway-a-frames.zip", "imagenet-sample-500-short256.zip"})
  void causesAreNamedOnRealImages(String archive) throws IOException {
    CapturePolicy small = new CapturePolicy(160, 120, 0);
    List<Frame> frames = new ArrayList<>();
    try (FileSystem zip = FileSystems.newFileSystem(Shared.path("data/images/" + archive))) {
      for (ImageFolder.Entry entry : ImageFolder.of(zip.getPath("/"))) {
        frames.add(small.reduce(entry.frame()));
        if (frames.size() == 140) {
          break;
        }
      }
    }
    int held = frames.size() - WINDOW;
    Baseline baseline = baseline(held, frames::get);
    List<String> wrong = mistakes(baseline, i -> frames.get(held + i));
    assertTrue(wrong.size() <= MISTAKES, wrong.toString());
  }

  @Test
  void nothingIsKnownWithoutImages() {
    Fingerprint fingerprint =
        fingerprint(
            Baselines.ofVectors().reference(Slice.ALL),
            window(i -> Scenes.frame(0, i, 16, 16), null, 0));
    assertEquals(List.of(), fingerprint.causes());
    assertEquals(1, fingerprint.unknown());
    assertEquals("the baseline was built without images", fingerprint.reason());
  }

  @Test
  void changesAreToldInTheirOwnUnit() {
    SignalChange change = new SignalChange("brightness", "", 118.2, 61.4, -9, 1);
    assertEquals("mean luminance 118 to 61.4 (-48 %)", change.inWords());
    assertEquals("sharpness 220 to 11106 (50.5 times as much)", told("sharpness", 220, 11106));
    assertEquals("warmth (red against blue) 0.20 to -3.35", told("warmth", 0.2, -3.35));
    assertEquals("noise 0.00 to 3.92", told("noise", 1e-4, 3.92));
    assertEquals("noise 1.74 to 1.73 (0 %)", told("noise", 1.735, 1.734));
    assertEquals("noise 0.00 to -1.0e-09", told("noise", 0, -1e-9));
    assertEquals("gap 0.0031 to 0.0042 (+35 %)", told("gap", 0.0031, 0.0042));
    assertEquals("gap 5.0e-07 to 5.8e-07 (+16 %)", told("gap", 5e-7, 5.8e-7));
    assertEquals("size 5.00e+20 to 9.00e+20 (+80 %)", told("size", 5e20, 9e20));
  }

  private static String told(String signal, double before, double now) {
    return new SignalChange(signal, "", before, now, 9, 1).inWords();
  }

  @Test
  void aSeverityBeyondMeaningHasNoFigure() {
    assertEquals(
        "severe (999.9 standard deviations of the baseline)", new Severity(999.9).inWords());
    assertEquals(
        "severe (more than 1000 standard deviations of the baseline)", new Severity(2e5).inWords());
  }

  @Test
  void probabilitiesAreProbabilities() {
    Baseline baseline = Baselines.ofFourCameras();
    Fingerprint fingerprint =
        fingerprint(
            baseline.reference(new Slice("camera", "cam-1")),
            window(
                i -> Scenes.frame(1, 9000 + i, Baselines.WIDTH, Baselines.HEIGHT),
                Causes.named("defocus"),
                4));
    double total = fingerprint.unknown() + fingerprint.unchanged();
    for (CauseMatch match : fingerprint.causes()) {
      total += match.probability();
      assertTrue(Math.abs(match.similarity()) <= 1 + 1e-9);
      assertTrue(match.severity() > 0 && match.severity() <= 5);
    }
    assertEquals(1, total, 1e-9);
    assertEquals(
        Causes.all().stream().filter(Cause::seenInOneFrame).count(), fingerprint.causes().size());
  }
}
