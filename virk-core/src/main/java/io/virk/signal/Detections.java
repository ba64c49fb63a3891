package io.virk.signal;

/**
 * The boxes of one observation, as the host handed them over: of more than there is room for the
 * first are kept. What their numbers mean says {@link Output.Boxes}. To be read alone; what is
 * handed to a {@link SignalSource} is valid while it reads.
 */
public class Detections {
  private enum Problem {
    NONE,
    COUNT,
    BOXES,
    CLASSES,
    CONFIDENCES
  }

  private final float[] boxes;
  private final int[] classes;
  private final float[] confidences;
  private int given;
  private int found;
  private boolean isGiven;
  private boolean hasClasses;
  private boolean hasConfidences;
  private Problem problem = Problem.NONE;

  /**
   * Memory with room for boxes. Nothing is allocated after it.
   *
   * @param most &ge; 0
   */
  protected Detections(int most) {
    boxes = new float[4 * most];
    classes = new int[most];
    confidences = new float[most];
  }

  /** Forgets what was given. */
  protected void clear() {
    isGiven = false;
    given = 0;
    problem = Problem.NONE;
  }

  /**
   * Copies boxes; the first ones if there are more than there is room for. Arrays that are shorter
   * than the count says, or a count &lt; 0, are remembered as a flaw. Never throws, and allocates
   * nothing.
   *
   * @param fromBoxes four numbers a box. Null is ignored unless the count is 0. Not modified.
   * @param fromClasses one a box, or null if they are not known. Not modified.
   * @param fromConfidences one a box, 0 .. 1, or null if they are not known. Not modified.
   * @param count boxes, 0 for none
   */
  protected void take(float[] fromBoxes, int[] fromClasses, float[] fromConfidences, int count) {
    if (fromBoxes == null && count != 0) {
      return;
    }
    clear();
    isGiven = true;
    hasClasses = fromClasses != null;
    hasConfidences = fromConfidences != null;
    if (count < 0) {
      flawed(Problem.COUNT, count);
    } else if (count > 0 && fromBoxes.length / 4 < count) {
      flawed(Problem.BOXES, fromBoxes.length);
    } else if (hasClasses && fromClasses.length < count) {
      flawed(Problem.CLASSES, fromClasses.length);
    } else if (hasConfidences && fromConfidences.length < count) {
      flawed(Problem.CONFIDENCES, fromConfidences.length);
    }
    given = count;
    int kept = count();
    if (kept > 0) {
      System.arraycopy(fromBoxes, 0, boxes, 0, 4 * kept);
    }
    if (kept > 0 && hasClasses) {
      System.arraycopy(fromClasses, 0, classes, 0, kept);
    }
    if (kept > 0 && hasConfidences) {
      System.arraycopy(fromConfidences, 0, confidences, 0, kept);
    }
  }

  private void flawed(Problem what, int length) {
    problem = what;
    found = length;
  }

  /**
   * Whether any were given, none at all among them.
   *
   * @return false for an observation without this output
   */
  public final boolean isGiven() {
    return isGiven;
  }

  /**
   * How many were given.
   *
   * @return as the host said
   */
  public final int given() {
    return given;
  }

  /**
   * How many are kept.
   *
   * @return &ge; 0; 0 if they cannot be used
   */
  public final int count() {
    return problem == Problem.NONE ? Math.min(given, classes.length) : 0;
  }

  /**
   * One of the four numbers of a box.
   *
   * @param box 0 .. count - 1
   * @param number 0 .. 3
   * @return as the host gave it
   */
  public final float number(int box, int number) {
    return boxes[4 * box + number];
  }

  /**
   * The class of a box.
   *
   * @param box 0 .. count - 1
   * @return as the host gave it; {@link Observation#NO_CLASS} if classes are not known
   */
  public final int classOf(int box) {
    return hasClasses ? classes[box] : Observation.NO_CLASS;
  }

  /**
   * The confidence of a box.
   *
   * @param box 0 .. count - 1
   * @return as the host gave it; NaN if confidences are not known
   */
  public final float confidence(int box) {
    return hasConfidences ? confidences[box] : Float.NaN;
  }

  final boolean hasClasses() {
    return hasClasses;
  }

  final boolean hasConfidences() {
    return hasConfidences;
  }

  /** A copy with just the room that it needs. */
  final Detections copy() {
    Detections copy = new Detections(count());
    copy.take(boxes, hasClasses ? classes : null, hasConfidences ? confidences : null, count());
    copy.isGiven = isGiven;
    copy.given = given;
    copy.problem = problem;
    copy.found = found;
    return copy;
  }

  /** Why they cannot be used; null if they can. */
  final FlawFound flaw(long observation) {
    if (problem == Problem.NONE) {
      return null;
    }
    String what =
        switch (problem) {
          case COUNT -> "a count of " + found;
          case BOXES -> found + " numbers for " + given + " boxes";
          case CLASSES -> found + " classes for " + given + " boxes";
          default -> found + " confidences for " + given + " boxes";
        };
    return new FlawFound(
        Flaw.DETECTIONS_LENGTH,
        what,
        "a count >= 0, four numbers, one class and one confidence a box",
        observation);
  }

  /**
   * How much it takes.
   *
   * @return bytes, about
   */
  public final long memory() {
    return 24L * classes.length + 96;
  }
}
