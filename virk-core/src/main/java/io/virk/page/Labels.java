package io.virk.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * What stands on pages beside what was told: headings, names of columns. One file, {@code
 * io/virk/page/labels_en.properties} of virk-core, in UTF-8.
 */
public final class Labels {
  private static final Properties WORDS = load();

  private Labels() {}

  private static Properties load() {
    Properties words = new Properties();
    try (InputStream in = Labels.class.getResourceAsStream("labels_en.properties")) {
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A label.
   *
   * @param key in the file
   * @param parts that stand in it for {@code {0}}, {@code {1}} ...; what is put in is not looked at
   *     again
   * @return the words
   * @throws IllegalArgumentException if the file lacks the key
   */
  public static String of(String key, Object... parts) {
    String pattern = WORDS.getProperty(key);
    if (pattern == null) {
      throw new IllegalArgumentException("label: " + key + " (expected: a key of labels_en)");
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      int part = i + 2 < pattern.length() ? pattern.charAt(i + 1) - '0' : -1;
      if (pattern.charAt(i) == '{' && part >= 0 && part < parts.length) {
        text.append(parts[part]);
        i += 2;
      } else {
        text.append(pattern.charAt(i));
      }
    }
    return text.toString();
  }
}
