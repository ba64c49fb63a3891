package io.virk.stats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheSizesTest {
  @TempDir Path folder;

  private void index(int i, String level, String type, String size) throws IOException {
    Path index = Files.createDirectory(folder.resolve("index" + i));
    Files.writeString(index.resolve("level"), level + "\n");
    Files.writeString(index.resolve("type"), type + "\n");
    Files.writeString(index.resolve("size"), size + "\n");
  }

  @Test
  void dataAndUnifiedCachesAreReadAsLinuxTellsThem() throws IOException {
    index(0, "1", "Data", "48K");
    index(1, "1", "Instruction", "64K");
    index(2, "2", "Unified", "2048K");
    index(3, "3", "Unified", "107520K");
    assertEquals(new CacheSizes(48 << 10, 2 << 20), CacheSizes.chosen(null, folder));
  }

  @Test
  void ofAVeryLargeSecondCacheNoMoreThanAPartIsUsed() throws IOException {
    index(0, "1", "Data", "128K");
    index(1, "2", "Unified", "16M");
    assertEquals(new CacheSizes(128 << 10, 4 << 20), CacheSizes.chosen(null, folder));
  }

  @Test
  void whereNothingIsToldTheUsualSizesHold() {
    assertEquals(CacheSizes.USUAL, CacheSizes.chosen(null, folder));
    assertEquals(CacheSizes.USUAL, CacheSizes.chosen(null, folder.resolve("none")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0K", "1K", "32", "-32K", "32G", "", "99999999K", "64K"})
  void whatMakesNoSenseIsNotUsed(String first) throws IOException {
    index(0, "1", "Data", first);
    index(1, "2", "Unified", "64K");
    assertEquals(CacheSizes.USUAL, CacheSizes.chosen(null, folder));
  }

  @Test
  void whatCannotBeReadIsNotUsed() throws IOException {
    index(0, "1", "Data", "48K");
    Files.createDirectory(folder.resolve("index1"));
    assertEquals(CacheSizes.USUAL, CacheSizes.chosen(null, folder));
  }

  @Test
  void thePropertyGoesFirst() throws IOException {
    index(0, "1", "Data", "48K");
    index(1, "2", "Unified", "2M");
    assertEquals(new CacheSizes(16 << 10, 256 << 10), CacheSizes.chosen("16K,256K", folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "32K", "32K,", "1M,32K", "32K,1M,2M", "32k,1m", "4K,1M", "32K, 1M"})
  void aPropertyThatMeansNothingIsRejected(String property) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> CacheSizes.chosen(property, folder))
            .getMessage();
    assertTrue(message.startsWith("virk.caches: " + property + " (expected: "), message);
  }

  @Test
  void piecesFillTheirShareAndAreNeverNone() {
    CacheSizes sizes = new CacheSizes(32 << 10, 256 << 10);
    assertEquals(128, sizes.inFirst(128, 8));
    assertEquals(8, sizes.inFirst(1 << 20, 8));
    assertEquals(62, sizes.inSecond(2, 2100, 2));
    assertEquals(1, sizes.inSecond(4, 1L << 40, 1));
  }
}
