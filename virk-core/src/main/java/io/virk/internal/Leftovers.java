package io.virk.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/**
 * Tells the temporary files that a killed process left from those that are being written.
 *
 * <p>1. A writer holds a lock on its temporary file until it has its name; a lock ends with its
 * process. 2. Names begin with that of the process: its own files are never looked at, for a
 * process that closes a file loses the locks that it has on it. 3. A file whose lock can be taken
 * has no writer, and is deleted under the lock; one thread of a process does so at a time, for a
 * second one that closes the file would end the lock of the first. 4. A writer that has its lock
 * looks whether the file is still there. Where a file system has no locks nothing is removed.
 */
final class Leftovers {
  private static final String PREFIX = ".virk-";
  private static final String SUFFIX = ".tmp";

  /** The number of a process is given again, in containers always 1: the time makes it one. */
  private static final String OWN = PREFIX + process() + "-";

  /** One for the whole process, also where several class loaders have this class: a literal is. */
  private static final Object ONE_AT_A_TIME = "io.virk.internal.Leftovers";

  private Leftovers() {}

  private static String process() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return Long.toHexString(self.pid()) + "-" + Long.toHexString(start);
  }

  static String newName() {
    return OWN + UUID.randomUUID() + SUFFIX;
  }

  /**
   * Locks a temporary file that this process has made.
   *
   * @param channel has made it and is open on it
   * @return false if another process has deleted it; true also where there are no locks
   */
  static boolean lock(Path file, FileChannel channel) {
    try {
      return tryLock(channel) && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | OverlappingFileLockException e) {
      return true;
    }
  }

  /**
   * Far behind all content: where locks are mandatory the content is to be written all the same.
   */
  private static boolean tryLock(FileChannel channel) throws IOException {
    return channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
  }

  /** Removes what has no writer any more. What cannot be removed stays. */
  static void remove(Path folder) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : found) {
        boolean own = file.getFileName().toString().startsWith(OWN);
        if (!own && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          synchronized (ONE_AT_A_TIME) {
            removeUnlessLocked(file);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      // not to be listed: whether the folder can be written to shows itself soon
    }
  }

  private static void removeUnlessLocked(Path file) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (tryLock(channel)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException | UnsupportedOperationException e) {
      // somebody else's, or gone already
    }
  }
}
