package io.virk.incident;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.incident.IncidentChapter.Kind;
import io.virk.incident.Recording.Retention;
import io.virk.incident.internal.BundleWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Retention PLENTY = new Retention(10, 1 << 20, Duration.ofDays(1));

  @TempDir private Path temporary;
  private Path folder;
  private final List<Incident> taken = new ArrayList<>();
  private long millis = 1_700_000_000_000L;
  private boolean away;
  private boolean lacksClass;
  private long refused = -1;

  @BeforeEach
  void setFolder() {
    folder = temporary.resolve("spool");
  }

  private void take(Incident incident) throws IOException {
    if (lacksClass && incident.openedMillis() == 1000) {
      throw new NoClassDefFoundError("software/amazon/awssdk/Sdk");
    }
    if (away || incident.openedMillis() == refused) {
      throw new IOException("the network is away");
    }
    taken.add(incident);
  }

  private Spool spool() {
    return Spool.of(folder, this::take, () -> Instant.ofEpochMilli(millis)).bounds(PLENTY);
  }

  private static Incident incident(int second) {
    return WebhookTest.incident(1000L * second, true, Kind.OPENED);
  }

  private List<Long> seconds() {
    return taken.stream().map(i -> i.openedMillis() / 1000).toList();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatTheSinkTakesLeavesNothing() throws IOException {
    Spool spool = spool();
    assertTrue(spool.mayWait(), "nobody has looked yet");
    spool.send();
    assertFalse(spool.mayWait());
    assertFalse(Files.exists(folder), "nothing is made where nothing is kept");
    spool.write(incident(1));
    assertEquals(List.of(1L), seconds());
    assertEquals(List.of(), names());
    assertEquals(0, spool.waiting());
  }

  @Test
  void whatWaitsIsSentByTheNextProcessTheOldestFirstAndAsItWas() throws IOException {
    away = true;
    Spool before = spool();
    for (int i = 3; i > 0; i--) {
      before.write(incident(i));
    }
    assertEquals(3, before.waiting());
    String message = assertThrows(IOException.class, before::send).getMessage();
    assertEquals("3 incidents wait in " + folder + ": the network is away", message);

    Spool after = spool();
    away = false;
    after.send();
    assertEquals(List.of(1L, 2L, 3L), seconds());
    assertEquals(List.of(), names());
    Path one = temporary.resolve("one.zip");
    Path other = temporary.resolve("other.zip");
    BundleWriter.writeNew(incident(2), one);
    BundleWriter.writeNew(taken.get(1), other);
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(other));
  }

  @Test
  void aLaterStateTakesThePlaceOfTheOneThatWaits() throws IOException {
    away = true;
    spool().write(WebhookTest.incident(5, true, Kind.OPENED));
    spool().write(WebhookTest.incident(5, false, Kind.OPENED, Kind.CLOSED));
    assertEquals(1, names().size());
    away = false;
    spool().send();
    assertEquals(1, taken.size());
    assertEquals(2, taken.get(0).history().size());
  }

  @Test
  void theOldestIsGivenUpWhereTooMuchWaitsAndItIsCounted() throws IOException {
    away = true;
    Spool few = spool().bounds(new Retention(2, 1 << 20, Duration.ofDays(1)));
    for (int i = 1; i <= 4; i++) {
      millis += 1000;
      few.write(incident(i));
    }
    assertEquals(2, few.waiting());
    assertEquals(2, few.givenUp());
    Spool small = spool().bounds(new Retention(10, 1, Duration.ofDays(1)));
    small.write(incident(5));
    assertEquals(2, small.givenUp());
    assertEquals(1, small.waiting(), "the newest stays");
    millis += Duration.ofDays(2).toMillis();
    Spool later = spool();
    later.write(incident(6));
    assertEquals(1, later.givenUp(), "too old");
    away = false;
    later.send();
    assertEquals(List.of(6L), seconds());
  }

  @Test
  void oneThatIsRefusedKeepsNoOtherWaiting() throws IOException {
    away = true;
    Spool spool = spool();
    for (int i = 1; i <= 3; i++) {
      spool.write(incident(i));
    }
    away = false;
    refused = 1000;
    assertThrows(IOException.class, spool::send);
    assertThrows(IOException.class, spool::send);
    assertEquals(List.of(2L, 3L), seconds());
    assertEquals(1, spool.waiting());
    refused = -1;
    spool.send();
    assertEquals(List.of(2L, 3L, 1L), seconds());
  }

  @Test
  void anErrorOfTheSinkKeepsNoOtherWaitingAndLosesNone() throws IOException {
    lacksClass = true;
    Spool spool = spool();
    spool.write(incident(1));
    spool.write(incident(2));
    assertThrows(IOException.class, spool::send);
    assertEquals(List.of(2L), seconds());
    assertEquals(1, spool.waiting());
    lacksClass = false;
    spool.send();
    assertEquals(List.of(2L, 1L), seconds());
  }

  @Test
  void whatCannotBeKeptIsSentAtOnce() throws IOException {
    Files.write(folder, new byte[1]); // a file where the folder is to be
    Spool spool = spool();
    spool.write(incident(1));
    assertEquals(List.of(1L), seconds());
    away = true;
    IOException lost = assertThrows(IOException.class, () -> spool.write(incident(2)));
    assertEquals("the network is away", lost.getSuppressed()[0].getMessage());
  }

  /** The other has sent what this one has just listed. */
  @Test
  void twoProcessesInOneFolderLoseNothing() throws Exception {
    List<Incident> both = Collections.synchronizedList(new ArrayList<>());
    List<Incident> all = IntStream.range(0, 20).mapToObj(SpoolTest::incident).toList();
    CompletableFuture<?>[] processes = new CompletableFuture<?>[2];
    for (int p = 0; p < 2; p++) {
      int from = 10 * p;
      processes[p] =
          CompletableFuture.runAsync(
              () -> {
                Spool spool = Spool.of(folder, both::add).bounds(PLENTY);
                for (Incident incident : all.subList(from, from + 10)) {
                  try {
                    spool.write(incident);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              });
    }
    CompletableFuture.allOf(processes).get();
    Spool.of(folder, both::add).send();
    assertEquals(20, both.stream().map(Incident::openedMillis).distinct().count());
    assertEquals(List.of(), names());
  }

  @Test
  void whatIsDamagedIsGivenUpWhatIsUnfinishedRemovedAndTheRestLeftAlone() throws IOException {
    away = true;
    spool().write(incident(1));
    Path whole = folder.resolve(names().get(0));
    Files.write(
        folder.resolve("a-0000000000001.zip"), Arrays.copyOf(Files.readAllBytes(whole), 900));
    Files.write(folder.resolve(".virk-1-0-dead.tmp"), new byte[9]);
    Files.write(folder.resolve("theirs.zip"), new byte[9]);
    away = false;
    Spool next = spool();
    next.send();
    assertEquals(1, next.givenUp());
    assertEquals(List.of(1L), seconds());
    assertEquals(List.of("theirs.zip"), names());
  }

  @Test
  void anIncidentHasOneKeyWhateverItsState() {
    Incident opened = WebhookTest.incident(1_767_323_045_000L, true, Kind.OPENED);
    String key = opened.key();
    assertTrue(key.matches("20260102T030405Z-1-line-3-[0-9a-f]{8}"), key);
    assertEquals(
        key, WebhookTest.incident(1_767_323_045_000L, false, Kind.OPENED, Kind.CLOSED).key());
    assertFalse(key.equals(incident(5).key()));
  }
}
