package io.virk.diagnose;

import java.util.List;
import java.util.Objects;

/**
 * Which observations carry a drift: those of some values of a tag, of some predicted classes, or of
 * pairs of both, of all tags that hosts set. They are compared before and since it began; those
 * that are named are selected by e-BH, so that at most one in ten of them is there by chance, in
 * the mean.
 *
 * @param pattern what was found
 * @param signal by which; "" if nothing was found
 * @param unit of its values; "" for none
 * @param carriers that changed, or whose share did; largest first
 * @param rest all others together, if only some changed; the values that did not change within
 *     themselves, if only shares did
 * @param same other values that the carriers have all in common, and nobody else: it may as well be
 *     those
 * @param keys of the tags that were looked at, "predicted-class" among them
 * @param looked values and pairs that were looked at
 * @param leftOut values that were not, for there are too few observations of each
 */
public record SliceFinding(
    Pattern pattern,
    String signal,
    String unit,
    List<SliceChange> carriers,
    List<SliceChange> rest,
    List<SliceChange> same,
    List<String> keys,
    int looked,
    int leftOut) {
  /** What can be found. */
  public enum Pattern {
    /** It cannot be told, or the values have changed alike. */
    NONE,
    /** Observations of some values have changed, the others have not. */
    WITHIN,
    /** Some values come more often, others less: within each of them nothing has changed. */
    MIX
  }

  /** Nothing was looked at. */
  public static final SliceFinding NONE =
      new SliceFinding(Pattern.NONE, "", "", List.of(), List.of(), List.of(), List.of(), 0, 0);

  public SliceFinding {
    Objects.requireNonNull(pattern, "pattern");
    carriers = List.copyOf(carriers);
    rest = List.copyOf(rest);
    same = List.copyOf(same);
    keys = List.copyOf(keys);
  }
}
