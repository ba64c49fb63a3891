package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.Slice;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.PixelChange;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import io.virk.diagnose.Unrest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraEvidenceTest {
  private static CauseMatch match(String cause, String family, double probability) {
    return new CauseMatch(cause, family, 2, 0.5, List.of("brightness"), true, probability);
  }

  private static final Fingerprint SIGNALS =
      new Fingerprint(
          List.of(
              match("glare", "light", 0.5),
              match("shifted camera", "geometry", 0.2),
              match("wrong crop", "pipeline", 0.1),
              match("changed zoom", "geometry", 0.05)),
          0.05,
          0.1,
          List.of("brightness"),
          "");

  private static CameraChange camera(SceneChange scene) {
    return new CameraChange(new Slice("camera", "cam-1"), scene, null, 0, null, null);
  }

  private static SceneChange moved(double right, double degrees, double zoom) {
    return new SceneChange(Outcome.MOVED, right, 0, degrees, zoom, 0.9, null);
  }

  /** Of pictures that are square. */
  private static Fingerprint weighed(Fingerprint fingerprint, List<CameraChange> changes) {
    return CameraEvidence.weighed(fingerprint, changes, slice -> 1);
  }

  private static double sum(Fingerprint fingerprint) {
    return fingerprint.causes().stream().mapToDouble(CauseMatch::probability).sum()
        + fingerprint.unchanged()
        + fingerprint.unknown();
  }

  @ParameterizedTest
  @CsvSource({
    "-12, 3, 0, shifted camera, 3.5",
    "0, -4, 0, tilted camera, 2.0",
    "2, 22, 3, tilted camera, 5.0",
    "2.2, 0, 0, shifted camera, 1.0"
  })
  void aMotionThatIsMeasuredIsTheCause(
      double right, double degrees, double zoom, String cause, double severity) {
    Fingerprint weighed = weighed(SIGNALS, List.of(camera(moved(right, degrees, zoom))));
    CauseMatch named = weighed.cause().orElseThrow();
    assertEquals(cause, named.cause());
    assertEquals(severity, named.severity());
    assertEquals("geometry", named.family());
    assertEquals(1, sum(weighed), 1e-9);
  }

  private static Fingerprint grainy(List<CauseMatch> together) {
    return new Fingerprint(
        List.of(
            match("sensor noise", "noise", 0.9),
            match("fixed pattern noise", "sensor", 0.05),
            match("glare", "light", 0.02)),
        0.01,
        0.02,
        List.of("brightness"),
        together,
        "");
  }

  private static CameraChange pixels(double grain, double fixed) {
    PixelChange pixels = new PixelChange(0, 0, List.of(), List.of(), List.of(), grain, fixed);
    return new CameraChange(new Slice("camera", "cam-1"), null, null, 0, pixels, null);
  }

  @Test
  void whatIsTheSameInAllImagesIsAFixedPattern() {
    Fingerprint signals =
        grainy(List.of(match("sensor noise", "noise", 1), match("glare", "light", 1)));
    Fingerprint weighed = weighed(signals, List.of(pixels(12, 0.95)));
    CauseMatch named = weighed.cause().orElseThrow();
    assertEquals("fixed pattern noise", named.cause());
    assertEquals(4, named.severity());
    assertEquals("fixed pattern noise", weighed.together().get(0).cause());
    assertEquals(1, sum(weighed), 1e-9);
    assertEquals(signals, weighed(signals, List.of(pixels(12, 0.08))), "noise");
    assertEquals(signals, weighed(signals, List.of(pixels(0, 0))), "no more than before");
    assertEquals(SIGNALS, weighed(SIGNALS, List.of(pixels(12, 0.95))), "dirt stands, too");
  }

  private static CameraChange unrest(double bands, double torn, double moved) {
    Unrest unrest = new Unrest(0.004, bands, 0, torn, moved);
    return new CameraChange(new Slice("camera", "cam-1"), null, null, 0, null, unrest);
  }

  @Test
  void aSecondMotionThatIsMeasuredIsNotRuledOut() {
    Fingerprint weighed = weighed(SIGNALS, List.of(camera(moved(-12, 0, 12))));
    assertEquals("shifted camera", weighed.cause().orElseThrow().cause());
    assertEquals(0.02, of(weighed, "changed zoom"), 1e-9);
    assertEquals(1, sum(weighed), 1e-9);
    Fingerprint alone = weighed(SIGNALS, List.of(camera(moved(-12, 0, 0))));
    assertTrue(of(alone, "changed zoom") < 0.01, alone.causes().toString());
  }

  private static double of(Fingerprint fingerprint, String cause) {
    return fingerprint.causes().stream()
        .filter(c -> c.cause().equals(cause))
        .mapToDouble(CauseMatch::probability)
        .sum();
  }

  @Test
  void whatIsTornInNoPictureIsNoSecondCause() {
    Fingerprint dark = together("under-exposure", "torn frame");
    Fingerprint weighed = weighed(dark, List.of(unrest(0.004, 0, 0)));
    assertEquals(List.of(), weighed.together());
    assertEquals(dark.causes(), weighed.causes());
    assertEquals(dark, weighed(dark, List.of()), "not measured");
    assertEquals(2, weighed(dark, List.of(unrest(0.004, 0.8, 0.2))).together().size(), "torn");
    Fingerprint others = together("under-exposure", "defocus");
    assertEquals(others, weighed(others, List.of(unrest(0.004, 0, 0))));
  }

  @Test
  void whatIsSeenFromPictureToPictureIsTheCause() {
    CauseMatch flicker = weighed(SIGNALS, List.of(unrest(0.1, 0, 0))).cause().orElseThrow();
    assertEquals("flicker", flicker.cause());
    assertEquals(2, flicker.severity());
    CauseMatch torn = weighed(SIGNALS, List.of(unrest(0.1, 0.8, 0.2))).cause().orElseThrow();
    assertEquals("torn frame", torn.cause());
    assertEquals(4, torn.severity());
    assertEquals(SIGNALS, weighed(SIGNALS, List.of(unrest(0.01, 0.1, 0.2))));
    Fingerprint sure = grainy(List.of());
    assertEquals(sure, weighed(sure, List.of(unrest(0.1, 0, 0))), "noise explains it");
  }

  /** A crop and a zoom move the picture alike: what the signals say decides. */
  @Test
  void aZoomIsSharedByThoseThatLookLikeOne() {
    Fingerprint weighed = weighed(SIGNALS, List.of(camera(moved(0, 0, 20))));
    assertEquals("wrong crop", weighed.causes().get(0).cause());
    assertEquals(0.95 * 2 / 3, weighed.causes().get(0).probability(), 1e-9);
    assertEquals(0.95 / 3, weighed.causes().get(1).probability(), 1e-9);
    assertEquals(1, sum(weighed), 1e-9);
  }

  @Test
  void whatIsInItsPlaceHasNotMoved() {
    Fingerprint weighed = weighed(SIGNALS, List.of(camera(SceneChange.of(Outcome.IN_PLACE, 0.9))));
    assertEquals("glare", weighed.causes().get(0).cause());
    assertTrue(weighed.causes().get(0).probability() > 0.6);
    assertTrue(
        weighed.causes().stream()
            .filter(c -> c.family().equals("geometry"))
            .allMatch(c -> c.probability() < 0.01));
    assertEquals(1, sum(weighed), 1e-9);
  }

  @Test
  void whatCannotBeMeasuredSaysNothing() {
    for (Outcome outcome : List.of(Outcome.NOT_STATIC, Outcome.NOT_KEPT, Outcome.NOT_RECOGNISED)) {
      assertSame(
          SIGNALS, weighed(SIGNALS, List.of(camera(SceneChange.of(outcome, 0)), camera(null))));
    }
    assertSame(SIGNALS, weighed(SIGNALS, List.of()));
    assertSame(SIGNALS, weighed(SIGNALS, List.of(camera(moved(1, 0.6, 0)))));
  }

  /** Signals were not compared, and no catalogue has that cause. */
  @Test
  void theOtherCameraIsNamedWithoutSignals() {
    SceneChange other =
        new SceneChange(Outcome.OF_ANOTHER_CAMERA, 0, 0, 0, 0, 0.9, new Slice("camera", "cam-5"));
    Fingerprint weighed = weighed(Fingerprint.none("too few rows"), List.of(camera(other)));
    assertEquals("picture of another camera", weighed.cause().orElseThrow().cause());
    assertEquals(1, sum(weighed), 1e-9);
  }

  /** A camera that stood still was never told of two causes. */
  @Test
  void twoAtOnceAreKeptUnlessThePictureSaysOtherwise() {
    List<CameraChange> inPlace = List.of(camera(SceneChange.of(Outcome.IN_PLACE, 0.9)));
    List<CameraChange> shifted = List.of(camera(moved(-12, 0, 0)));
    Fingerprint light = together("glare", "sensor noise");
    Fingerprint knocked = together("glare", "shifted camera");
    assertEquals(light.together(), weighed(light, inPlace).together());
    assertEquals(List.of(), weighed(knocked, inPlace).together());
    assertEquals(List.of(), weighed(light, shifted).together());
    List<CauseMatch> both = weighed(knocked, shifted).together();
    assertEquals(List.of("glare", "shifted camera"), both.stream().map(CauseMatch::cause).toList());
    assertEquals(3.5, both.get(1).severity(), "as it was measured");
  }

  private static Fingerprint together(String first, String second) {
    return new Fingerprint(
        SIGNALS.causes(),
        SIGNALS.unchanged(),
        SIGNALS.unknown(),
        SIGNALS.columns(),
        List.of(match(first, "light", 0.99), match(second, "geometry", 0.99)),
        "");
  }

  /** The catalogue's shares are of the shorter side, what is measured of each side's own. */
  @ParameterizedTest
  @CsvSource({"9, 0, 2, 4.5", "0, 9, 2, 3.0", "9, 0, 0.5, 3.0", "0, 9, 0.5, 4.5", "9, 0, 1, 3.0"})
  void aShiftIsOfTheShorterSide(double right, double down, double aspect, double severity) {
    SceneChange moved = new SceneChange(Outcome.MOVED, right, down, 0, 0, 0.9, null);
    assertEquals(
        severity,
        CameraEvidence.weighed(SIGNALS, List.of(camera(moved)), slice -> aspect)
            .cause()
            .orElseThrow()
            .severity());
  }
}
