package io.virk.cause.catalogue;

import static io.virk.cause.catalogue.Pictures.flat;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CausesTest {
  private final ImageAnalyzer analyzer = new ImageAnalyzer();

  /** Those whose outcome hangs on the seed. */
  private static final Set<String> RANDOM =
      Set.of(
          "sensor noise",
          "one-sided light",
          "glare",
          "flicker",
          "night mode",
          "camera shake",
          "dead and hot pixels",
          "stripes",
          "fixed pattern noise",
          "dirt on the lens",
          "drops on the lens",
          "view blocked in part",
          "covered lens",
          "tilted camera",
          "shifted camera",
          "torn frame");

  static List<Cause> catalogue() {
    return Causes.all();
  }

  static Stream<Cause> seen() {
    return Causes.all().stream().filter(Cause::seenInOneFrame);
  }

  @ParameterizedTest
  @MethodSource("catalogue")
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
    Set<Integer> outcomes = new HashSet<>();
    for (int seed = 0; seed < 8; seed++) {
      outcomes.add(Arrays.hashCode(cause.apply(frame, 3, seed).pixels()));
    }
    assertEquals(
        RANDOM.contains(cause.name()) || cause.variants() > 1,
        outcomes.size() > 1,
        outcomes.size() + " outcomes");
  }

  @ParameterizedTest
  @MethodSource("seen")
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
    double[] large = {.016, .03, .055};
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
    assertEquals(0.8 * before.contrast(), after.contrast(), 0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "under-exposure, 3fe15b63, 38e33b2a",
    "over-exposure, 8f892d74, 9030d290",
    "low contrast, 79520da5, d5e25fc1",
    "defocus, 8cc64ba2, 2469a3db",
    "sensor noise, da3bc242, e6b9469d",
    "warm colour cast, 746efb7, 73c2b3d",
    "cool colour cast, 7650f340, 31fb95fe"
  })
  void theArithmeticIsTheSameOnEveryJdk(String name, String small, String large) {
    Cause cause = Causes.named(name);
    assertEquals(small + " " + large, checksum(cause, 48) + " " + checksum(cause, 96));
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
    assertEquals(47, names.size());
    assertEquals("under-exposure", names.get(0));
    Causes.all().forEach(c -> assertSame(c, Causes.named(c.name())));
    assertEquals(names.size(), Set.copyOf(names).size());
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
    assertEquals(Causes.all(), causes.subList(0, Causes.all().size()));
    assertSame(belt, causes.get(causes.size() - 1));
    Map<Cause, String> wrong =
        Map.of(
            new Said("defocus", "blur", "is blurred", "Look."),
            "cause: two of the name defocus (expected: each name once)",
            new Said("unknown", "blur", "is blurred", "Look."),
            "cause: of the name unknown (expected: none of the names of families,",
            new Said("a\nb", "blur", "is blurred", "Look."),
            "(expected: 1 .. 200 printable characters of one line, not blank)",
            new Said(null, "blur", "is blurred", "Look."),
            "with name \"null\"",
            new Said("smoke", "", "is hazy", "Look."),
            "cause: smoke with family \"\" (expected: 1 .. 128 printable characters of one line, not"
                + " blank)",
            new Said("smoke", "dirt", "is \u001b[31mhazy", "Look."),
            "cause: smoke with words \"is \uFFFD[31mhazy\" (expected: 1 .. 200",
            new Said("smoke", "dirt", "is hazy", null),
            "cause: smoke with action \"null\" (expected: 1 .. 500");
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
