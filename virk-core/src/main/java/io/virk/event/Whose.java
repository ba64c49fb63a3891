package io.virk.event;

import io.virk.detect.Slice;
import java.util.Collection;

/** Whose stream it is, as the subject of a sentence. */
final class Whose {
  private Whose() {}

  /**
   * One.
   *
   * @return for example "camera=cam-2 in night", "the whole stream" or "the whole stream in night"
   */
  static String of(Slice slice) {
    if (!slice.isAll()) {
      return slice.toString();
    }
    return "the whole stream" + slice.toString().substring(Slice.ALL.toString().length());
  }

  /**
   * Several.
   *
   * @return that of all where it is among them, of a single context; the first ten otherwise
   */
  static String of(Collection<Slice> slices) {
    return slices.size() == 1 ? of(slices.iterator().next()) : Slice.inWords(slices);
  }
}
