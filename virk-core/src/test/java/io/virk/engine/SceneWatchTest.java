package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.detect.Slice;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SceneWatchTest {
  private static final List<Slice> SLICES = List.of(Slice.ALL, new Slice("camera", "cam-5"));
  private static final SceneChange IN_PLACE = SceneChange.of(Outcome.IN_PLACE, 0.7);

  private SceneWatch watch = new SceneWatch();

  private static SceneChange moved(double right, double degrees) {
    return new SceneChange(Outcome.MOVED, right, 0, degrees, 0, 0.9, null);
  }

  private SceneChange run(double inPlace, SceneChange closer) {
    return watch.run(inPlace, () -> closer);
  }

  @Test
  void twoRunsThatAgreeAreToldOnce() {
    assertNull(run(0.4, moved(5, 0)));
    assertEquals(moved(5.4, 0), run(0.4, moved(5.4, 0)));
    assertNull(run(0.4, moved(5.2, 0.3)));
    assertNull(run(0.9, null), "no closer look");
    assertEquals(Outcome.IN_PLACE, run(0.95, null).outcome());
    assertNull(run(0.95, null));
  }

  @Test
  void runsThatDoNotAgreeAndSlightMotionsAreNotTold() {
    assertNull(run(0.4, moved(5, 0)));
    assertNull(run(0.4, moved(9, 0)));
    assertNull(run(0.4, SceneChange.of(Outcome.NOT_RECOGNISED, 0.1)));
    assertNull(run(0.4, moved(9, 0)));
    assertNull(run(0.4, IN_PLACE));
    for (int i = 0; i < 3; i++) {
      assertNull(run(0.5, moved(1.2, 0.6)));
    }
  }

  @Test
  void aMotionThatGoesOnIsToldAgain() {
    run(0.4, moved(5, 0));
    run(0.4, moved(5, 0));
    assertNull(run(0.3, moved(8, 0)));
    assertEquals(moved(8, 0), run(0.3, moved(8, 0)));
  }

  /** What a scene is like without a motion is looked at closer once, not each time. */
  @Test
  void aCloserLookIsTakenWhereTheLikenessFalls() {
    assertNull(run(0.7, IN_PLACE));
    assertNull(run(0.65, null));
    assertNull(run(0.61, null));
    assertNull(run(0.55, moved(2.5, 0)));
    assertEquals(moved(2.5, 0), run(0.55, moved(2.5, 0)));
  }

  /** Likenesses near 0 were taken for calm: such a camera was never looked at again. */
  @Test
  void aPictureThatIsHardlyAlikeIsLookedAtEachTime() {
    assertNull(run(0.05, SceneChange.of(Outcome.IN_PLACE, 0.05)));
    assertNull(run(0.45, moved(5, 0)));
    assertEquals(moved(5, 0), run(0.45, moved(5, 0)));
  }

  @Test
  void itGoesOnFromWhatWasWritten() {
    SceneChange other = new SceneChange(Outcome.OF_ANOTHER_CAMERA, 0, 0, 0, 0, 0.9, SLICES.get(1));
    run(0.1, other);
    ByteBuffer bytes = ByteBuffer.allocate(SceneWatch.bytes());
    watch.writeTo(bytes, SLICES);
    assertEquals(0, bytes.remaining());
    watch = new SceneWatch();
    watch.readFrom(bytes.rewind(), SLICES);
    assertEquals(other, run(0.1, other));
    bytes.put(Double.BYTES, (byte) 77);
    assertThrows(
        IllegalArgumentException.class, () -> new SceneWatch().readFrom(bytes.rewind(), SLICES));
  }
}
