package io.virk.cause.catalogue;

import static io.virk.cause.catalogue.Pictures.flat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.Text;
import io.virk.scenes.Scenes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all 19 published corruptions have in common, at 5 severities in both sets. */
class PublishedTest {
  private static final List<String> NAMES =
      List.of(
          "gaussian noise",
          "shot noise",
          "impulse noise",
          "speckle noise",
          "gaussian blur",
          "defocus blur",
          "glass blur",
          "motion blur",
          "zoom blur",
          "snow",
          "frost",
          "fog",
          "spatter",
          "brightness",
          "contrast",
          "saturate",
          "elastic transform",
          "pixelate",
          "JPEG compression");

  private static final Set<String> RANDOM =
      Set.of(
          "gaussian noise",
          "shot noise",
          "impulse noise",
          "speckle noise",
          "glass blur",
          "motion blur",
          "snow",
          "frost",
          "fog",
          "spatter",
          "elastic transform");

  /** Their published parameters do not change an image more with each severity. */
  private static final Set<String> MAY_FALL_BACK =
      Set.of(
          "CIFAR_10_C glass blur",
          "CIFAR_10_C frost",
          "CIFAR_10_C spatter",
          "CIFAR_10_C saturate",
          "CIFAR_10_C elastic transform",
          "IMAGENET_C snow",
          "IMAGENET_C frost",
          "IMAGENET_C spatter",
          "IMAGENET_C saturate",
          "IMAGENET_C elastic transform");

  static Cause named(CorruptionSet set, String name) {
    return Causes.published(set).get(NAMES.indexOf(name));
  }

  static Stream<Arguments> all() {
    return Stream.of(CorruptionSet.values())
        .flatMap(set -> NAMES.stream().map(name -> Arguments.of(set, name)));
  }

  static Stream<Arguments> allSeverities() {
    return Stream.of(CorruptionSet.values())
        .flatMap(
            set ->
                NAMES.stream()
                    .flatMap(
                        name -> Stream.of(1, 2, 3, 4, 5).map(s -> Arguments.of(set, name, s))));
  }

  private static Frame gray(int width, int height) {
    Frame rgb = Scenes.frame(4, 2, width, height);
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = rgb.pixels()[3 * i + 1];
    }
    return Frame.of(pixels, width, height, PixelFormat.GRAY);
  }

  private static double meanChange(Frame before, Frame after) {
    double sum = 0;
    for (int i = 0; i < after.pixels().length; i++) {
      sum += Math.abs((before.pixels()[i] & 0xff) - (after.pixels()[i] & 0xff));
    }
    return sum / after.pixels().length;
  }

  @Test
  void theyStandInTheOrderOfThePaperUnderItsNames() {
    assertEquals(NAMES, Causes.published().stream().map(Cause::name).toList());
    for (CorruptionSet set : CorruptionSet.values()) {
      List<Cause> causes = Causes.published(set);
      assertEquals(NAMES, causes.stream().map(Cause::name).toList());
      assertSame(causes, Causes.published(set));
      for (int i = 0; i < causes.size(); i++) {
        Cause bySize = Causes.published().get(i);
        assertEquals(bySize.family(), causes.get(i).family());
        assertEquals(bySize.words(), causes.get(i).words());
        assertEquals(bySize.action(), causes.get(i).action());
        assertEquals(bySize.alongside(), causes.get(i).alongside());
        assertTrue(causes.get(i).seenInOneFrame());
      }
    }
    assertThrows(NullPointerException.class, () -> Causes.published(null));
  }

  @Test
  void theirTextsAreThoseOfACause() {
    Set<String> words = new HashSet<>();
    for (Cause cause : Causes.published()) {
      assertTrue(Text.isName(cause.name()), cause.name());
      assertTrue(words.add(cause.words()), cause.words());
      assertTrue(cause.words().matches("(is|shows|has|looks) .*[^.]"), cause.words());
      assertTrue(cause.action().endsWith("."), cause.action());
    }
  }

  @ParameterizedTest
  @MethodSource("allSeverities")
  void theSameSeedGivesTheSameFrameAndTheSourceIsLeftAlone(
      CorruptionSet set, String name, int severity) {
    Cause cause = named(set, name);
    Frame frame = Scenes.frame(1, 4, 96, 80);
    byte[] before = frame.pixels().clone();
    Frame once = cause.apply(frame, severity, 5);
    assertEquals(96, once.width());
    assertEquals(80, once.height());
    assertEquals(PixelFormat.RGB, once.format());
    assertFalse(Arrays.equals(before, once.pixels()));
    assertArrayEquals(once.pixels(), cause.apply(frame, severity, 5).pixels());
    assertArrayEquals(before, frame.pixels());
    assertEquals(
        !RANDOM.contains(name),
        Arrays.equals(once.pixels(), cause.apply(frame, severity, 6).pixels()));
  }

  @ParameterizedTest
  @MethodSource("allSeverities")
  void grayOddAndTinyFramesKeepTheirSizes(CorruptionSet set, String name, int severity) {
    Cause cause = named(set, name);
    for (Frame frame :
        List.of(
            gray(28, 28),
            gray(7, 5),
            Scenes.frame(1, 1, 7, 5),
            Scenes.frame(1, 1, 101, 67),
            flat(90, 1, PixelFormat.GRAY),
            flat(90, 1, PixelFormat.RGB),
            flat(90, 2, PixelFormat.RGB),
            flat(0, 9, PixelFormat.BGRA))) {
      Frame changed = cause.apply(frame, severity, 8);
      assertEquals(frame.width(), changed.width());
      assertEquals(frame.height(), changed.height());
      assertEquals(
          frame.format() == PixelFormat.GRAY ? PixelFormat.GRAY : PixelFormat.RGB,
          changed.format());
    }
    Frame gray = gray(28, 28);
    assertEquals(
        name.equals("saturate"),
        Arrays.equals(gray.pixels(), cause.apply(gray, severity, 8).pixels()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aSevererOneChangesMoreWhereThePublishedNumbersDo(CorruptionSet set, String name) {
    int side = set == CorruptionSet.CIFAR_10_C ? 32 : 100;
    Cause cause = named(set, name);
    double last = 0;
    boolean monotone = true;
    for (int s = 1; s <= Cause.SEVERITIES; s++) {
      double change = 0;
      for (int i = 0; i < 4; i++) {
        Frame frame = Scenes.frame(3, i, side, side - 3);
        change += meanChange(frame, cause.apply(frame, s, i));
      }
      // At severities 3 and 4 of motion blur the smaller set has one line.
      monotone &= change >= last;
      last = change;
    }
    assertTrue(monotone || MAY_FALL_BACK.contains(set + " " + name));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSetGoesByTheSizeOfTheFrame(CorruptionSet set, String name) {
    int side = set == CorruptionSet.CIFAR_10_C ? 64 : 65;
    Frame frame = Scenes.frame(2, 1, 80, side);
    Cause bySize = Causes.published().get(NAMES.indexOf(name));
    assertArrayEquals(
        named(set, name).apply(frame, 3, 2).pixels(), bySize.apply(frame, 3, 2).pixels());
  }

  @ParameterizedTest
  @CsvSource({
    "gaussian noise, sensor noise",
    "defocus blur, defocus",
    "contrast, low contrast",
  })
  void whatIsAFaultOfACameraIsOneAndTheSame(String published, String real) {
    for (int side : new int[] {40}) { // a camera's own severities are slighter where it is larger
      Frame frame = Scenes.frame(2, 1, side, side);
      Cause bySize = Causes.published().get(NAMES.indexOf(published));
      assertArrayEquals(
          Causes.named(real).apply(frame, 2, 6).pixels(), bySize.apply(frame, 2, 6).pixels());
    }
  }

  @ParameterizedTest
  @EnumSource(CorruptionSet.class)
  void flatFramesStayFlatUnderBlurAndGeometry(CorruptionSet set) {
    for (String name :
        List.of(
            "gaussian blur",
            "defocus blur",
            "glass blur",
            "motion blur",
            "zoom blur",
            "elastic transform",
            "pixelate",
            "contrast",
            "JPEG compression")) {
      for (int s = 1; s <= Cause.SEVERITIES; s++) {
        for (byte sample : named(set, name).apply(flat(128, 75, PixelFormat.GRAY), s, 3).pixels()) {
          assertEquals((byte) 128, sample, name);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fog", "frost"})
  void plasmaIsEnlargedForLargeFrames(String name) {
    Frame frame = flat(100, 1100, PixelFormat.GRAY);
    byte[] pixels = named(CorruptionSet.IMAGENET_C, name).apply(frame, 1, 2).pixels();
    assertEquals(1100 * 1100, pixels.length);
    // Smooth to the last row and column.
    for (int i = 1; i < 1100; i++) {
      int last = 1099 * 1100 + i;
      assertTrue(Math.abs((pixels[last] & 0xff) - (pixels[last - 1] & 0xff)) < 80, name + i);
    }
  }
}
