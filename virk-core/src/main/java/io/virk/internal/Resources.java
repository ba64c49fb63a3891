package io.virk.internal;

import java.io.InputStream;

/** Files that other jars bring. */
public final class Resources {
  private Resources() {}

  /**
   * Finds a file of any jar that the class loader of this library sees. On the module path a class
   * finds by its own name only what its module has.
   *
   * @param name without a slash before it; in {@code META-INF}, for modules hide what lies in their
   *     packages
   * @return null if nobody has it
   */
  public static InputStream ofAnyone(String name) {
    ClassLoader loader = Resources.class.getClassLoader();
    return loader == null
        ? ClassLoader.getSystemResourceAsStream(name)
        : loader.getResourceAsStream(name);
  }
}
