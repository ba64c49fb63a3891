package io.virk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the words of a command is said before anything runs. */
class SuiteTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--only full --only Nonsense",
        "--only quick detectors --only Nonsense",
        "--only full --only --peers",
        "--out quick detectors --only Cusum --out nowhere/results.json",
        "--out full --out --peers",
        "--out host no-virk --out nowhere/results.json",
        "--out quality quick challenger --out nowhere/results.json",
        "--seconds host no-virk --seconds soon",
        "--seconds host no-virk --seconds 1e999",
        "--threads host no-virk --threads 2.7",
        "--threads host no-virk --threads 1e12",
        "--threads host no-virk --threads 99999999999",
        "--share host no-virk --share -1",
        "--size quality quick challenger --size many",
        "--size quality quick challenger --size NaN",
        "--size quality quick challenger --size 0",
        "no-such host no-such",
        "group: no-such quick no-such",
        "table: no-such quality quick no-such",
        "command: no-such no-such"
      })
  void aWordThatIsWrongIsNamed(String line) {
    String[] words = line.split(" ");
    int named = words[0].endsWith(":") ? 2 : 1;
    String[] arguments = List.of(words).subList(named, words.length).toArray(String[]::new);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Suite.main(arguments)).getMessage();
    assertTrue(message.startsWith(words[0]), message);
    assertTrue(message.matches("(?s).*(expected: |see \"|list  ).*"), message);
  }

  @Test
  void noFileIsWrittenWhereAFolderIs() {
    String[] arguments = {"quality", "quick", "challenger", "--out", folder.toString()};
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Suite.main(arguments))
            .getMessage()
            .startsWith("--out: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"format\":2}",
        "{\"format\":2,\"rows\":[],\"pairs\":[],\"leftOut\":[],\"failed\":[]}",
        "{\"format\":2,\"rows\":[null],\"pairs\":[],\"leftOut\":[],\"failed\":[],"
            + "\"environment\":{}}",
        "{\"format\":2,\"rows\":[{\"benchmark\":\"a.b\"}],\"pairs\":[],\"leftOut\":[],"
            + "\"failed\":[],\"environment\":{}}"
      })
  void aFileThatIsNoResultsIsNamed(String text) throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, text);
    String out = folder.resolve("out").toString();
    for (String[] arguments :
        new String[][] {
          {"page", file.toString(), out},
          {"merge", file.toString(), out},
          {"compare", file.toString(), file.toString()}
        }) {
      String message =
          assertThrows(IOException.class, () -> Suite.main(arguments), arguments[0]).getMessage();
      assertTrue(message.startsWith(file.toString()), message);
      assertFalse(Files.exists(Path.of(out)));
    }
  }

  /** A monitor that was closed in a hurry may write there yet. */
  @Test
  void aTemporaryFolderThatCannotBeDeletedIsLeft() throws IOException {
    Path left;
    try (TemporaryFolder temporary = new TemporaryFolder("virk-test")) {
      left = temporary.path();
      Files.createDirectories(left.resolve("a/b"));
      Files.writeString(left.resolve("a/b/c"), "d");
    }
    assertFalse(Files.exists(left));
    try (TemporaryFolder temporary = new TemporaryFolder("virk-test")) {
      Files.delete(temporary.path());
    }
    assertEquals(1, Options.whole(new ArrayList<>(List.of("-n", "1")), "-n", 2).get());
  }
}
