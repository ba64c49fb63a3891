package io.virk.bench.quality;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QualityTableTest {
  @Test
  void eachTableHasANameOfItsOwnAndAPageThatNamesIt() throws IOException {
    Set<String> names = new HashSet<>();
    Path root = Path.of("..");
    for (QualityTable table : QualityTable.all()) {
      assertTrue(names.add(table.name()), table.name());
      assertTrue(table.minutes() > 0 && table.quick().size() <= table.full().size(), table.name());
      String page = Files.readString(root.resolve(table.page()));
      assertTrue(
          page.contains("`" + table.name() + "`"), table.page() + " does not name " + table.name());
    }
  }
}
