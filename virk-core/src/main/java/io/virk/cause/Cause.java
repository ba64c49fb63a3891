package io.virk.cause;

import io.virk.image.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Something that can happen to a camera, its data or its model: how it is applied to clean images,
 * what is said of it, and what to do. A baseline applies every cause to some of its own images and
 * keeps how their signals move, its signature; a drift is compared with those.
 *
 * <p>VIRK's own are in {@link io.virk.cause.catalogue.Causes}; a host's are classes of its own,
 * handed to a baseline's builder. A host's cause should be at least as different from the others as
 * one signal can tell: two that look alike share the probability.
 *
 * <p>Immutable and thread-safe: it may be asked by any thread, though never by the host's inference
 * threads.
 */
public interface Cause {
  /** The number of severities. */
  int SEVERITIES = 5;

  /**
   * The term of the field. It stands in baseline files, diagnoses and incidents.
   *
   * @return lower-case words, for example "under-exposure"; no two causes of one name
   */
  String name();

  /**
   * What causes that look alike have in common.
   *
   * @return one lower-case word, for example "light", "blur", "noise"
   */
  String family();

  /**
   * Lets it happen to an image.
   *
   * @param frame any frame. Not to be modified.
   * @param severity 1 (slight) .. {@link #SEVERITIES} (severe)
   * @param seed of whatever is random; the same seed gives the same frame
   * @return a new frame
   * @throws IllegalArgumentException if the severity is out of its range
   */
  Frame apply(Frame frame, int severity, long seed);

  /**
   * Lets it happen to frames of one camera, one after the other. By itself it happens to each frame
   * alone, with a seed of its own; what stands still (dirt on a lens), moves on (flicker) or is
   * seen only in the order of frames (a frozen stream) does it another way.
   *
   * <p>A baseline that measures signatures has no run to give: its images are sampled, far apart in
   * time and in no order, and those of slices that look alike stand together. What is measured must
   * not hang on which frames are neighbours; what is seen in their order alone says so by {@link
   * #seenInOneFrame}, and is not measured.
   *
   * @param run frames of one camera in time order. Not to be modified, nor its frames.
   * @param severity 1 (slight) .. {@link #SEVERITIES} (severe)
   * @param seed of whatever is random; the same seed gives the same frames
   * @return as many frames, in time order
   * @throws IllegalArgumentException if the severity is out of its range
   */
  default List<Frame> apply(List<Frame> run, int severity, long seed) {
    List<Frame> changed = new ArrayList<>(run.size());
    for (int i = 0; i < run.size(); i++) {
      changed.add(apply(run.get(i), severity, seed + (long) i * variants()));
    }
    return changed;
  }

  /**
   * Whether one frame alone shows it. What does not, a frozen stream, leaves a single frame as it
   * is, and has no signature.
   *
   * @return true if {@link #apply(Frame, int, long)} changes anything
   */
  default boolean seenInOneFrame() {
    return true;
  }

  /**
   * Whether it happens to the light in front of the sensor, whose own noise then stays. Applied to
   * a finished image it takes the noise along: a blur smooths it. A baseline learns such a cause
   * both ways, and a third with half as much noise again, as an automatic gain makes it.
   *
   * @return false of what happens to the image
   */
  default boolean isOptical() {
    return false;
  }

  /**
   * In how many ways it comes that look different, as a lamp that goes out on one of four sides.
   * The seed chooses: two seeds that are equal modulo this number come in the same way. What
   * differs less, the places of spots of dirt, is not counted.
   *
   * @return at least 1
   */
  default int variants() {
    return 1;
  }

  /**
   * What is said of a camera that it happened to.
   *
   * @return the rest of a sentence, for example "is darker than the baseline"
   */
  String words();

  /**
   * What to look at first.
   *
   * @return one or two sentences, for example "Check the lamp."
   */
  String action();

  /**
   * Signals that it moves only along with others, so that they say nothing more: of an image that
   * is darker, the three channels.
   *
   * @return names of signals that are not told by themselves; empty if all are
   */
  default Set<String> alongside() {
    return Set.of();
  }
}
