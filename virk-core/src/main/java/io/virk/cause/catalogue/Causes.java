package io.virk.cause.catalogue;

import io.virk.cause.Cause;
import io.virk.internal.Named;
import io.virk.internal.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The catalogue of causes that VIRK knows. The numbers of defocus, noise and contrast are the
 * published ones of Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common
 * Corruptions and Perturbations" (ICLR 2019, arXiv:1903.12261): of its CIFAR-10-C set for images
 * whose shorter side is at most 64 pixels, of ImageNet-C above. Under- and over-exposure and the
 * colour casts, which that set lacks, are gains of the linear kind that a lamp, a diaphragm or a
 * white balance makes.
 */
public final class Causes {
  private static final List<Cause> ALL =
      List.of(
          new UnderExposure(),
          new OverExposure(),
          new LowContrast(),
          new Defocus(),
          new SensorNoise(),
          new WarmCast(),
          new CoolCast());

  private static final int LONGEST_WORDS = 200;
  private static final int LONGEST_ACTION = 500;

  private Causes() {}

  /**
   * All that VIRK knows.
   *
   * @return causes, always in this order
   */
  public static List<Cause> all() {
    return ALL;
  }

  /**
   * All causes of real cameras and pipelines, also those that no single frame shows.
   *
   * @return causes, always in this order
   */
  public static List<Cause> catalogue() {
    return ALL;
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
   * @throws IllegalArgumentException if two have one name, or one says nothing of itself, or too
   *     much, or something unprintable
   */
  public static List<Cause> with(List<? extends Cause> own) {
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
