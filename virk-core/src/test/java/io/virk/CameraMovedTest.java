package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.capture.Capture;
import io.virk.detect.Slice;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import io.virk.event.CameraMoved;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.StillCamera;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Cameras that stand still, until they are knocked, or their cables are exchanged. */
class CameraMovedTest {
  private static final int NORMAL = 64;
  private static final long FRAME = 40_000_000L;

  private final EventLog log = new EventLog();
  private long nanos = FRAME;
  private long step = FRAME;

  private static StillCamera camera(int number) {
    return Baselines.stillCamera(number);
  }

  private Monitor monitor() {
    return Monitor.builder(Baselines.ofStillCameras())
        .embedder(new QuadrantEmbedder())
        .sliceBy("camera")
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .listener(log)
        .clock(() -> Baselines.CLOCK.instant().plusNanos(nanos))
        .nanoClock(() -> nanos)
        .polled()
        .start();
  }

  private void pictures(
      Monitor monitor, int from, int to, IntFunction<Frame> first, IntFunction<Frame> second) {
    for (int i = from; i < to; i++) {
      for (int camera = 0; camera < 2; camera++) {
        nanos += step;
        Frame frame = (camera == 0 ? first : second).apply(1000 + i);
        Capture capture = monitor.capture();
        capture.image(frame).tag("camera", "cam-" + camera).commit();
        monitor.poll(1);
      }
    }
  }

  /** The first diagnosis of a drift after normal pictures. */
  private Diagnosis after(IntFunction<Frame> first, IntFunction<Frame> second) {
    try (Monitor monitor = monitor()) {
      pictures(monitor, 0, NORMAL, camera(0)::frame, camera(1)::frame);
      assertEquals(List.of(), log.opened);
      pictures(monitor, NORMAL, 2 * NORMAL, first, second);
    }
    return log.opened.get(0).diagnosis();
  }

  private static SceneChange scene(Diagnosis diagnosis) {
    return diagnosis.cameras().get(0).scene();
  }

  @Test
  void aCameraThatWasKnockedIsToldByHowMuch() {
    Diagnosis told = after(camera(0)::frame, camera(1).knocked(-0.12, 0, 3, 1)::frame);
    SceneChange scene = scene(told);
    assertEquals(Outcome.MOVED, scene.outcome(), told.explanation());
    assertEquals(-12, scene.right(), 1);
    assertEquals(0, scene.down(), 1);
    assertEquals(3, scene.degrees(), 0.5);
    assertEquals(0, scene.zoom(), 1.5);
    assertTrue(
        told.explanation()
            .matches(
                ".* The picture is shifted by 1[12]\\.\\d % to the left and turned by"
                    + " [23]\\.\\d degrees clockwise against the baseline \\(likeness"
                    + " 0\\.\\d\\d\\)\\..*"),
        told.explanation());
    assertEquals("shifted camera", told.cause(), told.explanation());
    assertEquals(
        "camera cam-1 has moved: the picture is shifted against the baseline", told.headline());
  }

  @Test
  void camerasWhoseCablesWereExchangedAreTold() {
    Diagnosis told = after(camera(1)::frame, camera(0)::frame);
    assertEquals("picture of another camera", told.cause(), told.explanation());
    for (CameraChange camera : told.cameras()) {
      assertEquals(Outcome.OF_ANOTHER_CAMERA, camera.scene().outcome());
      String own = camera.slice().value();
      assertEquals(own.equals("cam-0") ? "cam-1" : "cam-0", camera.scene().seenBy().value());
    }
    assertTrue(told.explanation().contains(" is what cam-"), told.explanation() + told.cameras());
    assertTrue(told.headline().endsWith(" shows the picture of another camera"), told.headline());
  }

  @Test
  void aPictureThatIsDarkerAndInItsPlaceIsNoMotion() {
    Diagnosis told = after(i -> darker(camera(0).frame(i)), camera(1)::frame);
    assertEquals(Outcome.IN_PLACE, scene(told).outcome(), told.explanation());
    assertTrue(
        told.explanation().contains(" The picture is where it was in the baseline (likeness 0.9"),
        told.explanation());
    assertNull(told.cameras().get(0).scene().seenBy());
  }

  private static Frame darker(Frame frame) {
    Frame dark = frame.copy();
    for (int i = 0; i < dark.pixels().length; i++) {
      dark.pixels()[i] = (byte) ((dark.pixels()[i] & 0xff) * 6 / 10);
    }
    return dark;
  }

  /** The host's clock shows it, beside what drifts. */
  @Test
  void aPaceThatHalvesIsToldBesideADrift() {
    try (Monitor monitor = monitor()) {
      pictures(monitor, 0, NORMAL, camera(0)::frame, camera(1)::frame);
      step = 2 * FRAME;
      pictures(monitor, NORMAL, 2 * NORMAL, i -> darker(camera(0).frame(i)), camera(1)::frame);
    }
    Diagnosis told = log.opened.get(0).diagnosis();
    assertTrue(
        told.explanation()
            .contains(
                " The interval between observations is 160 ms, and was 80 ms before: it has doubled."),
        told.explanation());
  }

  /** Whether a drift is open or not; each once, and the other camera never. */
  @Test
  void aCameraThatTurnsIsToldAndWhenItIsBack() {
    try (Monitor monitor = monitor()) {
      StillCamera turned = camera(0).knocked(0, 0, 2.5, 1);
      pictures(monitor, 0, NORMAL, camera(0)::frame, camera(1)::frame);
      assertEquals(List.of(), log.moved);
      pictures(monitor, NORMAL, 2 * NORMAL, turned::frame, camera(1)::frame);
      assertEquals(1, log.moved.size(), log.moved.toString());
      SceneChange standing = log.moved.get(0).scene();
      assertEquals(
          Map.of(new Slice("camera", "cam-0"), standing), monitor.status().judged().moved());
      pictures(monitor, 2 * NORMAL, 3 * NORMAL, camera(0)::frame, camera(1)::frame);
      assertEquals(Map.of(), monitor.status().judged().moved());
    }
    assertEquals(2, log.moved.size(), log.moved.toString());
    CameraMoved away = log.moved.get(0);
    assertEquals("cam-0", away.slice().value());
    assertEquals(Outcome.MOVED, away.scene().outcome());
    assertEquals(2.5, away.scene().degrees(), 0.5);
    assertTrue(
        away.inWords()
            .matches(
                "camera=cam-0: The picture is turned by [23]\\.\\d degrees clockwise against the"
                    + " baseline \\(likeness 0\\.\\d\\d\\)\\."),
        away.inWords());
    assertEquals(2 * (NORMAL + 32) - 2, away.at().sequence(), "two runs of 16");
    assertEquals(Outcome.IN_PLACE, log.moved.get(1).scene().outcome());
  }
}
