package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.SliceEngine;
import io.virk.fleet.SliceSummary;
import io.virk.fleet.SummaryFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.local.LocalDataInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many are damaged as the folder itself says. */
class SummaryFormatTest {
  private static final int HEAD = 8 + 2 + 4;

  @TempDir private Path folder;

  private byte[] written() throws IOException {
    Engines.Fleet fleet = Engines.Fleet.of(Fleets.baseline(), Fleets.JOB);
    SliceEngine engine = fleet.engines().begin("cam-1");
    List<CameraObservation> all = Fleets.observations(fleet.engines(), 5);
    all.forEach(of -> engine.accept(of.signals(), event -> {}));
    engine.advance(Fleets.BEGIN + 60_000, event -> {});
    List<SliceSummary> summaries = engine.summaries();
    assertEquals(5, summaries.size());
    SummaryFolder.of(folder).write(summaries);
    try (Stream<Path> files = Files.list(folder)) {
      return Files.readAllBytes(files.findFirst().orElseThrow());
    }
  }

  private List<Packed> read(byte[] bytes, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    List<Packed> read = new ArrayList<>();
    try (StreamFormat.Reader<Packed> reader =
        new SummaryFormat()
            .createReader(new Configuration(), new LocalDataInputStream(file.toFile()))) {
      for (Packed each = reader.read(); each != null; each = reader.read()) {
        read.add(each);
      }
    }
    long damaged = read.stream().filter(of -> of.bytes().length == 0).count();
    assertEquals(SummaryFolder.readFile(file, of -> {}), damaged, name);
    return read;
  }

  @Test
  void whatIsDamagedIsNotLostWithoutAWord() throws IOException {
    byte[] good = written();
    assertEquals(5, read(good, "good").size());
    assertEquals(1, read(new byte[0], "empty").size());
    assertEquals(1, read("something else".getBytes(), "else").size());
    assertEquals(5, read(Arrays.copyOf(good, good.length - 1), "cut off").size());
    byte[] one = good.clone();
    one[HEAD + 4 + 30]++;
    assertEquals(5, read(one, "one").size());
    byte[] length = good.clone();
    ByteBuffer.wrap(length).putInt(HEAD, -7);
    assertEquals(1, read(length, "length").size());
    byte[] more = good.clone();
    ByteBuffer.wrap(more).putInt(HEAD - 4, 6);
    assertEquals(6, read(more, "more").size());
    byte[] negative = good.clone();
    ByteBuffer.wrap(negative).putInt(HEAD - 4, -1);
    assertEquals(1, read(negative, "negative").size());
    byte[] fewer = good.clone();
    ByteBuffer.wrap(fewer).putInt(HEAD - 4, 4);
    assertEquals(5, read(fewer, "fewer").size());
  }
}
