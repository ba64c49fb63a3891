package io.virk.fleet;

import io.virk.internal.AtomicFile;
import io.virk.internal.Text;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Summaries in a folder: a file for each time that a monitor hands some over, whole or not at all,
 * readable by its owner alone. Bounded: the oldest files are given up, which is counted. Whoever
 * collects them may delete what it has read.
 *
 * <p>May be used by several monitors, threads and processes. Nothing else of the folder is touched.
 * A file: "VIRKSUMS", a version of 16 bits, the number of summaries, and each behind its length.
 */
public final class SummaryFolder implements SummarySink {
  /** 1 GB. */
  public static final long BYTES = 1L << 30;

  /** A week of minutes. */
  public static final int FILES = 10_080;

  private static final Pattern NAME = Pattern.compile("summaries-(\\d{13})-(\\d{6,18})\\.virks");
  private static final long MAGIC = 0x5649524b53554d53L;
  private static final short VERSION = 1;

  private static final int MOST_ATTEMPTS = 16;

  /** Of thirteen digits: 2286. */
  private static final long LATEST = 9_999_999_999_999L;

  private final Path folder;
  private final long bytes;
  private final int files;
  private final InstantSource clock;
  private Name newest = Name.NONE;
  private final AtomicLong givenUp = new AtomicLong();

  private SummaryFolder(Path folder, long bytes, int files, InstantSource clock) {
    this.folder = Objects.requireNonNull(folder, "folder").toAbsolutePath();
    this.bytes = bytes;
    this.files = files;
    this.clock = clock;
  }

  /**
   * A folder of at most {@value #BYTES} bytes and {@value #FILES} files. Nothing is written yet.
   *
   * @param folder made when there is something to write
   * @return a sink
   */
  public static SummaryFolder of(Path folder) {
    return of(folder, InstantSource.system());
  }

  static SummaryFolder of(Path folder, InstantSource clock) {
    return new SummaryFolder(folder, BYTES, FILES, clock);
  }

  /**
   * Sets how much stays. The oldest is given up first, never what is written.
   *
   * @param mostBytes &ge; 1,048,576
   * @param mostFiles &ge; 1
   * @return another sink of the same folder
   */
  public SummaryFolder bounds(long mostBytes, int mostFiles) {
    if (mostBytes < 1 << 20) {
      throw new IllegalArgumentException(
          "mostBytes: " + mostBytes + " (expected: >= " + (1 << 20) + ")");
    }
    if (mostFiles < 1) {
      throw new IllegalArgumentException("mostFiles: " + mostFiles + " (expected: >= 1)");
    }
    return new SummaryFolder(folder, mostBytes, mostFiles, clock);
  }

  @Override
  public synchronized void write(List<SliceSummary> summaries) throws IOException {
    AtomicFile.createFolder(folder, AtomicFile.Access.OWNER);
    Name name = nextName();
    for (int attempts = 1; !isWritten(name, summaries); attempts++) {
      if (attempts == MOST_ATTEMPTS) {
        throw new FileAlreadyExistsException(folder.resolve(name.toString()).toString());
      }
      newest = Name.NONE; // another process was faster, perhaps by many
      name = nextName();
    }
    newest = name;
    retain(name.toString());
  }

  /** False if the file is there already. */
  private boolean isWritten(Name name, List<SliceSummary> summaries) throws IOException {
    try {
      AtomicFile.writeNew(
          folder.resolve(name.toString()),
          AtomicFile.Access.OWNER,
          target -> {
            DataOutputStream out = new DataOutputStream(target);
            out.writeLong(MAGIC);
            out.writeShort(VERSION);
            out.writeInt(summaries.size());
            for (SliceSummary summary : summaries) {
              byte[] each = summary.toBytes();
              out.writeInt(each.length);
              out.write(each);
            }
            out.flush();
          });
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * After all that are there, also where the clock was set back: by their names files are read, and
   * given up, in the order in which they were written.
   */
  private Name nextName() throws IOException {
    if (newest.equals(Name.NONE)) {
      for (Path file : list(folder)) {
        newest = newest.later(Name.of(file));
      }
    }
    long millis = Math.max(0, Math.min(LATEST, clock.millis()));
    return millis > newest.millis
        ? new Name(millis, 0)
        : new Name(newest.millis, newest.number + 1);
  }

  /** When a file was written, by the clock, and its number among those of that time. */
  private record Name(long millis, long number) implements Comparable<Name> {
    static final Name NONE = new Name(-1, 0);
    private static final Comparator<Name> ORDER =
        Comparator.comparingLong(Name::millis).thenComparingLong(Name::number);

    /** Of a file whose name is one. */
    static Name of(Path file) {
      Matcher matcher = NAME.matcher(file.getFileName().toString());
      return matcher.matches()
          ? new Name(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
          : null;
    }

    Name later(Name other) {
      return compareTo(other) < 0 ? other : this;
    }

    @Override
    public int compareTo(Name other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "summaries-%013d-%06d.virks", millis, number);
    }
  }

  private void retain(String newest) throws IOException {
    List<Path> all = list(folder);
    long total = 0;
    for (Path file : all) {
      total += size(file);
    }
    int count = all.size();
    for (Path file : all) {
      boolean tooMuch = total > bytes || count > files;
      if (!tooMuch || file.getFileName().toString().equals(newest)) {
        return;
      }
      long size = size(file);
      if (isGivenUp(file)) {
        total -= size;
        count--;
      }
    }
  }

  /**
   * False if it stays: somebody has it open, or may not be written to. What was written is written,
   * and would be once more if this were an error of it.
   */
  private boolean isGivenUp(Path file) {
    try {
      if (Files.deleteIfExists(file)) {
        givenUp.getAndIncrement();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) { // somebody has collected it
      return 0;
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.virks")) {
      for (Path file : all) {
        if (Name.of(file) != null) {
          found.add(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(Comparator.comparing(Name::of));
    return found;
  }

  /** Files that were given up, for there were too many or they were too large. Any thread. */
  public long givenUp() {
    return givenUp.get();
  }

  /**
   * Reads all files of a folder, the oldest first.
   *
   * @param folder of a {@link SummaryFolder}
   * @param taker of each summary, some of which may come twice
   * @return summaries that were damaged, and were passed over; of a file that is none of a folder,
   *     or is cut off, the rest counts as one
   * @throws IOException if the folder or a file cannot be read
   */
  public static long read(Path folder, Consumer<SliceSummary> taker) throws IOException {
    long damaged = 0;
    for (Path file : list(folder)) {
      try {
        damaged += readFile(file, taker);
      } catch (NoSuchFileException e) { // given up, or collected by somebody, meanwhile
        continue;
      }
    }
    return damaged;
  }

  /**
   * Reads one file.
   *
   * @param file of a {@link SummaryFolder}
   * @param taker of each summary
   * @return as {@link #read}
   * @throws IOException if it cannot be read
   */
  public static long readFile(Path file, Consumer<SliceSummary> taker) throws IOException {
    long damaged = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readLong() != MAGIC || in.readShort() != VERSION) {
        return 1;
      }
      int n = in.readInt();
      if (n < 0) {
        return 1;
      }
      for (int i = 0; i < n; i++) {
        int length = in.readInt();
        if (length < 0 || length > SliceSummary.MAXIMUM_BYTES) {
          return damaged + 1;
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
          return damaged + 1;
        }
        SliceSummary summary = readOne(bytes);
        if (summary == null) {
          damaged++;
        } else {
          taker.accept(summary);
        }
      }
      damaged += in.read() >= 0 ? 1 : 0; // its number is damaged
    } catch (EOFException e) {
      return damaged + 1;
    }
    return damaged;
  }

  private static SliceSummary readOne(byte[] bytes) {
    try {
      return SliceSummary.fromBytes(bytes);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "the folder of summaries " + Text.clean(folder.toString(), Text.SENTENCE);
  }
}
