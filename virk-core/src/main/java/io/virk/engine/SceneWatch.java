package io.virk.engine;

import io.virk.detect.Slice;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import io.virk.image.internal.Motion;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether the picture of one camera has moved for good: two runs of pictures in a row say so, and
 * the same. What passes by, or stands about for a while, moves no picture as a whole. VIRK's thread
 * alone.
 */
final class SceneWatch {
  /** A picture that is so much like the baseline's has not moved: no closer look is needed. */
  private static final double ALIKE = 0.8;

  /** Below this a picture is not known to be in its place: it is looked at closer each time. */
  private static final double LEAST_CALM = Motion.SAME_SCENE;

  /** A likeness that fell by so much since a closer look deserves another one. */
  private static final double FALLEN = 0.1;

  /** Per cent; degrees; per cent: what is told without a drift. */
  private static final double LEAST_SHIFT = 2;

  private static final double LEAST_DEGREES = 1;
  private static final double LEAST_ZOOM = 3;

  /** By which two runs may differ. */
  private static final double SAME_SHIFT = 1;

  private static final double SAME_DEGREES = 0.5;
  private static final double SAME_ZOOM = 2;

  private static final int NUMBERS = 5;
  private static final byte NONE = -1;

  /** What the last run said; null if it said nothing. */
  private SceneChange pending;

  /** What was told and still holds; null if the picture is in its place. */
  private SceneChange told;

  /** From this likeness on no closer look is needed. */
  private double calm = ALIKE;

  /**
   * Takes a run of pictures.
   *
   * @param inPlace how alike its mean is to the baseline's as it stands
   * @param closer compares them, at some cost
   * @return what is to be told; null if nothing
   */
  SceneChange run(double inPlace, Supplier<SceneChange> closer) {
    boolean isCalm = inPlace >= calm;
    SceneChange now = isCalm ? SceneChange.of(Outcome.IN_PLACE, inPlace) : closer.get();
    if (!isCalm && now.outcome() == Outcome.IN_PLACE) {
      calm = Math.max(now.likeness() - FALLEN, LEAST_CALM);
    }
    boolean away = isAway(now);
    if (!away && now.outcome() != Outcome.IN_PLACE) {
      pending = null;
      return null;
    }
    boolean twice = pending != null && isSame(pending, now);
    pending = now;
    boolean isNew = told == null ? away : !isSame(told, now);
    if (!twice || !isNew) {
      return null;
    }
    told = away ? now : null;
    calm = ALIKE;
    return now;
  }

  /** What was told and still holds; null if the picture is in its place. */
  SceneChange told() {
    return told;
  }

  private static boolean isAway(SceneChange change) {
    return change.outcome() == Outcome.OF_ANOTHER_CAMERA
        || change.outcome() == Outcome.MOVED
            && (Math.hypot(change.right(), change.down()) >= LEAST_SHIFT
                || Math.abs(change.degrees()) >= LEAST_DEGREES
                || Math.abs(change.zoom()) >= LEAST_ZOOM);
  }

  private static boolean isSame(SceneChange a, SceneChange b) {
    return a.outcome() == b.outcome()
        && (a.seenBy() == null || a.seenBy().equals(b.seenBy()))
        && Math.hypot(a.right() - b.right(), a.down() - b.down()) <= SAME_SHIFT
        && Math.abs(Math.IEEEremainder(a.degrees() - b.degrees(), 360)) <= SAME_DEGREES
        && Math.abs(a.zoom() - b.zoom()) <= SAME_ZOOM;
  }

  /** Bytes of its state. */
  static int bytes() {
    return Double.BYTES + 2 * (1 + NUMBERS * Double.BYTES + Integer.BYTES);
  }

  /**
   * Writes its state.
   *
   * @param slices of the baseline, by whose number another camera is known
   */
  void writeTo(ByteBuffer out, List<Slice> slices) {
    out.putDouble(calm);
    for (SceneChange change : new SceneChange[] {pending, told}) {
      boolean none = change == null;
      out.put(none ? NONE : (byte) change.outcome().ordinal());
      out.putDouble(none ? 0 : change.right()).putDouble(none ? 0 : change.down());
      out.putDouble(none ? 0 : change.degrees()).putDouble(none ? 0 : change.zoom());
      out.putDouble(none ? 0 : change.likeness());
      out.putInt(none || change.seenBy() == null ? NONE : slices.indexOf(change.seenBy()));
    }
  }

  /**
   * Goes on from what was written.
   *
   * @throws IllegalArgumentException if it is no such thing
   */
  void readFrom(ByteBuffer in, List<Slice> slices) {
    calm = in.getDouble();
    if (!(calm >= LEAST_CALM && calm <= ALIKE)) {
      throw new IllegalArgumentException(
          "calm: " + calm + " (expected: " + LEAST_CALM + " .. " + ALIKE + ")");
    }
    pending = read(in, slices);
    told = read(in, slices);
  }

  private static SceneChange read(ByteBuffer in, List<Slice> slices) {
    int outcome = in.get();
    double[] numbers = new double[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = in.getDouble();
    }
    int seenBy = in.getInt();
    if (outcome == NONE) {
      return null;
    }
    if (outcome < 0 || outcome >= Outcome.values().length || seenBy >= slices.size()) {
      throw new IllegalArgumentException(
          "outcome, slice: " + outcome + ", " + seenBy + " (expected: those that there are)");
    }
    return new SceneChange(
        Outcome.values()[outcome],
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        seenBy < 0 ? null : slices.get(seenBy));
  }
}
