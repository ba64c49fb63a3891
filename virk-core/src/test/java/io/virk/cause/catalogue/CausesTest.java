package io.virk.cause.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.internal.ImageAnalyzer;
import io.virk.image.internal.ImageStatistics;
import io.virk.scenes.Scenes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CausesTest {
  private final ImageAnalyzer analyzer = new ImageAnalyzer();

  static List<Cause> all() {
    return Causes.all();
  }

  private static Frame flat(int value, int side, PixelFormat format) {
    byte[] pixels = new byte[side * side * format.samplesPerPixel()];
    Arrays.fill(pixels, (byte) value);
    return Frame.of(pixels, side, side, format);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameSeedGivesTheSameFrameAndTheSourceIsLeftAlone(Cause cause) {
    Frame frame = Scenes.frame(1, 4, 48, 40);
    byte[] before = frame.pixels().clone();
    for (int severity = 1; severity <= Cause.SEVERITIES; severity++) {
      Frame once = cause.apply(frame, severity, 5);
      assertArrayEquals(once.pixels(), cause.apply(frame, severity, 5).pixels());
      assertEquals(48, once.width());
      assertEquals(40, once.height());
      assertEquals(PixelFormat.RGB, once.format());
    }
    assertArrayEquals(before, frame.pixels());
    boolean random = cause.name().equals("sensor noise");
    assertEquals(
        !random,
        Arrays.equals(cause.apply(frame, 3, 5).pixels(), cause.apply(frame, 3, 6).pixels()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void layoutsAndGrayAreUnderstood(Cause cause) {
    Frame rgb = Scenes.frame(1, 5, 20, 20);
    byte[] bgra = new byte[20 * 20 * 4];
    for (int i = 0; i < 400; i++) {
      bgra[4 * i + 2] = rgb.pixels()[3 * i];
      bgra[4 * i + 1] = rgb.pixels()[3 * i + 1];
      bgra[4 * i] = rgb.pixels()[3 * i + 2];
    }
    assertArrayEquals(
        cause.apply(rgb, 4, 1).pixels(),
        cause.apply(Frame.of(bgra, 20, 20, PixelFormat.BGRA), 4, 1).pixels());
    Frame gray = cause.apply(flat(90, 9, PixelFormat.GRAY), 2, 1);
    assertEquals(PixelFormat.GRAY, gray.format());
    assertEquals(1, cause.apply(flat(90, 1, PixelFormat.RGB), 5, 1).width());
  }

  @Test
  void exposureIsAGain() {
    double[] under = {.85, .7, .55, .4, .25};
    double[] over = {1.15, 1.35, 1.6, 2, 2.6};
    for (int s = 1; s <= 5; s++) {
      assertEquals(
          Math.round(100 * (float) under[s - 1]),
          Causes.named("under-exposure").apply(flat(100, 4, PixelFormat.RGB), s, 0).pixels()[0]
              & 0xff);
      assertEquals(
          Math.min(255, Math.round(100 * (float) over[s - 1])),
          Causes.named("over-exposure").apply(flat(100, 4, PixelFormat.RGB), s, 0).pixels()[0]
              & 0xff);
    }
  }

  @Test
  void castsMoveRedAgainstBlue() {
    ImageStatistics warm =
        analyzer.analyze(
            Causes.named("warm colour cast").apply(flat(100, 4, PixelFormat.RGB), 5, 0));
    ImageStatistics cool =
        analyzer.analyze(
            Causes.named("cool colour cast").apply(flat(100, 4, PixelFormat.RGB), 5, 0));
    assertEquals(135, warm.red());
    assertEquals(100, warm.green());
    assertEquals(65, warm.blue());
    assertEquals(65, cool.red());
    assertEquals(135, cool.blue());
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 96})
  void defocusLowersSharpnessWithSeverity(int side) {
    Frame frame = Scenes.frame(2, 1, side, side);
    double sharpness = analyzer.analyze(frame).sharpness();
    for (int s = 1; s <= 5; s++) {
      double blurred = analyzer.analyze(Causes.named("defocus").apply(frame, s, 0)).sharpness();
      assertTrue(blurred < sharpness, "severity " + s + ": " + blurred + " after " + sharpness);
      sharpness = blurred;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 96})
  void defocusKeepsAFlatImage(int side) {
    for (int s = 1; s <= 5; s++) {
      for (byte sample :
          Causes.named("defocus").apply(flat(131, side, PixelFormat.GRAY), s, 0).pixels()) {
        assertEquals((byte) 131, sample);
      }
    }
  }

  @Test
  void noiseHasThePublishedSigma() {
    double[] small = {.04, .06, .08, .09, .10};
    double[] large = {.08, .12, .18};
    for (int s = 1; s <= small.length; s++) {
      assertEquals(255 * small[s - 1], spread(64, s), 255 * small[s - 1] * 0.03);
    }
    for (int s = 1; s <= large.length; s++) {
      assertEquals(255 * large[s - 1], spread(128, s), 255 * large[s - 1] * 0.03);
    }
  }

  private double spread(int side, int severity) {
    Frame noisy =
        Causes.named("sensor noise").apply(flat(128, side, PixelFormat.RGB), severity, 11);
    double squares = 0;
    for (byte sample : noisy.pixels()) {
      squares += Math.pow((sample & 0xff) - 128, 2);
    }
    return Math.sqrt(squares / noisy.pixels().length);
  }

  @Test
  void contrastShrinksAboutTheMeanOfEachChannel() {
    Frame frame = Scenes.frame(3, 1, 96, 96);
    ImageStatistics before = analyzer.analyze(frame);
    ImageStatistics after = analyzer.analyze(Causes.named("low contrast").apply(frame, 1, 0));
    assertEquals(before.red(), after.red(), 0.5);
    assertEquals(before.blue(), after.blue(), 0.5);
    assertEquals(0.4 * before.contrast(), after.contrast(), 0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "under-exposure, 3fe15b63, 38e33b2a",
    "over-exposure, 8f892d74, 9030d290",
    "low contrast, 79520da5, 9b9bc407",
    "defocus, 8cc64ba2, d2a6e8c3",
    "sensor noise, a5fc3f43, 3051eed4",
    "warm colour cast, 746efb7, 73c2b3d",
    "cool colour cast, 7650f340, 31fb95fe"
  })
  void theArithmeticIsThatOfTheFirstHouseBitForBit(String name, String small, String large) {
    Cause cause = Causes.named(name);
    assertEquals(small, checksum(cause, 48));
    assertEquals(large, checksum(cause, 96));
  }

  private static String checksum(Cause cause, int side) {
    CRC32 crc = new CRC32();
    for (int s = 1; s <= Cause.SEVERITIES; s++) {
      crc.update(cause.apply(Scenes.frame(3, 11, side, side - 7), s, 1234 + s).pixels());
    }
    return Long.toHexString(crc.getValue());
  }

  @Test
  void theCatalogueHasAnOrderAndFindsByName() {
    List<String> names = Causes.all().stream().map(Cause::name).toList();
    assertEquals(
        List.of(
            "under-exposure",
            "over-exposure",
            "low contrast",
            "defocus",
            "sensor noise",
            "warm colour cast",
            "cool colour cast"),
        names);
    Causes.all().forEach(c -> assertSame(c, Causes.named(c.name())));
    assertEquals(
        "cause: gremlins (expected: one of " + names + ")",
        assertThrows(IllegalArgumentException.class, () -> Causes.named("gremlins")).getMessage());
  }

  /** A cause whose texts are given. */
  private record Said(String name, String family, String words, String action) implements Cause {
    @Override
    public Frame apply(Frame frame, int severity, long seed) {
      return frame;
    }
  }

  @Test
  void aHostsCausesComeAfterVirksAndSayWhatTheyAre() {
    Cause belt = new Said("belt dust", "dirt", "has dust on its belt", "Clean the belt.");
    List<Cause> causes = Causes.with(List.of(belt));
    assertEquals(Causes.all(), causes.subList(0, 7));
    assertSame(belt, causes.get(7));
    Map<Cause, String> wrong =
        Map.of(
            new Said("defocus", "blur", "is blurred", "Look."),
            "cause: two of the name defocus (expected: each name once)",
            new Said("a\nb", "blur", "is blurred", "Look."),
            "(expected: 1 .. 200 printable characters of one line, not blank)",
            new Said(null, "blur", "is blurred", "Look."),
            "with name \"null\"",
            new Said("haze", "", "is hazy", "Look."),
            "cause: haze with family \"\" (expected: 1 .. 128 printable characters of one line, not"
                + " blank)",
            new Said("haze", "dirt", "is \u001b[31mhazy", "Look."),
            "cause: haze with words \"is \uFFFD[31mhazy\" (expected: 1 .. 200",
            new Said("haze", "dirt", "is hazy", null),
            "cause: haze with action \"null\" (expected: 1 .. 500");
    wrong.forEach(
        (cause, message) -> {
          String told =
              assertThrows(IllegalArgumentException.class, () -> Causes.with(List.of(cause)))
                  .getMessage();
          assertTrue(told.contains(message), told);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, -1})
  void severityIsChecked(int severity) {
    assertEquals(
        "severity: " + severity + " (expected: 1 .. 5)",
        assertThrows(
                IllegalArgumentException.class,
                () -> Causes.named("defocus").apply(flat(1, 4, PixelFormat.GRAY), severity, 0))
            .getMessage());
  }
}
