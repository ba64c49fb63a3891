package io.virk.incident;

import io.virk.incident.Recording.Retention;
import io.virk.incident.internal.BundleWriter;
import io.virk.internal.AtomicFile;
import io.virk.internal.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps for a sink in a folder what it is given until it has taken it, so that neither a network
 * that is away nor a restart loses an incident: {@code
 * Recording.DEFAULT.sinks(Spool.of(Path.of("spool"), sink))}. A monitor sends what waits when it
 * starts, and ever more seldom while the sink does not take it: 10 s to 10 min.
 *
 * <p>Guarantees: 1. an incident is on the disk before the sink is asked, as the redactor and
 * private tags leave it, readable by its owner alone, if the disk has room; 2. a later state of an
 * incident takes the place of the one that waits; 3. the folder is bounded: the oldest are given
 * up, which is counted and told; 4. one that the sink refuses keeps no other waiting; 5. what a
 * killed process has not finished is removed. A process that is killed while it sends sends it once
 * more.
 *
 * <p>May be used by several monitors and threads, one of which sends at a time, and the folder by
 * several processes, two of which may send the same. It holds bundles, and nothing else of it is
 * touched.
 */
public final class Spool implements IncidentSink {
  /** 200 incidents of 1 GB together, 30 days. */
  public static final Retention BOUNDS = new Retention(200, 1L << 30, Duration.ofDays(30));

  private static final Pattern NAME = Pattern.compile("(.+)-(\\d{13})\\.zip");
  private static final int UNKNOWN = -1;

  private final Path folder;
  private final IncidentSink sink;
  private final Retention bounds;
  private final InstantSource clock;
  private final AtomicLong givenUp = new AtomicLong();
  private volatile int waiting = UNKNOWN;
  private boolean checked;

  /** The one that could not be sent last: the next try begins behind it. */
  private String refused = "";

  /** Of an incident that waits. */
  private record Kept(String key, long millis, long bytes, Path file) {
    String name() {
      return file.getFileName().toString();
    }
  }

  private Spool(Path folder, IncidentSink sink, Retention bounds, InstantSource clock) {
    this.folder = Objects.requireNonNull(folder, "folder").toAbsolutePath();
    this.sink = Objects.requireNonNull(sink, "sink");
    this.bounds = Objects.requireNonNull(bounds, "bounds");
    this.clock = clock;
  }

  /**
   * Makes a spool within {@link #BOUNDS}. Nothing is written yet.
   *
   * @param folder its own; made when there is something to keep
   * @param sink that what is kept is sent to; no other spool
   * @return a sink
   */
  public static Spool of(Path folder, IncidentSink sink) {
    return of(folder, sink, InstantSource.system());
  }

  static Spool of(Path folder, IncidentSink sink, InstantSource clock) {
    if (sink instanceof Spool) {
      throw new IllegalArgumentException("sink: a spool (expected: what it is to send to)");
    }
    return new Spool(folder, sink, BOUNDS, clock);
  }

  /**
   * Sets how much may wait. The oldest are given up first, never the one that is written.
   *
   * @param value how many, how large, how old
   * @return another spool of the same folder and sink
   */
  public Spool bounds(Retention value) {
    return new Spool(folder, sink, value, clock);
  }

  /**
   * Keeps an incident, and sends what waits as far as the sink takes it. Where it cannot be kept,
   * on a full disk for example, the sink is asked at once.
   *
   * @throws IOException if it can neither be kept nor sent; if it is kept it waits
   */
  @Override
  public synchronized void write(Incident incident) throws IOException {
    try {
      keep(incident);
    } catch (IOException e) {
      sendAtOnce(incident, e);
      return;
    }
    try {
      send();
    } catch (IOException e) {
      // it waits: whoever calls send again is told
    }
  }

  private void keep(Incident incident) throws IOException {
    AtomicFile.createFolder(folder, AtomicFile.Access.OWNER);
    String key = incident.key();
    List<Kept> before = list();
    long millis = clock.millis();
    for (Kept kept : before) {
      millis = kept.key().equals(key) ? Math.max(millis, kept.millis() + 1) : millis;
    }
    Path file = folder.resolve(key + "-" + String.format(Locale.ROOT, "%013d", millis) + ".zip");
    BundleWriter.writeNew(incident, file);
    delete(before, key);
    retain(file);
  }

  private void sendAtOnce(Incident incident, IOException unkept) throws IOException {
    try {
      sink.write(incident);
    } catch (Throwable e) { // whatever the sink throws
      unkept.addSuppressed(e);
      throw unkept;
    }
    delete(list(), incident.key()); // an earlier state must not come after it
  }

  private static void delete(List<Kept> all, String key) throws IOException {
    for (Kept kept : all) {
      if (kept.key().equals(key)) {
        Files.deleteIfExists(kept.file());
      }
    }
  }

  /**
   * Sends what waits, the oldest first. A monitor that has the spool among its sinks does so by
   * itself.
   *
   * @throws IOException if the sink does not take one: the rest waits, too
   */
  public synchronized void send() throws IOException {
    if (!checked && Files.isDirectory(folder)) {
      AtomicFile.removeLeftovers(folder); // a full disk keeps nothing from being sent
      checked = true;
    }
    List<Kept> all = inTurn(list());
    waiting = all.size();
    for (Kept kept : all) {
      try {
        Incident incident = read(kept);
        if (incident != null) {
          sink.write(incident);
        }
      } catch (Throwable e) { // whatever the sink throws, a class that is missing among it
        refused = kept.name();
        throw new IOException(
            Text.count(waiting, "incident")
                + (waiting == 1 ? " waits in " : " wait in ")
                + Text.clean(folder.toString(), Text.SENTENCE)
                + ": "
                + Text.message(e),
            e);
      }
      Files.deleteIfExists(kept.file());
      waiting--;
    }
    refused = "";
  }

  /** Null if it is damaged, which is counted, or another process has sent it. */
  private Incident read(Kept kept) {
    try {
      return IncidentReader.open(kept.file());
    } catch (IncidentFormatException e) {
      givenUp.getAndIncrement();
      return null;
    } catch (UncheckedIOException e) {
      if (Files.notExists(kept.file())) {
        return null;
      }
      throw e;
    }
  }

  /** Those behind the one that was refused come first. */
  private List<Kept> inTurn(List<Kept> all) {
    List<Kept> turned = new ArrayList<>();
    all.stream().filter(k -> k.name().compareTo(refused) > 0).forEach(turned::add);
    all.stream().filter(k -> k.name().compareTo(refused) <= 0).forEach(turned::add);
    return turned;
  }

  private void retain(Path newest) throws IOException {
    List<Kept> all = list();
    all.sort(Comparator.comparingLong(Kept::millis).thenComparing(Kept::name));
    int count = all.size();
    long bytes = all.stream().mapToLong(Kept::bytes).sum();
    long since = clock.millis() - bounds.age().toMillis();
    for (Kept kept : all) {
      boolean tooMuch = count > bounds.bundles() || bytes > bounds.bytes();
      if ((tooMuch || kept.millis() < since) && !kept.file().equals(newest)) {
        if (Files.deleteIfExists(kept.file())) {
          givenUp.getAndIncrement();
        }
        count--;
        bytes -= kept.bytes();
      }
    }
    waiting = count;
  }

  /** By name: by the time at which they opened. */
  private List<Kept> list() throws IOException {
    List<Kept> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.zip")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        OptionalLong bytes = name.matches() ? bytes(file) : OptionalLong.empty();
        if (bytes.isPresent()) {
          long millis = Long.parseLong(name.group(2));
          found.add(new Kept(name.group(1), millis, bytes.getAsLong(), file));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(Comparator.comparing(Kept::name));
    return found;
  }

  /** Of a file; empty if it is none, or another process has sent it meanwhile. */
  private static OptionalLong bytes(Path file) throws IOException {
    try {
      BasicFileAttributes of =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return of.isRegularFile() ? OptionalLong.of(of.size()) : OptionalLong.empty();
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * How many incidents wait to be sent. Any thread, at once.
   *
   * @return as of the last time that the folder was looked at; 0 before
   */
  public int waiting() {
    return Math.max(0, waiting);
  }

  /**
   * Whether something waits, or nobody has looked yet. Any thread, at once.
   *
   * @return whether {@link #send} may have something to do
   */
  public boolean mayWait() {
    return waiting != 0;
  }

  /**
   * Incidents that were given up: too many, too large together, too old, or damaged. Any thread.
   *
   * @return since it was made
   */
  public long givenUp() {
    return givenUp.get();
  }

  /**
   * Its folder, and what it sends to.
   *
   * @return for example "the spool /var/spool/virk of io.virk.s3.S3IncidentSink"
   */
  @Override
  public String toString() {
    return "the spool "
        + Text.clean(folder.toString(), Text.SENTENCE)
        + " of "
        + Text.clean(sink.getClass().getName());
  }
}
