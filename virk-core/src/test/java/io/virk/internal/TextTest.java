package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  /** Chars that break lines, steer terminals, turn text around or are none, and harmless ones. */
  private static final String ALPHABET =
      "ab =-\n\r\t\u0000\u0007\u001B\u007F\u0085\u009B\u2028\u2029\u202E\u2066\u200F\u00AD\uFEFF"
          + "\uD83D\uDE00\uFFFE\uFFFF\u00E9\u4E2D\u200D\u0301";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cam-7",
        "Kamera \u00FCber Tor 3",
        "\u4E2D\u6587",
        "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
        "\uD83D\uDC69\u200D\uD83D\uDD2C"
      })
  void whatIsHarmlessIsLeftAsItIs(String text) {
    assertSame(text, Text.clean(text));
  }

  @Test
  void nothingStaysNothing() {
    assertNull(Text.clean(null));
  }

  @Test
  void eachHarmfulCodePointBecomesOneReplacement() {
    assertEquals("cam\uFFFD\uFFFD[31mx", Text.clean("cam\n\u001B[31mx"));
    assertEquals(
        "a\uFFFDb", Text.clean("a\uDB40\uDC41b"), "an invisible tag, a pair of surrogates");
    assertEquals("a\uFFFD", Text.clean("a\uD83D"), "half a pair");
    assertEquals("\uFFFDa", Text.clean("\uDE00a"), "the other half");
  }

  @Test
  void aLongTextEndsWithAnEllipsisAndCutsNoPair() {
    String whole = "x".repeat(Text.WORD);
    assertSame(whole, Text.clean(whole));
    assertEquals("x".repeat(Text.WORD - 1) + "\u2026", Text.clean(whole + "y"));
    assertEquals("ab\u2026", Text.clean("ab\uD83D\uDE00cd", 4));
    assertEquals("\u2026", Text.clean("ab", 1));
  }

  @Test
  void whateverComesInWhatGoesOutIsSafe() {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 20_000; run++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      for (int i = 0; i < length; i++) {
        text.append(
            random.nextBoolean()
                ? ALPHABET.charAt(random.nextInt(ALPHABET.length()))
                : (char) random.nextInt(Character.MAX_VALUE + 1));
      }
      int most = 1 + random.nextInt(40);
      String in = text.toString();
      String out = Text.clean(in, most);
      assertTrue(out.length() <= most);
      assertTrue(Text.isClean(out, most));
      assertSame(out, Text.clean(out, most), "cleaning twice changes nothing");
      assertEquals(Text.isClean(in, most), in.equals(out));
      assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(out));
      assertEquals(1, out.lines().limit(2).count() + (out.isEmpty() ? 1 : 0));
      out.codePoints()
          .forEach(
              c ->
                  assertFalse(
                      Character.isISOControl(c)
                          || c >= 0x2028 && c <= 0x202E
                          || c >= 0x2066 && c <= 0x2069));
    }
  }

  @Test
  void aMessageIsToldWhateverTheExceptionDoes() {
    assertEquals("a\uFFFDb", Text.message(new IllegalStateException("a\nb")));
    assertEquals("java.lang.IllegalStateException", Text.message(new IllegalStateException()));
    assertEquals(Treacherous.class.getName(), Text.message(new Treacherous()));
    String longest = Text.message(new IllegalStateException("x".repeat(5000)));
    assertEquals(Text.SENTENCE, longest.length());
  }

  @Test
  void anExceptionOfSafeWordsIsLoggedAsItIs() {
    Exception plain = new IllegalStateException("a", new IllegalArgumentException("b"));
    plain.addSuppressed(new IllegalArgumentException());
    assertSame(plain, Text.loggable(plain));
  }

  @Test
  void anExceptionCannotForgeALineOfALog() {
    String forged = "no model\n12:00 WARN forged \u001B[2J";
    Exception[] hostile = {
      new IllegalStateException(forged),
      new IllegalStateException("plain", new IllegalArgumentException(forged)),
      new Treacherous(),
      new IllegalStateException("plain", new Treacherous()),
      suppressing(new IllegalArgumentException(forged)),
      circle()
    };
    for (Exception thrown : hostile) {
      Throwable safe = Text.loggable(thrown);
      assertNotSame(thrown, safe);
      StringWriter printed = new StringWriter();
      safe.printStackTrace(new PrintWriter(printed));
      printed
          .toString()
          .lines()
          .forEach(
              line ->
                  assertTrue(
                      line.startsWith("\tat ")
                          || line.startsWith("\t...")
                          || line.startsWith("Caused by: ")
                          || line.startsWith(thrown.getClass().getName()),
                      line));
      assertFalse(printed.toString().contains("\u001B"));
      assertTrue(printed.toString().contains(thrown.getClass().getName()));
      assertEquals(thrown.getStackTrace()[0], safe.getStackTrace()[0]);
    }
  }

  private static Exception suppressing(Exception suppressed) {
    Exception thrown = new IllegalStateException("plain");
    thrown.addSuppressed(suppressed);
    return thrown;
  }

  private static Exception circle() {
    Exception one = new IllegalStateException("one");
    Exception two = new IllegalStateException("two", one);
    one.initCause(two);
    return two;
  }

  /** Throws where it should tell. */
  private static final class Treacherous extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("not even this");
    }
  }
}
