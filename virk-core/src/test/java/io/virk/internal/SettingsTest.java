package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path folder;

  private final Settings settings = new Settings();

  private String problems() {
    return assertThrows(IllegalArgumentException.class, () -> settings.throwIfAny("no"))
        .getMessage();
  }

  @Test
  void rightOnesPass() {
    assertEquals(3, settings.once("count", 3, 3, 3));
    assertSame(folder, settings.once("folder", folder));
    settings.folder("folder", folder.resolve("new/one"));
    settings.file("file", folder.resolve("new/file"));
    assertFalse(Files.exists(folder.resolve("new")), "nothing is left behind");
    settings.name("name", "line-3");
    settings.notBlank("text", "\n.");
    settings.positive("time", Duration.ofNanos(1));
    assertEquals("x", settings.valid(() -> "x"));
    assertTrue(settings.has("count"));
    assertDoesNotThrow(() -> settings.throwIfAny("no"));
  }

  @Test
  void everyProblemIsToldInTheOrderInWhichItCame() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    settings.once("a", 1);
    assertEquals(2, settings.once("a", 2), "rejected, not repaired");
    assertEquals(-1, settings.range("b", -1, 0, 9));
    assertEquals(7, settings.range("c", 7, 8, Integer.MAX_VALUE));
    settings.notBlank("d", " ");
    settings.name("e", "x\u001B");
    settings.positive("f", Duration.ZERO);
    settings.folder("g", file);
    settings.folder("h", file.resolve("below"));
    settings.file("i", folder);
    settings.file("j", folder.resolve("file/below"));
    assertEquals(
        "no: a is set twice; b: -1 (expected: 0 .. 9); c: 7 (expected: >= 8); d: \" \" (expected:"
            + " not blank); e: \"x\uFFFD\" (expected: 1 .. 200 printable characters of one line, not"
            + " blank); f: 0 s (expected: > 0); g: "
            + file
            + " (expected: a folder, or nothing yet); h: "
            + file.resolve("below")
            + " (expected: where this process may write; "
            + file.resolve("below")
            + ": Not a directory); i: "
            + folder
            + " (expected: a file, or nothing yet); j: "
            + file.resolve("below")
            + " (expected: where this process may write; "
            + file
            + ": exists already)",
        problems());
  }

  @Test
  void aValueThatChecksItselfIsAProblemLikeAnyOther() {
    String found =
        settings.valid(
            "model.",
            () -> {
              throw new IllegalArgumentException("sha: x\ny (expected: digits)");
            });
    assertNull(found);
    Settings all = new Settings();
    IOException why = new IOException();
    all.wrong("file", "x", "readable", why);
    all.problems(settings);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> all.throwIfAny("no"));
    assertEquals(
        "no: file: x (expected: readable); model.sha: x\uFFFDy (expected: digits)",
        thrown.getMessage());
    assertSame(why, thrown.getCause());
  }

  @Test
  void nothingIsNoValue() {
    assertEquals(
        "sampler",
        assertThrows(NullPointerException.class, () -> settings.once("sampler", null))
            .getMessage());
  }
}
