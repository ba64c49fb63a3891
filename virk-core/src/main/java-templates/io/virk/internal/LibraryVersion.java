package io.virk.internal;

/** The version of this library, as its pom says it. */
public final class LibraryVersion {
  /** For example "0.1.0". */
  public static final String CURRENT = "${project.version}";

  private LibraryVersion() {}
}
