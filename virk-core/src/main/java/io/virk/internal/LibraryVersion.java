package io.virk.internal;

import java.util.Optional;

/** The version of this library, as its jar's manifest says it. */
public final class LibraryVersion {
  /** For example "0.1.0"; "development" if the classes are not in a jar. */
  public static final String CURRENT =
      Optional.ofNullable(LibraryVersion.class.getPackage().getImplementationVersion())
          .orElse("development");

  private LibraryVersion() {}
}
