package io.virk.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The sentences of diagnoses, causes, steps and pages, from one file of a language: {@code
 * io/virk/words_en.properties} of virk-core, in UTF-8. Another language is a file of the host's,
 * for example {@code META-INF/virk/words_de.properties} on the class or module path, that is chosen
 * by the system property {@code virk.language}; what it lacks is said in English.
 *
 * <p>In a sentence {@code {0}}, {@code {1}} ... stand for its parts, which are numbers as they are
 * written everywhere, names, or sentences of their own. Nothing else has a meaning, quotes among
 * it. Immutable and thread-safe.
 */
public final class Words {
  /** Where a language is chosen. */
  static final String LANGUAGE = "virk.language";

  private static final Properties ENGLISH = load("en");
  private static final Properties CHOSEN = chosen();

  /** How signals of the areas of a mask begin; the name of a class follows. */
  private static final String AREA = "area-of-";

  private Words() {}

  private static Properties chosen() {
    String language = System.getProperty(LANGUAGE, "en");
    return language.matches("[A-Za-z0-9_-]{1,35}") ? load(language) : new Properties();
  }

  /**
   * The language in which words are said.
   *
   * @return a tag as HTML has it, for example "en"; that of the file that was chosen, if it is
   *     there
   */
  public static String language() {
    return CHOSEN.isEmpty() ? "en" : System.getProperty(LANGUAGE, "en").replace('_', '-');
  }

  /** The file of a language; empty if there is none. */
  static Properties load(String language) {
    Properties words = new Properties();
    String name = "words_" + language + ".properties";
    try (InputStream in =
        language.equals("en")
            ? Words.class.getResourceAsStream("/io/virk/" + name)
            : Resources.ofAnyone("META-INF/virk/" + name)) {
      if (in != null) {
        words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A sentence, or a part of one.
   *
   * @param key in the file
   * @param parts that stand in it
   * @return the words
   * @throws IllegalArgumentException if no file has the key
   */
  public static String of(String key, Object... parts) {
    return find(key, parts)
        .orElseThrow(
            () -> new IllegalArgumentException("words: " + key + " (expected: a key of words_en)"));
  }

  /**
   * What a signal is called.
   *
   * @param name of the signal
   * @return in words where there are some, otherwise its name
   */
  public static String signal(String name) {
    return find("signal." + name)
        .orElseGet(
            () ->
                name.startsWith(AREA) ? of("signal.area-of", name.substring(AREA.length())) : name);
  }

  /**
   * A sentence that not all have.
   *
   * @param key in the file
   * @param parts that stand in it
   * @return the words; empty if no file has the key
   */
  public static Optional<String> find(String key, Object... parts) {
    return find(CHOSEN, key, parts);
  }

  /** In a language; what it lacks is said in English. */
  static Optional<String> find(Properties language, String key, Object... parts) {
    String pattern = language.getProperty(key, ENGLISH.getProperty(key));
    return Optional.ofNullable(pattern).map(p -> filled(p, parts));
  }

  /** What is put in is not looked at again: a tag may hold braces. */
  private static String filled(String pattern, Object[] parts) {
    StringBuilder text = new StringBuilder(pattern.length() + 32);
    for (int i = 0; i < pattern.length(); i++) {
      int part = i + 2 < pattern.length() ? pattern.charAt(i + 1) - '0' : -1;
      boolean stands =
          pattern.charAt(i) == '{'
              && part >= 0
              && part < parts.length
              && pattern.charAt(i + 2) == '}';
      if (stands) {
        text.append(parts[part]);
        i += 2;
      } else {
        text.append(pattern.charAt(i));
      }
    }
    return text.toString();
  }

  /**
   * Several in one sentence.
   *
   * @param items names, at least one
   * @return for example "light, contrast and colour"
   */
  public static String list(List<String> items) {
    int last = items.size() - 1;
    return last <= 0
        ? String.join("", items)
        : of("list.last", String.join(of("list.comma"), items.subList(0, last)), items.get(last));
  }

  /**
   * Several in one sentence, of which each may be the last.
   *
   * @param items names
   * @return for example "under-exposure, haze"
   */
  public static String commas(List<String> items) {
    return String.join(of("list.comma"), items);
  }
}
