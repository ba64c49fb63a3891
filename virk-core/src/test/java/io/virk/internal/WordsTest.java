package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Severity;
import io.virk.diagnose.Step;
import io.virk.event.Triggered;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.signal.Output;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The language's file has every key that is used, and no other. */
class WordsTest {
  private static final Path MAIN = Path.of("src", "main");
  private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z0-9.-]*)\"");
  private static final Pattern ASKED =
      Pattern.compile("Words\\.(?:of|find)\\(\\s*\"([^\"]+)\"\\s*[,)]");
  private static final Pattern IN_PLAYBOOK = Pattern.compile("\\{([a-z0-9.-]+)}");

  /** Of what the key is put together: each of these is there. */
  private static final List<String> FAMILIES = ReservedNames.FAMILIES.stream().sorted().toList();

  private static final List<String> PLACES =
      List.of(
          "upper",
          "lower",
          "left",
          "right",
          "rows",
          "columns",
          "upper-left",
          "upper-middle",
          "upper-right",
          "lower-left",
          "lower-middle",
          "lower-right",
          "middle-left",
          "middle-right");

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(MAIN.resolve("java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        sources.add(text(file));
      }
    }
    return sources;
  }

  private static void addAll(Pattern pattern, String text, Set<String> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Keys that are put together, all of which must be there. */
  private static Set<String> composed() throws IOException {
    Set<String> keys = new TreeSet<>();
    Frame donor = Frame.of(new byte[64], 8, 8, PixelFormat.GRAY);
    List<Cause> causes = new ArrayList<>(Causes.all());
    causes.addAll(Causes.published());
    causes.add(Causes.otherCamera(List.of(donor)));
    for (Cause cause : causes) {
      String key = "cause." + cause.name().toLowerCase(Locale.ROOT).replace(' ', '-');
      keys.add(key + ".words");
      keys.add(key + ".action");
    }
    FAMILIES.forEach(f -> keys.add("family." + f));
    PLACES.forEach(p -> keys.add("place." + p));
    Stream.of(Kind.values())
        .filter(k -> k != Kind.UNKNOWN)
        .forEach(k -> keys.add("kind." + lower(k)));
    Stream.of(Severity.Level.values()).forEach(l -> keys.add("severity." + lower(l)));
    Stream.of(Step.Sureness.values()).forEach(s -> keys.add("step." + lower(s)));
    Stream.of(Triggered.Why.values()).forEach(w -> keys.add("trigger." + lower(w) + ".step"));
    List.of("light", "contrast", "colour", "focus", "noise").forEach(a -> keys.add("aspect." + a));
    List.of("luminance", "sharpness").forEach(m -> keys.add("frame." + m));
    for (String way : List.of("lower", "higher")) {
      List.of("amount", "value").forEach(m -> keys.add("moved." + m + "." + way));
    }
    addAll(IN_PLAYBOOK, text(MAIN.resolve("resources/io/virk/diagnose/playbook.json")), keys);
    keys.remove("action");
    return keys;
  }

  /** Keys that some signals have and others need not. */
  private static Set<String> ofSignals() {
    List<Output> outputs =
        List.of(
            Output.probabilities(2), Output.scores(2, .5), Output.detections(2), Output.mask(2));
    List<SignalSource> sources = new ArrayList<>(SignalSources.outputs(outputs));
    sources.add(SignalSources.image());
    sources.add(SignalSources.logits(3, outputs));
    Set<String> names =
        SignalSchema.ofSources(sources).signals().stream()
            .map(Signal::name)
            .collect(Collectors.toSet());
    names.add(ScalarSignal.MAHALANOBIS.name());
    Set<String> keys = new TreeSet<>();
    for (String name : names) {
      keys.add("signal." + name);
      keys.add("moved." + name + ".lower");
      keys.add("moved." + name + ".higher");
    }
    return keys;
  }

  @Test
  void everyKeyThatIsUsedIsThereAndNoOther() throws IOException {
    Set<String> there = new TreeSet<>(Words.load("en").stringPropertyNames());
    Set<String> asked = composed();
    Set<String> literals = new TreeSet<>();
    for (String source : sources()) {
      addAll(ASKED, source, asked);
      addAll(LITERAL, source, literals);
    }
    Set<String> missing = new TreeSet<>(asked);
    missing.removeAll(there);
    assertEquals(Set.of(), missing, "used and not there");
    Set<String> unused = new TreeSet<>(there);
    unused.removeAll(asked);
    unused.removeAll(literals);
    unused.removeAll(ofSignals());
    unused.removeIf(k -> k.startsWith("page.")); // PageTest looks at those
    assertEquals(Set.of(), unused, "there and not used");
  }

  @Test
  void everySentenceIsOfOneLineAndItsPartsAreCounted() {
    Properties english = Words.load("en");
    for (String key : english.stringPropertyNames()) {
      String words = english.getProperty(key);
      assertTrue(!words.isBlank() && Text.isClean(words, 500), key + ": " + words);
      for (int part = 1; part <= 9; part++) {
        assertTrue(
            !words.contains("{" + part + "}") || words.contains("{" + (part - 1) + "}"),
            key + ": " + words);
      }
    }
  }

  @Test
  void partsStandWhereTheyBelongAndAreNotLookedAtAgain() {
    assertEquals("line {1} of x", Words.of("slices.pair", "line {1}", "x"));
    assertEquals("a, b and c", Words.list(List.of("a", "b", "c")));
    assertEquals("a", Words.list(List.of("a")));
    assertEquals(Optional.empty(), Words.find("signal.of-a-host"));
    assertThrows(IllegalArgumentException.class, () -> Words.of("no.such.key"));
  }

  @Test
  void whatALanguageLacksIsSaidInEnglish() {
    Properties other = Words.load("xx-test");
    assertEquals(Optional.of("ist unscharf, so"), Words.find(other, "cause.defocus.words", "so"));
    assertEquals(Optional.of("Was zu tun ist"), Words.find(other, "page.what-to-do"));
    assertEquals(Optional.of("shows a blank image"), Words.find(other, "what.blank"));
    assertTrue(Words.load("none").isEmpty());
  }
}
