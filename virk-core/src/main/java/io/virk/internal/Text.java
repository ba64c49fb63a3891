package io.virk.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Makes text from outside (tags, ids, file names, messages of exceptions) safe to stand in log
 * lines, headlines, meters and JDK Flight Recorder: it can neither begin a line of its own, nor
 * move a terminal's cursor, nor turn the direction of what follows, nor be long without bound.
 */
public final class Text {
  /** The length of a word: a tag, an id, a name, in chars. */
  public static final int WORD = 128;

  /** The length of a sentence: a message, in chars. */
  public static final int SENTENCE = 1024;

  /** What {@link #isName} asks for, in words. */
  public static final String NAME_RULE = "1 .. 200 printable characters of one line, not blank";

  private static final double LARGE = 1e7;
  private static final double SMALL = 0.1;

  /** In parts of the largest number: rounding. */
  private static final double NOTHING = 1e-6;

  private static final int LONGEST_NAME = 200;
  private static final char REPLACEMENT = '\uFFFD';
  private static final char ELLIPSIS = '\u2026';
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Text() {}

  /**
   * A time, as all words have it.
   *
   * @param epochMillis milliseconds since 1970
   * @return for example "2026-01-02 14:02:10 UTC"
   */
  public static String time(long epochMillis) {
    String iso = Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS).toString();
    return iso.replace("T", " ").replace("Z", " UTC");
  }

  /**
   * What is read again after text has been written as UTF-8, in which unpaired surrogates become
   * question marks.
   *
   * @param text from outside; null for none
   * @return the same object if it has no surrogates; null for null
   */
  public static String written(String text) {
    for (int i = 0; text != null && i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return text;
  }

  /**
   * Makes a word safe, of at most {@link #WORD} chars.
   *
   * @param text from outside; null for none
   * @return as {@link #clean(String, int)}
   */
  public static String clean(String text) {
    return clean(text, WORD);
  }

  /**
   * Makes text safe. What is replaced, each code point by U+FFFD: control characters (line breaks,
   * tabs, ESC, NEL among them), separators of lines and paragraphs, format characters (those that
   * turn the direction among them; not the two joiners, which Persian and emoji need), unpaired
   * surrogates and what is no character. What is longer ends with an ellipsis.
   *
   * @param text from outside; null for none
   * @param most chars of the answer; &gt;= 1
   * @return the same object if there is nothing to do; null for null
   */
  public static String clean(String text, int most) {
    assert most >= 1 : most;
    if (text == null || isClean(text, most)) {
      return text;
    }
    int end = end(text, most);
    StringBuilder safe = new StringBuilder(end + 1);
    for (int i = 0; i < end; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      safe.appendCodePoint(isHarmless(c) ? c : REPLACEMENT);
    }
    return end < text.length() ? safe.append(ELLIPSIS).toString() : safe.toString();
  }

  /**
   * Whether text may stand as it is.
   *
   * @param text from outside
   * @param most chars that it may have
   * @return false if {@link #clean(String, int)} changes it
   */
  public static boolean isClean(String text, int most) {
    if (text.length() > most) {
      return false;
    }
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isHarmless(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  /**
   * Whether something of VIRK's may be called so: names stand in log lines, meters and files.
   *
   * @param name not null
   * @return true if it keeps {@link #NAME_RULE}
   */
  public static boolean isName(String name) {
    return !name.isBlank() && isClean(name, LONGEST_NAME);
  }

  /** How many chars are kept: all, or so many that the ellipsis has room; no pair is cut. */
  private static int end(String text, int most) {
    if (text.length() <= most) {
      return text.length();
    }
    int end = most - 1;
    boolean cutsPair =
        end > 0
            && Character.isHighSurrogate(text.charAt(end - 1))
            && Character.isLowSurrogate(text.charAt(end));
    return cutsPair ? end - 1 : end;
  }

  private static boolean isHarmless(int c) {
    if (c >= ' ' && c < 0x7F) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
      default -> (c & 0xFFFE) != 0xFFFE; // the last two of each plane are no characters
    };
  }

  /**
   * What an exception says, as a sentence. Never throws, whatever the exception's own methods do.
   *
   * @param thrown any
   * @return its message, made safe; the name of its class if it has none or cannot tell it; of a
   *     file that could not be used, also why
   */
  public static String message(Throwable thrown) {
    try {
      String message =
          thrown instanceof FileSystemException failed && failed.getReason() == null
              ? why(failed)
              : thrown.getMessage();
      if (message != null) {
        return clean(message, SENTENCE);
      }
    } catch (Throwable e) { // the host's or its model's class, which may do anything
      return clean(thrown.getClass().getName());
    }
    return clean(thrown.getClass().getName());
  }

  /** The exceptions of files that give no reason have it in their class. */
  private static String why(FileSystemException failed) {
    String why = failed.getClass().getSimpleName();
    if (failed instanceof AccessDeniedException) {
      why = "no permission";
    } else if (failed instanceof NoSuchFileException) {
      why = "no such file or folder";
    } else if (failed instanceof FileAlreadyExistsException) {
      why = "exists already";
    } else if (failed instanceof NotDirectoryException) {
      why = "is no folder";
    } else if (failed instanceof DirectoryNotEmptyException) {
      why = "is a folder";
    }
    return failed.getFile() + ": " + why;
  }

  /**
   * So many of something.
   *
   * @param n how many, &ge; 0
   * @param what one of them, a word whose plural takes an s
   * @return for example "1 drift", "1,200 drifts"
   */
  public static String count(long n, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", n, what, n == 1 ? "" : "s");
  }

  /**
   * A number as one reads it in a sentence.
   *
   * @param value any
   * @return with no decimals from 100 on, one from 10 on, else two; from ten million on with an
   *     exponent
   */
  public static String number(double value) {
    double magnitude = Math.abs(value);
    String format =
        magnitude >= LARGE ? "%.3g" : magnitude >= 100 ? "%.0f" : magnitude >= 10 ? "%.1f" : "%.2f";
    String text = String.format(Locale.ROOT, format, value);
    return text.equals("-0.00") ? "0.00" : text;
  }

  /**
   * A number that stands beside others, of which two decimals may show nothing.
   *
   * @param value any
   * @param largest of all, by its magnitude
   * @return as {@link #number(double)}; where the largest is below 0.1, with two digits
   */
  public static String number(double value, double largest) {
    double most = Math.abs(largest);
    return most >= SMALL || !(Math.abs(value) > NOTHING * most)
        ? number(value)
        : String.format(Locale.ROOT, "%.2g", value);
  }

  /**
   * An exception that a logger can be given: its messages, those of its causes, and what they
   * suppressed, are safe, and telling them does not throw.
   *
   * @param thrown any
   * @return itself if that is so; otherwise one that has its stack traces, and in each message the
   *     class that was thrown and what it says
   */
  public static Throwable loggable(Throwable thrown) {
    return SafeThrowable.of(thrown);
  }
}
