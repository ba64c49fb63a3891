package io.virk.cause.catalogue;

import static io.virk.cause.catalogue.Pictures.distance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.ReservedNames;
import io.virk.scenes.Scenes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every cause of the catalogue. */
class CatalogueTest {
  private static final Set<String> OF_COLOUR =
      Set.of(
          "warm colour cast",
          "cool colour cast",
          "green colour cast",
          "magenta colour cast",
          "pale colours",
          "strong colours",
          "gray instead of colour",
          "red and blue swapped");

  static List<Cause> catalogue() {
    return Causes.all();
  }

  static Stream<Cause> seen() {
    return catalogue().stream().filter(Cause::seenInOneFrame);
  }

  private static Frame gray(Frame rgb) {
    return Pictures.gray(
        rgb.width(), rgb.height(), (x, y) -> rgb.pixels()[3 * (y * rgb.width() + x) + 1] & 0xff);
  }

  @ParameterizedTest
  @MethodSource("seen")
  void moreSeverityIsFurtherFromTheOriginal(Cause cause) {
    for (int side : new int[] {32, 88}) {
      double last = 0;
      for (int severity = 1; severity <= Cause.SEVERITIES; severity++) {
        double distance = 0;
        for (int scene = 0; scene < 4; scene++) {
          Frame frame = Scenes.frame(4, scene, side + 8, side);
          distance += distance(frame, cause.apply(frame, severity, scene)) / 4;
        }
        assertTrue(distance > 0.5, "severity " + severity + ": " + distance);
        if (severity > 1) {
          boolean same = Pictures.isAllOrNothing(cause);
          assertTrue(
              same ? distance == last : distance > last, severity + ": " + distance + ", " + last);
        }
        last = distance;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void grayFramesChangeUnlessTheCauseIsOneOfColour(Cause cause) {
    Frame frame = gray(Scenes.frame(4, 1, 72, 66));
    Frame after = cause.apply(frame, 4, 2);
    assertEquals(PixelFormat.GRAY, after.format());
    boolean unchanged = !cause.seenInOneFrame() || OF_COLOUR.contains(cause.name());
    assertEquals(unchanged, Arrays.equals(frame.pixels(), after.pixels()));
    assertNotSame(frame, after);
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void anySizeIsTaken(Cause cause) {
    int[][] sizes = {{1, 1}, {1, 9}, {9, 1}, {2, 3}, {7, 5}, {17, 33}, {28, 28}, {131, 67}};
    for (int[] size : sizes) {
      for (PixelFormat format : new PixelFormat[] {PixelFormat.GRAY, PixelFormat.BGR}) {
        Frame frame = Pictures.random(size[0], size[1], format, 1);
        for (int severity = 1; severity <= Cause.SEVERITIES; severity += 2) {
          Frame after = cause.apply(frame, severity, 4);
          assertEquals(size[0], after.width());
          assertEquals(size[1], after.height());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void partsOfLargerBuffersAreFramesToo(Cause cause) {
    Frame whole = Scenes.frame(4, 2, 40, 34);
    byte[] buffer = new byte[7 + 34 * 140];
    Arrays.fill(buffer, (byte) 99);
    for (int y = 0; y < 34; y++) {
      System.arraycopy(whole.pixels(), y * 120, buffer, 7 + y * 140, 120);
    }
    byte[] before = buffer.clone();
    Frame part = Frame.of(buffer, 7, 40, 34, 140, PixelFormat.RGB);
    assertArrayEquals(cause.apply(whole, 3, 1).pixels(), cause.apply(part, 3, 1).pixels());
    assertArrayEquals(before, buffer);
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void aRunIsAsLongAsItWasAndLeftAlone(Cause cause) {
    List<Frame> run = IntStream.range(0, 6).mapToObj(i -> Scenes.frame(4, i, 36, 28)).toList();
    List<byte[]> before = run.stream().map(f -> f.pixels().clone()).toList();
    List<Frame> once = cause.apply(run, 3, 12);
    List<Frame> again = cause.apply(run, 3, 12);
    assertEquals(6, once.size());
    for (int i = 0; i < 6; i++) {
      assertEquals(36, once.get(i).width());
      assertArrayEquals(once.get(i).pixels(), again.get(i).pixels());
      assertArrayEquals(before.get(i), run.get(i).pixels());
    }
    assertEquals(List.of(), cause.apply(List.of(), 5, 1));
    assertEquals(1, cause.apply(run.subList(0, 1), 5, 1).size());
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void severityIsChecked(Cause cause) {
    Frame frame = Pictures.flat(9, 4, PixelFormat.GRAY);
    for (int severity : new int[] {0, 6}) {
      String message = "severity: " + severity + " (expected: 1 .. 5)";
      assertEquals(
          message,
          assertThrows(IllegalArgumentException.class, () -> cause.apply(frame, severity, 1))
              .getMessage());
      assertEquals(
          message,
          assertThrows(
                  IllegalArgumentException.class, () -> cause.apply(List.of(frame), severity, 1))
              .getMessage());
    }
  }

  /** Seeds that are equal modulo the variants have more in common than others, on the mean. */
  @ParameterizedTest
  @MethodSource("catalogue")
  void theSeedChoosesTheVariant(Cause cause) {
    int variants = cause.variants();
    assertTrue(variants >= 1);
    if (variants > 1) {
      Frame frame = Scenes.frame(4, 3, 90, 80);
      double alike = 0;
      double other = 0;
      for (int seed = 0; seed < 2 * variants; seed++) {
        Frame after = cause.apply(frame, 4, seed);
        alike += distance(after, cause.apply(frame, 4, seed + variants));
        other += distance(after, cause.apply(frame, 4, seed + 1));
      }
      assertTrue(alike < other, alike + " alike, " + other + " others");
    }
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void itSaysWhatItIs(Cause cause) {
    assertTrue(cause.name().matches("(JPEG|[a-z])[a-zJPEG -]+"), cause.name());
    assertTrue(ReservedNames.FAMILIES.contains(cause.family()), cause.family());
    assertTrue(cause.words().matches("(is|has|shows|loses) .*[^.]"), cause.words());
    assertTrue(cause.action().matches("[A-Z].*\\."), cause.action());
    assertEquals(cause.name(), cause.toString());
  }
}
