package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the arguments is said before a job is made. */
class FleetHostTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--cameras many --baseline b --in i --out o",
        "--cameras 0 --baseline b --in i --out o",
        "--cameras 99999999999 --baseline b --in i --out o",
        "--out --once",
        "--out a --out b",
        "--in a --summaries b",
        "--nonsense x",
        "--in"
      })
  void anArgumentThatIsWrongIsNamed(String line) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> FleetHost.main(line.split(" ")))
            .getMessage();
    assertTrue(message.startsWith(line.split(" ")[0]), message);
    assertTrue(message.contains("(expected: "), message);
  }

  @Test
  void aPageIsMadeOfTheFilesThatAreFinished() throws Exception {
    FleetEvent event =
        new FleetEvent(
            FleetEvent.Kind.FLEET_OPENED, "", "B", 5000, 1, 4000, 4000, false, "", "<all> moved");
    Files.write(folder.resolve("part-0"), List.of(event.json()));
    Files.writeString(folder.resolve(".part-1.inprogress"), "{");
    Path page = folder.resolve("page.html");
    FleetHost.main(new String[] {"--out", folder.toString(), "--page", page.toString()});
    String html = Files.readString(page);
    assertEquals(1, html.split("&lt;all&gt; moved", -1).length - 1);
  }
}
