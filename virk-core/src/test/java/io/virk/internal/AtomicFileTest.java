package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.virk.internal.AtomicFile.Access;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class AtomicFileTest {
  private static final byte[] OLD = "old".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NEW = "new".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  private Set<String> names() throws IOException {
    try (var list = Files.list(folder)) {
      return list.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aTrialLeavesNothingAndAnInterruptIsNoFault() throws IOException {
    Thread.currentThread().interrupt();
    AtomicFile.checkFolder(folder.resolve("not/yet"));
    Files.write(folder.resolve(".virk-1-0-dead.tmp"), OLD);
    AtomicFile.checkFolder(folder);
    assertTrue(Thread.interrupted());
    assertEquals(Set.of(), names(), "nor does a process that was killed");
  }

  @Test
  void aNewFileTakesNoOtherPlace() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.writeNew(file, Access.OWNER, target -> target.write(OLD));
    assertThrows(
        FileAlreadyExistsException.class,
        () -> AtomicFile.writeNew(file, Access.OWNER, target -> target.write(NEW)));
    assertArrayEquals(OLD, Files.readAllBytes(file));
    assertEquals(Set.of("file"), names(), "nothing is left behind");
    assertEquals("rw-------", permissions(file));
  }

  /** There a file has one name alone. */
  @Test
  void aNewFileTakesNoOtherPlaceInAFileSystemOfAnotherKind() throws IOException {
    URI zip = URI.create("jar:" + folder.resolve("disk.zip").toUri());
    try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path file = other.getPath("/file");
      AtomicFile.writeNew(file, Access.OWNER, target -> target.write(OLD));
      assertThrows(
          FileAlreadyExistsException.class,
          () -> AtomicFile.writeNew(file, Access.OWNER, target -> target.write(NEW)));
      assertArrayEquals(OLD, Files.readAllBytes(file));
    }
  }

  private static void write(Path file, Access access, byte[] bytes) throws IOException {
    AtomicFile.write(file, access, target -> target.write(bytes));
  }

  /** A disk that is full after some bytes, a programming error, and a heap that is full. */
  @Test
  void whateverTheContentThrowsNothingIsLeftAndTheOldFileStays() throws IOException {
    Path file = folder.resolve("file");
    write(file, Access.SHARED, OLD);
    for (Throwable thrown :
        List.of(
            new IOException("No space left on device"),
            new IllegalStateException(),
            new OutOfMemoryError("of a test"))) {
      for (int length : new int[] {0, 10, 1 << 20}) {
        Throwable seen =
            assertThrows(
                thrown.getClass(),
                () ->
                    AtomicFile.write(
                        file,
                        Access.OWNER,
                        target -> {
                          target.write(new byte[length]);
                          AtomicFileTest.<IOException>sneak(thrown);
                        }));
        assertSame(thrown, seen);
        assertEquals(Set.of("file"), names());
        assertArrayEquals(OLD, Files.readAllBytes(file));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void aZipIsCutShortByNothingEither() throws IOException {
    Path file = folder.resolve("file");
    assertThrows(
        IOException.class,
        () ->
            AtomicZip.writeStored(
                file,
                Access.OWNER,
                zip -> {
                  zip.entry("fine", new byte[1000]);
                  zip.entry(
                      "full",
                      target -> {
                        target.write(1);
                        throw new IOException("No space left on device");
                      });
                }));
    assertEquals(Set.of(), names());
  }

  @Test
  void anInterruptNeitherEndsTheWritingNorIsLost() throws IOException {
    Path file = folder.resolve("file");
    Thread.currentThread().interrupt();
    try {
      write(file, Access.SHARED, OLD);
      assertTrue(Thread.interrupted());
      AtomicFile.write(
          file,
          Access.SHARED,
          target -> {
            Thread.currentThread().interrupt();
            target.write(new byte[1 << 20]);
            target.write(NEW);
          });
      assertTrue(Thread.interrupted());
    } finally {
      Thread.interrupted();
    }
    assertEquals((1 << 20) + NEW.length, Files.size(file));
    assertEquals(Set.of("file"), names());
  }

  @Test
  void whatIsLeftOverIsRemovedAndWhatIsBeingWrittenIsNot() throws Exception {
    Files.write(folder.resolve(".virk-1-0-dead.tmp"), OLD);
    Files.write(folder.resolve(".virk-dead"), OLD);
    Files.write(folder.resolve("dead.tmp"), OLD);
    Files.createDirectory(folder.resolve(".virk-folder.tmp"));
    Set<String> others = Set.of(".virk-dead", "dead.tmp", ".virk-folder.tmp", "file");
    write(folder.resolve("file"), Access.SHARED, NEW);
    assertEquals(others, names());

    Process writer = OtherWriter.start(folder.resolve("other"), "hang");
    try (BufferedReader says = writer.inputReader()) {
      assertEquals("writing", says.readLine());
      String its = names().stream().filter(n -> !others.contains(n)).findFirst().orElseThrow();
      assertTrue(its.endsWith(".tmp"), its);
      write(folder.resolve("file"), Access.SHARED, NEW);
      assertTrue(names().contains(its), "a living writer's file was removed");
      writer.destroyForcibly().waitFor();
      assertTrue(names().contains(its), "nothing was left over: the test shows nothing");
      write(folder.resolve("file"), Access.SHARED, NEW);
      assertEquals(others, names());
    } finally {
      writer.destroyForcibly();
    }
  }

  @Test
  void aWriterOfThisProcessIsLeftInPeaceByTheOthers() throws IOException {
    AtomicFile.write(
        folder.resolve("outer"),
        Access.SHARED,
        target -> {
          target.write(OLD);
          write(folder.resolve("inner"), Access.OWNER, NEW);
          target.write(NEW);
        });
    assertEquals(Set.of("outer", "inner"), names());
    assertEquals("oldnew", Files.readString(folder.resolve("outer")));
  }

  @Test
  void threadsAndProcessesSaveAtOnce() throws Exception {
    Path file = folder.resolve("file");
    Process other = OtherWriter.start(file, "600");
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        byte[] content = new byte[100_000];
        Arrays.fill(content, (byte) t);
        writers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    write(file, Access.SHARED, content);
                  }
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertEquals("", new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(0, other.waitFor());
    } finally {
      threads.shutdownNow();
      other.destroyForcibly();
    }
    assertEquals(Set.of("file"), names());
    byte[] content = Files.readAllBytes(file);
    assertEquals(100_000, content.length);
    for (byte b : content) {
      assertEquals(content[0], b);
    }
  }

  /** A process that closes a file loses its lock on it, whichever of its threads took the lock. */
  @Test
  void threadsThatCleanUpTakeNoLivingWritersFile() throws Exception {
    Process other = OtherWriter.start(folder.resolve("file"), "1500");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int t = 0; t < 4; t++) {
        threads.submit(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                Leftovers.remove(folder);
              }
            });
      }
      assertEquals("", new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(0, other.waitFor());
    } finally {
      threads.shutdownNow();
      other.destroyForcibly();
    }
  }

  @Test
  void whatHoldsImagesIsTheOwnersAlone() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path inner = folder.resolve("made/too");
    AtomicFile.createFolder(inner, Access.OWNER);
    assertEquals("rwx------", permissions(inner));
    assertEquals("rwx------", permissions(inner.getParent()));
    Path file = inner.resolve("file");
    write(file, Access.OWNER, OLD);
    assertEquals("rw-------", permissions(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    AtomicFile.write(
        file,
        Access.OWNER,
        target -> {
          try (var list = Files.newDirectoryStream(inner, "*.tmp")) {
            assertEquals("rw-------", permissions(list.iterator().next()), "from the beginning");
          }
        });
    assertEquals("rw-------", permissions(file));
  }

  @Test
  void otherFilesHaveAndKeepThePermissionsOfAnyOther() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path plain = Files.write(folder.resolve("plain"), OLD);
    Path file = folder.resolve("file");
    write(file, Access.SHARED, OLD);
    assertEquals(permissions(plain), permissions(file));
    for (String kept : List.of("rw-rw-rw-", "r--r-----")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(kept));
      write(file, Access.SHARED, NEW);
      assertEquals(kept, permissions(file));
    }
    Path made = folder.resolve("made");
    AtomicFile.createFolder(made, Access.SHARED);
    AtomicFile.createFolder(made, Access.OWNER);
    Path usual = Files.createDirectory(folder.resolve("usual"));
    assertEquals(permissions(usual), permissions(made), "a folder that was there is left alone");
  }

  @Test
  void aFileSystemWithoutPermissionsLocksAndForcesWillDo() throws IOException {
    URI zip = URI.create("jar:" + folder.resolve("disk.zip").toUri());
    try (FileSystem disk = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      assertFalse(disk.supportedFileAttributeViews().contains("posix"));
      Path inner = disk.getPath("/a/b");
      AtomicFile.createFolder(inner, Access.OWNER);
      Path file = inner.resolve("file");
      for (Access access : Access.values()) {
        write(file, access, OLD);
        write(file, access, NEW);
      }
      assertArrayEquals(NEW, Files.readAllBytes(file));
      try (var list = Files.list(inner)) {
        assertEquals(1, list.count());
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aLinkThatIsReplacedGivesTheFileNoPermissionsOfItsOwn(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("baseline.virk");
    Files.createSymbolicLink(file, folder.resolve("elsewhere"));
    AtomicFile.write(file, AtomicFile.Access.SHARED, target -> target.write(1));
    assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    assertFalse(Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE));
  }
}
