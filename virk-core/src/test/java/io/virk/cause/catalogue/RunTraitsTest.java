package io.virk.cause.catalogue;

import static io.virk.cause.catalogue.Pictures.at;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Scenes;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What causes do to frames one after the other. */
class RunTraitsTest {
  private static final Set<String> STAND_STILL =
      Set.of(
          "one-sided light",
          "glare",
          "dead and hot pixels",
          "stripes",
          "fixed pattern noise",
          "dirt on the lens",
          "drops on the lens",
          "view blocked in part",
          "tilted camera",
          "shifted camera");

  private static final Set<String> NEW_IN_EVERY_FRAME =
      Set.of("sensor noise", "flicker", "night mode", "camera shake", "covered lens", "torn frame");

  static Stream<Cause> random() {
    return Stream.concat(STAND_STILL.stream(), NEW_IN_EVERY_FRAME.stream())
        .sorted()
        .map(Causes::named);
  }

  private static List<Frame> same(int frames) {
    return Collections.nCopies(frames, Scenes.frame(5, 1, 80, 70));
  }

  /** A run of frames whose levels are their numbers. */
  private static List<Frame> numbered(int frames) {
    return IntStream.range(0, frames).mapToObj(i -> Pictures.flat(i, 4, PixelFormat.GRAY)).toList();
  }

  private static List<Integer> numbers(List<Frame> run) {
    return run.stream().map(frame -> at(frame, 0, 0)).toList();
  }

  /** Dirt, hot pixels and a turned camera stay; noise and bands are others in every frame. */
  @ParameterizedTest
  @MethodSource("random")
  void whatStandsStillIsTheSameInEveryFrame(Cause cause) {
    Set<Integer> outcomes =
        cause.apply(same(5), 3, 4).stream()
            .map(frame -> Arrays.hashCode(frame.pixels()))
            .collect(Collectors.toSet());
    assertEquals(STAND_STILL.contains(cause.name()), outcomes.size() == 1);
  }

  @Test
  void hotPixelsStayInTheirPlacesWhateverIsSeen() {
    List<Frame> run = IntStream.range(60, 70).mapToObj(i -> Scenes.frame(5, i, 60, 50)).toList();
    List<Frame> after = Causes.named("dead and hot pixels").apply(run, 3, 8);
    int stuck = 0;
    for (int i = 0; i < 3 * 60 * 50; i += 3) {
      int at = i;
      if (after.stream().allMatch(f -> f.pixels()[at] == 0 || f.pixels()[at] == -1)) {
        stuck++;
      }
    }
    assertEquals(.006 * 60 * 50, stuck, 2);
  }

  @Test
  void flickerMovesByAPartOfAPeriodFromFrameToFrame() {
    List<Frame> run = Collections.nCopies(4, Pictures.flat(120, 80, PixelFormat.GRAY));
    double last = Double.NaN;
    for (Frame frame : Causes.named("flicker").apply(run, 3, 9)) {
      double phase = PlaceTraitsTest.phaseOfBands(frame) / (2 * Math.PI);
      if (!Double.isNaN(last)) {
        assertEquals(.27, phase - last - Math.floor(phase - last), .01);
      }
      last = phase;
    }
  }

  @Test
  void aFrozenStreamRepeatsOneFrame() {
    Cause frozen = Causes.named("frozen stream");
    assertFalse(frozen.seenInOneFrame());
    assertEquals(List.of(0, 1, 2, 3, 4, 4, 4, 4, 4, 4), numbers(frozen.apply(numbered(10), 3, 1)));
    assertEquals(Collections.nCopies(10, 0), numbers(frozen.apply(numbered(10), 5, 1)));
    Frame frame = Scenes.frame(5, 1, 30, 20);
    assertArrayEquals(frame.pixels(), frozen.apply(frame, 5, 1).pixels());
  }

  @Test
  void aDroppedFrameIsReplacedByTheNext() {
    Cause dropped = Causes.named("dropped frames");
    assertFalse(dropped.seenInOneFrame());
    assertEquals(List.of(0, 1, 3, 3, 4, 6, 6, 7, 7), numbers(dropped.apply(numbered(9), 4, 2)));
    assertEquals(List.of(1, 1, 3, 3, 3), numbers(dropped.apply(numbered(5), 5, 0)));
    int missing = 0;
    for (int severity = 1; severity <= 5; severity++) {
      List<Integer> shown = numbers(dropped.apply(numbered(100), severity, 7));
      int gone = 100 - Set.copyOf(shown).size();
      assertTrue(gone > missing, gone + " after " + missing);
      missing = gone;
    }
    assertEquals(50, missing);
  }

  @Test
  void anotherCamerasPictureComesInTheSizeAndColoursOfTheFirst() {
    List<Frame> donors =
        IntStream.range(0, 3)
            .mapToObj(i -> Pictures.colour(20, 100 + i, 100 + i, 100 + i))
            .toList();
    Cause swapped = Causes.otherCamera(donors);
    assertTrue(swapped.seenInOneFrame());
    List<Frame> run =
        IntStream.range(0, 7).mapToObj(i -> Pictures.random(31, 17, PixelFormat.GRAY, i)).toList();
    List<Integer> shown = numbers(swapped.apply(run, 1, 5));
    for (int i = 1; i < 7; i++) {
      assertEquals((shown.get(i - 1) - 99) % 3, shown.get(i) - 100);
    }
    Frame one = swapped.apply(run.get(0), 5, 2);
    assertEquals("Frame[31x17 GRAY]", one.toString());
    assertEquals(
        "Frame[9x8 RGB]",
        Causes.otherCamera(List.of(run.get(0)))
            .apply(Pictures.random(9, 8, PixelFormat.BGRA, 1), 1, 1)
            .toString());
    assertEquals(
        "donors: 0 (expected: at least one frame)",
        assertThrows(IllegalArgumentException.class, () -> Causes.otherCamera(List.of()))
            .getMessage());
  }

  @Test
  void whatTheHostChangesAfterwardsChangesNoDonor() {
    Frame donor = Pictures.flat(70, 6, PixelFormat.GRAY);
    Cause swapped = Causes.otherCamera(List.of(donor));
    Arrays.fill(donor.pixels(), (byte) 1);
    assertEquals(70, at(swapped.apply(donor, 1, 1), 3, 3));
  }
}
