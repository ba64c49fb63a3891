package io.virk.diagnose;

import io.virk.internal.ReservedNames;
import io.virk.internal.Text;
import io.virk.internal.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which {@link Step} a drift calls for: rules in their order, of which the first that fits counts.
 * A rule asks for a cause or a family of causes, for a {@link Kind}, and for a severity that is
 * reached at least; what it leaves out it does not ask for. The last one fits all.
 *
 * <p>Beside the causes and families of the catalogue, and a host's own, there are names for what is
 * no cause: {@code blank-image} (nothing is in the images any more), {@code unknown} (no known
 * cause fits), {@code new-content} (the images look the same, but not to the model), {@code
 * class-mix} (only other classes are predicted), {@code mix} (observations of some tag values come
 * more often, and each look as they did), {@code coverage-gap} (some are further out than nearly
 * all of the baseline, most are as before), {@code unchanged} (neither, and the images are as they
 * were) and {@code not-compared} (there was nothing to compare causes by).
 *
 * <p>Immutable and thread-safe.
 */
public final class Playbook {
  /** The longest file, bytes. */
  static final int LONGEST_FILE = 1 << 20;

  private static final String RESOURCE = "playbook.json";
  private static final String ACTION = "action";

  /** The action of a cause, or a sentence of the language's file. */
  private static final Pattern NAMED = Pattern.compile("\\{([a-z0-9.-]{1,100})\\}");

  private static final int LONGEST_STEP = 4096;

  private final List<Rule> rules;

  /**
   * One of its rules.
   *
   * @param cause name of a cause or of a family; empty for any
   * @param kind that the drift has; empty for any
   * @param least severity that it has reached; empty for any, one of unknown size among them
   * @param step what is to be done
   */
  record Rule(
      Optional<String> cause, Optional<Kind> kind, Optional<Severity.Level> least, Step step) {
    boolean fitsAll() {
      return cause.isEmpty() && kind.isEmpty() && least.isEmpty();
    }

    /** What returns at equal distances comes and goes, too. */
    private static boolean isOf(Kind ofDrift, Kind asked) {
      return asked == ofDrift || asked == Kind.INTERMITTENT && ofDrift == Kind.PERIODIC;
    }

    private boolean fits(String name, String family, Kind ofDrift, Severity severity) {
      return cause.filter(c -> !c.equals(name) && !c.equals(family)).isEmpty()
          && kind.filter(k -> !isOf(ofDrift, k)).isEmpty()
          && least
              .filter(l -> severity.level().filter(has -> has.compareTo(l) >= 0).isEmpty())
              .isEmpty();
    }
  }

  private static final class Standard {
    static final Playbook BOOK = load();

    private static Playbook load() {
      try (InputStream in = Playbook.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException("virk-core lacks io/virk/diagnose/" + RESOURCE);
        }
        return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Playbook(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * VIRK's own, the file {@code io/virk/diagnose/playbook.json} of virk-core.
   *
   * @return always the same
   */
  public static Playbook standard() {
    return Standard.BOOK;
  }

  /**
   * Reads one from a file.
   *
   * @param file JSON in UTF-8, at most 1 MiB, as {@link #parse} reads it
   * @return the playbook
   * @throws IllegalArgumentException as {@link #parse}; the message names the file, too
   * @throws UncheckedIOException if it cannot be read
   */
  public static Playbook read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST_FILE + 1);
    } catch (IOException e) {
      String what = "playbook " + Text.clean(file.toString(), Text.SENTENCE);
      throw new UncheckedIOException(what + " cannot be read: " + Text.message(e), e);
    }
    try {
      return PlaybookFile.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          Text.clean(file.toString(), Text.SENTENCE) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads one. An object with the field {@code rules}: an array of at most 1000 objects, each with
   *
   * <ul>
   *   <li>{@code cause}: name of a cause or a family, or "*", which is the default
   *   <li>{@code kind}: "abrupt", "gradual", "intermittent" (a periodic drift, too), "periodic",
   *       "unknown", or "*", the default
   *   <li>{@code severity}: the least, "mild", "moderate", "severe", or "*", the default
   *   <li>{@code what}: what is to be done, 1 .. 1000 printable characters; {@code {action}} stands
   *       for what the cause itself says, and a key of VIRK's language file in braces for its
   *       sentence, as {@code {playbook.blur.gradual}}
   *   <li>{@code who}: should do it, 1 .. 128 printable characters
   *   <li>{@code lookAgain}: after how long, 1 min .. 366 d, for example "1 h 30 min"
   * </ul>
   *
   * A field that stands there twice, and a name in braces that is no such key, are refused.
   *
   * @param json as described
   * @return the playbook
   * @throws IllegalArgumentException if it is anything else; the message names the field, what was
   *     found and what was expected
   */
  public static Playbook parse(String json) {
    return PlaybookFile.parse(Objects.requireNonNull(json, "json"));
  }

  /**
   * The step of the first rule that fits.
   *
   * @param cause name of the cause, or what stands for one; "" if only the family is known
   * @param family of the cause; "" if there is none
   * @param kind of the drift
   * @param severity of the drift
   * @param action what the cause says is to be looked at first
   * @return the step
   */
  public Step step(String cause, String family, Kind kind, Severity severity, String action) {
    Step step =
        rules.stream()
            .filter(r -> r.fits(cause, family, kind, severity))
            .findFirst()
            .orElseThrow() // the last one fits all
            .step();
    return new Step(
        Text.clean(filled(step.what(), action), LONGEST_STEP),
        Text.clean(filled(step.who(), action)),
        step.lookAgain());
  }

  /** The first name in braces that stands for nothing, with them. */
  static Optional<String> unknownKey(String text) {
    return NAMED
        .matcher(text)
        .results()
        .filter(found -> !found.group(1).equals(ACTION) && Words.find(found.group(1)).isEmpty())
        .map(MatchResult::group)
        .findFirst();
  }

  /** What is put in is not looked at again. */
  private static String filled(String text, String action) {
    return NAMED
        .matcher(text)
        .replaceAll(
            found -> {
              String key = found.group(1);
              String words = key.equals(ACTION) ? action : Words.find(key).orElse(found.group());
              return Matcher.quoteReplacement(words);
            });
  }

  /**
   * Which names its rules ask for that are none: a slip of the pen, or a cause of another baseline.
   *
   * @param known names of causes, and of families beside those of the catalogue
   * @return in the order of the rules, each once
   */
  public List<String> unknownNames(Set<String> known) {
    return rules.stream()
        .flatMap(r -> r.cause().stream())
        .filter(c -> !known.contains(c) && !ReservedNames.has(c))
        .distinct()
        .toList();
  }

  @Override
  public String toString() {
    return "playbook of " + Text.count(rules.size(), "rule");
  }
}
