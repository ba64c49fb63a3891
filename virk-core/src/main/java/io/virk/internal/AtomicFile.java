package io.virk.internal;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes files that appear whole or not at all, also where the power fails: the content is on the
 * disk before it gets its name. May be used by any number of threads and processes at once, in one
 * folder and for one file; the last one wins, unless the file is to be new. An interrupt of the
 * calling thread neither ends the writing nor is lost.
 *
 * <p>The content is written beside the file, under a temporary name. What a killed process left of
 * that is removed by the next one that writes to the folder.
 */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;
  private static final int MOST_TRIES = 16;
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** Windows does not move a file that a file stream has open; a lock there outlasts the stream. */
  private static final boolean MOVES_WHAT_IS_OPEN = File.separatorChar == '/';

  private static final FileAttribute<?>[] BY_THE_UMASK = {};
  private static final FileAttribute<?>[] FILE_OF_THE_OWNER = {permissions("rw-------")};
  private static final FileAttribute<?>[] FOLDER_OF_THE_OWNER = {permissions("rwx------")};

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes it.
     *
     * @param target where to, buffered; not to be closed
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream target) throws IOException;
  }

  /** Who may read a file, where the file system has POSIX permissions. */
  public enum Access {
    /** Whoever the process's umask lets; a file that is replaced keeps its permissions. */
    SHARED,
    /**
     * The owner alone: for what is written without being asked for each time, of a running stream:
     * its images, its rows and tags. A baseline, which its user saves and hands on, is not.
     */
    OWNER
  }

  /**
   * Makes a folder, and those that it lies in, where they are missing.
   *
   * @param folder left as it is if it exists
   * @param access of what is made
   * @throws IOException if it cannot be made
   */
  public static void createFolder(Path folder, Access access) throws IOException {
    boolean own = access == Access.OWNER && hasPermissions(folder);
    Files.createDirectories(folder, own ? FOLDER_OF_THE_OWNER : BY_THE_UMASK);
  }

  /**
   * Finds out whether files can be written in a folder by writing one. Deletes it, the folders that
   * it had to make, and what a killed process left.
   *
   * @param folder may be missing
   * @throws IOException if they cannot; says why
   */
  public static void checkFolder(Path folder) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path f = folder.toAbsolutePath(); f != null && Files.notExists(f); f = f.getParent()) {
      missing.add(f);
    }
    uninterrupted(
        () -> {
          try {
            Leftovers.remove(folder.toAbsolutePath());
            writeOne(folder.toAbsolutePath());
          } finally {
            for (Path made : missing) { // from the innermost
              deleteIfEmpty(made);
            }
          }
        });
  }

  /**
   * Removes what killed processes have not finished in a folder; needs no room on the disk.
   *
   * @param folder that exists
   */
  public static void removeLeftovers(Path folder) {
    Leftovers.remove(folder.toAbsolutePath());
  }

  private static void writeOne(Path folder) throws IOException {
    for (int i = 1; ; i++) {
      createFolder(folder, Access.OWNER);
      try (Temporary temporary = create(folder, attributes(folder, Access.OWNER))) {
        temporary.stream().write(0);
        return;
      } catch (NoSuchFileException e) { // another one that only tried has deleted the folder
        if (i == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private static void deleteIfEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // somebody else has begun to use it
    }
  }

  private static FileAttribute<?>[] attributes(Path folder, Access access) {
    boolean own = access == Access.OWNER && hasPermissions(folder);
    return own ? FILE_OF_THE_OWNER : BY_THE_UMASK;
  }

  /**
   * Writes a file that does not exist yet.
   *
   * @param file where to; left as it is if it exists; its folder must exist
   * @param access who may read it
   * @param content what to write; called once
   * @throws FileAlreadyExistsException if it exists, or another thread or process makes it
   *     meanwhile
   * @throws IOException if it cannot be written; nothing is left behind
   */
  public static void writeNew(Path file, Access access, Content content) throws IOException {
    inFolder(
        file,
        folder ->
            write(
                file, folder, attributes(folder, access), Set.of(), content, AtomicFile::moveNew));
  }

  /**
   * Writes a file.
   *
   * @param file where to; replaced if it exists; its folder must exist
   * @param access who may read it
   * @param content what to write; called once
   * @throws IOException if it cannot be written; nothing is left behind, and what was there before
   *     is as it was. So it is for whatever else the content throws
   */
  public static void write(Path file, Access access, Content content) throws IOException {
    inFolder(
        file,
        folder -> {
          Set<PosixFilePermission> kept = access == Access.SHARED ? permissionsOf(file) : Set.of();
          FileAttribute<?>[] attributes =
              attributes(folder, kept.isEmpty() ? access : Access.OWNER);
          write(file, folder, attributes, kept, content, AtomicFile::move);
        });
  }

  /** Does something in the folder of a file. */
  private interface InFolder {
    void write(Path folder) throws IOException;
  }

  private static void inFolder(Path file, InFolder writing) throws IOException {
    uninterrupted(
        () -> {
          Path folder = file.toAbsolutePath().getParent();
          Leftovers.remove(folder);
          writing.write(folder);
          force(folder);
        });
  }

  /** Does something with files. */
  private interface Task {
    void run() throws IOException;
  }

  private static void uninterrupted(Task task) throws IOException {
    boolean interrupted = Thread.interrupted(); // channels would close themselves
    try {
      task.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives what was written its name. */
  private interface Move {
    void move(Path from, Path to) throws IOException;
  }

  private static void write(
      Path file,
      Path folder,
      FileAttribute<?>[] attributes,
      Set<PosixFilePermission> kept,
      Content content,
      Move move)
      throws IOException {
    try (Temporary temporary = create(folder, attributes)) {
      BufferedOutputStream target = new BufferedOutputStream(temporary.stream(), BUFFER);
      content.writeTo(target);
      target.flush();
      if (temporary.stream() instanceof FileOutputStream stream) {
        stream.getFD().sync();
      }
      permit(temporary.file(), kept);
      if (!MOVES_WHAT_IS_OPEN || temporary.lock() == null) {
        temporary.stream().close();
      }
      move.move(temporary.file(), file); // while it is locked: nobody takes it for left over
    }
  }

  /**
   * A file that is being written; closing it deletes it where it still has its temporary name.
   *
   * @param file its name
   * @param stream writes to it
   * @param lock says that it has a writer; null where there are no locks
   */
  private record Temporary(Path file, OutputStream stream, FileChannel lock)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try {
        stream.close();
      } finally {
        try {
          if (lock != null) {
            lock.close();
          }
        } finally {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static Temporary create(Path folder, FileAttribute<?>[] attributes) throws IOException {
    // not Files.createTempFile, whose files nobody but their owner may read
    if (folder.getFileSystem() != FileSystems.getDefault()) {
      Path file = Files.createFile(folder.resolve(Leftovers.newName()), attributes);
      return new Temporary(file, Files.newOutputStream(file, StandardOpenOption.WRITE), null);
    }
    for (int i = 0; i < MOST_TRIES; i++) {
      Path file = folder.resolve(Leftovers.newName());
      FileChannel lock = FileChannel.open(file, NEW, attributes);
      boolean opened = false;
      try {
        if (Leftovers.lock(file, lock)) {
          // from here on nobody deletes it: a file stream would make another, of other permissions;
          // not the channel, which closes itself when its thread is interrupted
          OutputStream stream = new FileOutputStream(file.toFile());
          opened = true;
          return new Temporary(file, stream, lock);
        }
      } finally {
        if (!opened) { // another process cleaned up between the two steps
          lock.close();
          Files.deleteIfExists(file);
        }
      }
    }
    throw new IOException("folder: " + folder + " (expected: one that a new file stays in)");
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * A second name fails where there is one already; a move replaces it, or looks before it moves.
   */
  private static void moveNew(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) { // a FAT volume, a share
      Files.createFile(to); // ours from here on
      boolean moved = false;
      try {
        move(from, to);
        moved = true;
      } finally {
        if (!moved) {
          Files.deleteIfExists(to);
        }
      }
    }
  }

  /** Makes a move last, where the operating system lets a folder be forced. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    } catch (IOException | UnsupportedOperationException e) {
      // Windows, and file systems of other kinds: the file itself is on the disk
    }
  }

  private static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static void permit(Path file, Set<PosixFilePermission> kept) {
    if (!kept.isEmpty()) {
      try {
        Files.setPosixFilePermissions(file, kept);
      } catch (IOException e) {
        // a FAT volume, for example, which has one set for all files
      }
    }
  }

  /** Those of an existing file; empty where there are none. */
  private static Set<PosixFilePermission> permissionsOf(Path file) throws IOException {
    // a link's own permissions say nothing: they are those of everybody
    if (!hasPermissions(file) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Set.of();
    }
    try {
      return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Set.of();
    }
  }
}
