package io.virk.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.scenes.Baselines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryFolderTest {
  @TempDir private Path folder;

  private final SimulatedFleet cameras = new SimulatedFleet(Baselines.ofVectors(), 2, 3, 4);

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void whatIsWrittenIsReadBackInOrder() throws IOException {
    SummaryFolder sink = SummaryFolder.of(folder, Baselines.CLOCK);
    List<SliceSummary> expected = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<SliceSummary> some = cameras.next(SimulatedFleet.NONE);
      sink.write(some);
      expected.addAll(some);
    }
    List<SliceSummary> read = new ArrayList<>();
    assertEquals(0, SummaryFolder.read(folder, read::add));
    assertEquals(expected, read);
    assertEquals(3, files().size());
  }

  @Test
  void theOldestAreGivenUp() throws IOException {
    SummaryFolder sink = SummaryFolder.of(folder, Baselines.CLOCK).bounds(1 << 20, 2);
    for (int i = 0; i < 5; i++) {
      sink.write(cameras.next(SimulatedFleet.NONE));
    }
    assertEquals(3, sink.givenUp());
    List<SliceSummary> read = new ArrayList<>();
    SummaryFolder.read(folder, read::add);
    assertEquals(2 * cameras.cameras, read.size());
    assertEquals(
        SimulatedFleet.BEGIN + 3 * SimulatedFleet.PERIOD.toMillis(),
        read.get(0).id().periodMillis());
  }

  /** What cannot be deleted stays, and the next one goes; what was written is not to come again. */
  @Test
  void whatStaysWhereItIsFailsNoWriting() throws IOException {
    Path stays = folder.resolve("summaries-0000000000001-000000.virks");
    Files.createDirectories(stays.resolve("not empty"));
    SummaryFolder sink = SummaryFolder.of(folder, Baselines.CLOCK).bounds(1 << 20, 2);
    for (int i = 0; i < 4; i++) {
      sink.write(cameras.next(SimulatedFleet.NONE));
    }
    assertEquals(3, sink.givenUp());
    assertEquals(stays, files().get(0));
    assertEquals(2, files().size());
  }

  /** By their names they are read, and given up, in the order in which they were written. */
  @Test
  void aClockThatIsSetBackChangesNoOrder() throws IOException {
    long[] time = {2_000_000_000_000L};
    SummaryFolder sink =
        SummaryFolder.of(folder, () -> Instant.ofEpochMilli(time[0])).bounds(1 << 20, 4);
    List<Long> written = new ArrayList<>();
    for (long millis : new long[] {2_000_000_000_000L, 1_000_000_000_000L, 1_000_000_000_001L}) {
      time[0] = millis;
      for (int i = 0; i < 2; i++) {
        List<SliceSummary> some = cameras.next(SimulatedFleet.NONE);
        written.add(some.get(0).id().periodMillis());
        sink.write(some);
      }
    }
    assertEquals(4, files().size());
    SummaryFolder again = // another process
        SummaryFolder.of(folder, () -> Instant.ofEpochMilli(0)).bounds(1 << 20, 4);
    List<SliceSummary> last = cameras.next(SimulatedFleet.NONE);
    written.add(last.get(0).id().periodMillis());
    again.write(last);
    List<Long> read = new ArrayList<>();
    SummaryFolder.read(folder, of -> read.add(of.id().periodMillis()));
    assertEquals(written.subList(3, 7), read.stream().distinct().toList());
  }

  /** One of two whose clock stands still, or was set back, is the slower one for long. */
  @Test
  void oneOfTwoThatWritesSeldomFindsAName() throws IOException {
    SummaryFolder seldom = SummaryFolder.of(folder, Baselines.CLOCK);
    SummaryFolder often = SummaryFolder.of(folder, Baselines.CLOCK);
    List<SliceSummary> expected = new ArrayList<>();
    for (int i = 0; i < 42; i++) {
      List<SliceSummary> some = cameras.next(SimulatedFleet.NONE);
      (i % 41 == 0 ? seldom : often).write(some);
      expected.addAll(some);
    }
    List<SliceSummary> read = new ArrayList<>();
    assertEquals(0, SummaryFolder.read(folder, read::add));
    assertEquals(expected, read);
  }

  /** What says how many there are has no checksum. */
  @Test
  void aDamagedNumberOfSummariesIsNoticed() throws IOException {
    SummaryFolder.of(folder, Baselines.CLOCK).write(cameras.next(SimulatedFleet.NONE));
    byte[] bytes = Files.readAllBytes(files().get(0));
    for (int number : new int[] {-1, 0, 1, 1 << 20}) {
      ByteBuffer.wrap(bytes).putInt(10, number);
      Files.write(files().get(0), bytes);
      assertEquals(1, SummaryFolder.read(folder, summary -> {}), number + "");
    }
  }

  /** Whoever collects the files deletes them, and so does their bound. */
  @Test
  void aFileThatIsGoneMeanwhileIsPassedOver() throws IOException {
    SummaryFolder sink = SummaryFolder.of(folder, Baselines.CLOCK);
    sink.write(cameras.next(SimulatedFleet.NONE));
    sink.write(cameras.next(SimulatedFleet.NONE));
    Path last = files().get(1);
    List<SliceSummary> read = new ArrayList<>();
    SummaryFolder.read(
        folder,
        summary -> {
          read.add(summary);
          last.toFile().delete();
        });
    assertEquals(cameras.cameras, read.size());
  }

  /** Whatever the file is: summaries, or that something was damaged. */
  @Test
  void aForgedFileIsPassedOver() throws IOException {
    List<SliceSummary> written = cameras.next(SimulatedFleet.NONE);
    SummaryFolder.of(folder, Baselines.CLOCK).write(written);
    Path file = files().get(0);
    byte[] good = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextBoolean() ? good.length : random.nextInt(200));
      for (int n = 0; n < 3 && bytes.length > 0; n++) {
        int at = random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 20 : bytes.length));
        bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
      }
      Files.write(file, bytes);
      List<SliceSummary> read = new ArrayList<>();
      long damaged = SummaryFolder.readFile(file, read::add);
      assertTrue(written.containsAll(read), "one that was not written");
      assertTrue(damaged > 0 || read.equals(written), "one is missing without a word");
    }
  }
}
