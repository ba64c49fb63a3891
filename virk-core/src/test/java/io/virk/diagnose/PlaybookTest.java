package io.virk.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.internal.ReservedNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybookTest {
  private static final Severity MILD = new Severity(1);
  private static final Severity MODERATE = new Severity(2);
  private static final Severity SEVERE = new Severity(5);
  private static final String LAST =
      "{\"what\": \"{action}\", \"who\": \"on call\", \"lookAgain\": \"1 h\"}";

  @TempDir private Path folder;

  private static Step standard(String cause, String family, Severity severity) {
    return Playbook.standard().step(cause, family, Kind.UNKNOWN, severity, "Look there.");
  }

  private static String book(String... rules) {
    return "{\"rules\": [" + String.join(", ", rules) + "]}";
  }

  private static String rule(String fields) {
    return "{" + fields + ", \"what\": \"w\", \"who\": \"o\", \"lookAgain\": \"1 min\"}";
  }

  private static String refused(String json) {
    return assertThrows(IllegalArgumentException.class, () -> Playbook.parse(json)).getMessage();
  }

  /** The last rule is for what nobody has thought of. */
  @Test
  void theStandardOneHasEveryCauseOfTheCatalogue() {
    Step last = standard("of somebody else", "other", MILD);
    assertEquals(new Step("Look there.", "on call", Duration.ofHours(4)), last);
    for (List<Cause> causes : List.of(Causes.all(), Causes.published())) {
      for (Cause cause : causes) {
        Step step =
            Playbook.standard()
                .step(cause.name(), cause.family(), Kind.UNKNOWN, MILD, cause.action());
        assertNotEquals(last.lookAgain(), step.lookAgain(), cause.name());
        assertTrue(step.what().contains(cause.action()), cause.name());
      }
    }
  }

  private static Set<String> families() {
    return ReservedNames.FAMILIES;
  }

  @ParameterizedTest
  @MethodSource("families")
  void theStandardOneHasEveryFamily(String family) {
    assertEquals(Duration.ofDays(1), standard("", family, MILD).lookAgain());
    assertEquals(Duration.ofHours(4), standard("", family, MODERATE).lookAgain());
    assertEquals(Duration.ofHours(1), standard("", family, SEVERE).lookAgain());
    assertEquals(Duration.ofDays(1), standard("", family, Severity.UNKNOWN).lookAgain());
    for (Severity severity : List.of(MILD, SEVERE)) {
      Step step = Playbook.standard().step("", family, Kind.INTERMITTENT, severity, "Look there.");
      assertTrue(step.what().matches("It comes and goes.* Look there\\."), step.what());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"blank-image", "unknown", "new-content", "class-mix", "unchanged", "not-compared"})
  void theStandardOneHasWhatIsNoCause(String name) {
    assertNotEquals(standard("something else", "", MILD), standard(name, "", MILD));
  }

  @Test
  void theFirstRuleThatFitsCounts() {
    Playbook playbook =
        Playbook.parse(
            """
            {"rules": [
              {"cause": "dirt", "kind": "gradual", "severity": "moderate",
               "what": "Wash. {action} {action}", "who": "a", "lookAgain": "1 min"},
              {"cause": "occlusion", "severity": "*", "what": "b", "who": "b", "lookAgain": "2 min"},
              {"cause": "dirt", "what": "never", "who": "never", "lookAgain": "3 min"},
              {"kind": "unknown", "cause": "*", "what": "d", "who": "d", "lookAgain": "4 min"},
              {"severity": "mild", "what": "e", "who": "e", "lookAgain": "5 min"},
              {"what": "f", "who": "f", "lookAgain": "366 d"}
            ]}""");
    assertEquals(
        new Step("Wash. Do. Do.", "a", Duration.ofMinutes(1)),
        playbook.step("dirt", "occlusion", Kind.GRADUAL, MODERATE, "Do."));
    assertEquals("a", playbook.step("dirt", "occlusion", Kind.GRADUAL, SEVERE, "Do.").who());
    assertEquals("b", playbook.step("dirt", "occlusion", Kind.GRADUAL, MILD, "Do.").who());
    assertEquals("b", playbook.step("dirt", "occlusion", Kind.ABRUPT, SEVERE, "Do.").who());
    assertEquals("b", playbook.step("", "occlusion", Kind.UNKNOWN, SEVERE, "Do.").who());
    assertEquals("d", playbook.step("defocus", "blur", Kind.UNKNOWN, SEVERE, "Do.").who());
    assertEquals("e", playbook.step("defocus", "blur", Kind.ABRUPT, MILD, "Do.").who());
    Step last = playbook.step("defocus", "blur", Kind.ABRUPT, Severity.UNKNOWN, "Do.");
    assertEquals("f; look again after 366 d; this is a first guess", last.whoAndWhen());
    assertEquals("playbook of 6 rules", playbook.toString());
  }

  @Test
  void namesThatAreNoneAreFound() {
    Set<String> known = new HashSet<>();
    for (List<Cause> causes : List.of(Causes.all(), Causes.published())) {
      causes.forEach(c -> known.add(c.name()));
    }
    assertEquals(List.of(), Playbook.standard().unknownNames(known));
    String dirt = rule("\"cause\": \"dirtt\"");
    assertEquals(
        List.of("dirtt", "rain"),
        Playbook.parse(book(dirt, rule("\"cause\": \"rain\""), dirt, LAST)).unknownNames(known));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"severity\": \"huge\"|rules[0].severity: \"huge\" (expected: mild, moderate, severe or *)",
        "\"severity\": 3|rules[0].severity: 3 (expected: a string)",
        "\"kind\": \"ABRUPT\"|rules[0].kind: \"ABRUPT\" (expected: unknown, abrupt, gradual,"
            + " intermittent, periodic or *)",
        "\"kind\": null|rules[0].kind: null (expected: a string)",
        "\"cause\": \"\"|rules[0].cause: \"\" (expected: 1 .. 200 printable characters of one line,"
            + " not blank)",
        "\"cause\": [\"a\"]|rules[0].cause: [\"a\"] (expected: a string)",
        "\"couse\": \"dirt\"|rules[0] has the field couse (expected: cause, kind, severity, what, who,"
            + " lookAgain)",
      })
  void aFieldThatIsWrongIsNamed(String field, String message) {
    assertEquals("playbook: " + message, refused(book(rule(field), LAST)));
  }

  @Test
  void everyRuleSaysWhatWhoAndWhen() {
    assertEquals("playbook: rules[0] lacks the field what", refused(book("{}")));
    assertEquals("playbook: rules[0] lacks the field who", refused(book("{\"what\": \"w\"}")));
    for (String time : List.of("0 s", "59 s", "367 d", "PT1H", "-1 h", "soon")) {
      assertEquals(
          "playbook: rules[0].lookAgain: \""
              + time
              + "\" (expected: 1 min .. 366 d, for example \"1 h 30 min\")",
          refused(book(LAST.replace("1 h", time))));
    }
    for (String what : List.of(" ", "a\\nb", "\\u001b[31m", "x".repeat(1001))) {
      String message = refused(book(LAST.replace("{action}", what)));
      assertTrue(message.startsWith("playbook: rules[0].what: "), message);
      assertTrue(
          message.endsWith("(expected: 1 .. 1000 printable characters of one line, not blank)"),
          message);
      assertFalse(message.chars().anyMatch(c -> c < ' '), message);
      assertTrue(message.length() < 300, message);
    }
  }

  @Test
  void theLastRuleAndNoOtherFitsAll() {
    String message = refused(book(LAST, rule("\"cause\": \"dirt\""), LAST));
    assertTrue(message.startsWith("playbook: rules[0]: "), message);
    assertTrue(message.endsWith("(expected: one that fits all at the end alone)"), message);
    message = refused(book(rule("\"cause\": \"dirt\"")));
    assertTrue(message.endsWith("(expected: a last rule that fits all)"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"rules\": []}",
        "{\"rules\": {}}",
        "{\"rules\": [1]}",
        "{\"rules\"",
        "{\"rules\": [], \"more\": 1}",
        "\u0000",
        "{\"rules\": [{\"what\": }]}"
      })
  void whatIsNoPlaybookIsRefused(String json) {
    assertTrue(refused(json).startsWith("playbook: "), refused(json));
  }

  @Test
  void whatIsTooMuchIsRefused() throws IOException {
    assertTrue(refused("[".repeat(500_000)).startsWith("playbook: "));
    assertTrue(
        refused("{\"rules\": " + "[".repeat(400_000) + "]".repeat(400_000) + "}").length() < 300);
    assertEquals(
        "playbook: is too long (expected: at most 1 MiB)", refused(" ".repeat((1 << 20) + 1)));
    String[] many = new String[1001];
    java.util.Arrays.fill(many, rule("\"cause\": \"dirt\""));
    assertEquals("playbook: rules: 1001 (expected: at most 1000)", refused(book(many)));
    Path file = folder.resolve("large.json");
    Files.write(file, new byte[(1 << 20) + 1]);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Playbook.read(file)).getMessage();
    assertEquals(file + ": playbook: is too long (expected: at most 1 MiB)", message);
  }

  @Test
  void aFileIsRead() throws IOException {
    Path file = folder.resolve("playbook.json");
    assertThrows(UncheckedIOException.class, () -> Playbook.read(file));
    Files.writeString(file, book(LAST.replace("on call", "técnico")));
    assertEquals("técnico", Playbook.read(file).step("a", "b", Kind.ABRUPT, MILD, "c").who());
    Files.write(file, book(LAST.replace("on call", "é")).getBytes(StandardCharsets.ISO_8859_1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Playbook.read(file)).getMessage();
    assertEquals(file + ": playbook: is no UTF-8", message);
  }

  /** The second one was taken, and what is no JSON. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"rules\":[RULE],\"rules\":[RULE]}",
        "{\"rules\":[{\"what\":\"a\",\"what\":\"b\",\"who\":\"me\",\"lookAgain\":\"1 h\"}]}",
        "{rules:[RULE]}",
        "{'rules':[RULE]}",
        "{\"rules\":[RULE]} // mine",
        "{\"rules\":[{\"what\":\"{no.such-key}\",\"who\":\"me\",\"lookAgain\":\"1 h\"}]}",
        "{\"rules\":[{\"what\":\"a\",\"who\":\"{who.nobody}\",\"lookAgain\":\"1 h\"}]}"
      })
  void whatAPersonDidNotMeanIsRefused(String json) {
    String rule = "{\"what\":\"{action}\",\"who\":\"{who.on-call}\",\"lookAgain\":\"1 h\"}";
    Playbook.parse("{\"rules\":[" + rule + "]}");
    String text = json.replace("RULE", rule);
    assertThrows(IllegalArgumentException.class, () -> Playbook.parse(text));
  }
}
