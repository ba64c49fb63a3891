package io.virk.image;

/**
 * What becomes of an image whose Exif data say that it is to be turned or mirrored to be seen
 * upright, as photos of telephones do.
 */
public enum Orientation {
  /** It is turned, as people see it; so do OpenCV's {@code imread} and most detectors' loaders. */
  UPRIGHT,
  /** It stays as it is stored; so do PIL and torchvision unless they are told otherwise. */
  AS_STORED,
  /** It is not read, and counts as unreadable: for data that should have none. */
  REFUSED
}
