package io.virk.page;

import io.virk.internal.Words;

/**
 * What stands on pages beside what was told: headings, names of columns. In the file of the
 * language, {@link Words}, under keys that begin with {@code page.}
 */
public final class Labels {
  /** How its keys begin in the file. */
  static final String PREFIX = "page.";

  private Labels() {}

  /**
   * A label.
   *
   * @param key in the file, without its beginning
   * @param parts that stand in it for {@code {0}}, {@code {1}} ...; what is put in is not looked at
   *     again
   * @return the words
   * @throws IllegalArgumentException if no file has the key
   */
  public static String of(String key, Object... parts) {
    return Words.of(PREFIX + key, parts);
  }
}
