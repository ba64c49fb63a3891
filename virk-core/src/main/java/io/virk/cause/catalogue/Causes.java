package io.virk.cause.catalogue;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.internal.Named;
import io.virk.internal.ReservedNames;
import io.virk.internal.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The catalogue of causes that VIRK knows: what happens to cameras and pipelines ({@link #all}),
 * and the published corruptions of Hendrycks and Dietterich, "Benchmarking Neural Network
 * Robustness to Common Corruptions and Perturbations" (ICLR 2019, arXiv:1903.12261), to test a
 * model with ({@link #published()}). Of images whose shorter side is at most 64 pixels the numbers
 * of defocus, noise and low contrast are the published ones of CIFAR-10-C; of larger ones they
 * begin slighter than those of ImageNet-C.
 */
public final class Causes {
  /** Those of cameras and pipelines, family by family. */
  private static final List<Cause> ALL =
      List.of(
          new UnderExposure(),
          new OverExposure(),
          new WashedOutGamma(),
          new CrushedGamma(),
          new LevelsUp(),
          new LevelsDown(),
          new Vignetting(),
          new OneSidedLight(),
          new Glare(),
          new Flicker(),
          new NightMode(),
          new LowContrast(),
          new CompressedLevels(),
          new StretchedLevels(),
          new Haze(),
          new WarmCast(),
          new CoolCast(),
          new GreenCast(),
          new MagentaCast(),
          new PaleColours(),
          new StrongColours(),
          new GrayPicture(),
          new ChannelSwap(),
          new Defocus(),
          new CameraShake(),
          new LowResolution(),
          new SensorNoise(),
          new StuckPixels(),
          new Stripes(),
          new FixedPattern(),
          new Dirt(),
          new Drops(),
          new PartOccluded(),
          new Covered(),
          new Tilt(),
          new Shift(),
          new Zoom(),
          new WrongAspect(),
          new WrongCrop(),
          new JpegCompression(),
          new DoubleJpeg(),
          new LowBitRate(),
          new Interlacing(),
          new TornFrame(),
          new BlackPicture(),
          new FrozenStream(),
          new DroppedFrames());

  /** Of a host: their signatures make a baseline and a diagnosis dear. */
  private static final int MOST_OWN = 200;

  private static final int LONGEST_WORDS = 200;
  private static final int LONGEST_ACTION = 500;

  private Causes() {}

  /**
   * All causes of real cameras and pipelines that VIRK knows, also those that no single frame
   * shows.
   *
   * @return causes, always in this order, family by family
   */
  public static List<Cause> all() {
    return ALL;
  }

  /**
   * The picture of another camera: two cables, addresses or names were exchanged.
   *
   * @param donors frames of the other camera, in time order, of any size; copied
   * @return a cause that shows them in place of a camera's own, in its size
   * @throws IllegalArgumentException if there are none
   */
  public static Cause otherCamera(List<Frame> donors) {
    return new OtherCamera(donors);
  }

  /**
   * The 19 published corruptions, by their published names and parameters, for the size of each
   * frame: those of CIFAR-10-C if its shorter side is at most 64 pixels, else those of ImageNet-C.
   * To test a model with; a baseline learns {@link #all()}.
   *
   * @return causes, always in this order
   */
  public static List<Cause> published() {
    return Published.bySize();
  }

  /**
   * The same with the parameters of one set, whatever the size of a frame.
   *
   * @param set whose parameters
   * @return causes of the same names in the same order
   */
  public static List<Cause> published(CorruptionSet set) {
    return Published.of(Objects.requireNonNull(set, "set"));
  }

  /**
   * One that VIRK knows.
   *
   * @param name for example "under-exposure"
   * @return the cause
   * @throws IllegalArgumentException if there is none of that name; the message lists the names
   */
  public static Cause named(String name) {
    return Named.of("cause", name, ALL, Cause::name);
  }

  /**
   * VIRK's and some more.
   *
   * @param own a host's causes
   * @return {@link #all()}, then those
   * @throws IllegalArgumentException if there are more than 200, two have one name, one has the
   *     name of a family or of what is no cause ("unknown", "blank-image"), or says nothing of
   *     itself, or too much, or something unprintable
   */
  public static List<Cause> with(List<? extends Cause> own) {
    if (own.size() > MOST_OWN) {
      throw rejected(own.size() + " of a host's own", "at most " + MOST_OWN);
    }
    List<Cause> causes = new ArrayList<>(ALL);
    causes.addAll(own);
    Set<String> names = new HashSet<>();
    for (Cause cause : causes) {
      Objects.requireNonNull(cause, "cause");
      String name = cause.name();
      if (name == null || !Text.isName(name)) {
        throw rejected(
            cause.getClass().getName() + " with name \"" + Text.clean(name) + "\"", Text.NAME_RULE);
      }
      if (ReservedNames.has(name)) {
        throw rejected(
            "of the name " + name, "none of the names of families, and of what is no cause");
      }
      if (!names.add(name)) {
        throw rejected("two of the name " + name, "each name once");
      }
      check(name, "family", cause.family(), Text.WORD);
      check(name, "words", cause.words(), LONGEST_WORDS);
      check(name, "action", cause.action(), LONGEST_ACTION);
      Objects.requireNonNull(cause.alongside(), () -> "alongside of cause " + name);
    }
    return List.copyOf(causes);
  }

  private static void check(String name, String what, String text, int longest) {
    if (text == null || text.isBlank() || !Text.isClean(text, longest)) {
      throw rejected(
          name + " with " + what + " \"" + Text.clean(text) + "\"",
          "1 .. " + longest + " printable characters of one line, not blank");
    }
  }

  private static IllegalArgumentException rejected(String what, String rule) {
    return new IllegalArgumentException("cause: " + what + " (expected: " + rule + ")");
  }
}
