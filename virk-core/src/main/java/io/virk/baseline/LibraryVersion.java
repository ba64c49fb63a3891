package io.virk.baseline;

import java.util.Optional;

/** The version of this library, as its jar's manifest says it. */
final class LibraryVersion {
  /** "development" if the classes are not in a jar. */
  static final String CURRENT =
      Optional.ofNullable(LibraryVersion.class.getPackage().getImplementationVersion())
          .orElse("development");

  private LibraryVersion() {}
}
