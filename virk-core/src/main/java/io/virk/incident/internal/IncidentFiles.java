package io.virk.incident.internal;

import com.google.gson.stream.JsonReader;
import io.virk.incident.Incident;
import io.virk.incident.Recording.Retention;
import io.virk.internal.AtomicFile;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * The bundles of one monitor in a folder. A name that is taken, by another monitor of this name or
 * an earlier run, makes it take another; the oldest go when there are too many.
 */
final class IncidentFiles {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String UNSAFE = "[^A-Za-z0-9._=-]+";
  private static final int LONGEST = 120;

  private final Path folder;
  private final String name;
  private final String monitor;
  private final Retention retention;
  private final Pattern own;
  private final Map<String, Boolean> ofMonitor = new HashMap<>();
  private final AtomicLong deleted = new AtomicLong();

  IncidentFiles(Path folder, String monitor, Retention retention) {
    this.folder = folder;
    this.name = monitor;
    this.monitor = monitor.replaceAll(UNSAFE, "_");
    this.retention = retention;
    this.own =
        Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-z]+-" + Pattern.quote(this.monitor) + "-.*\\.zip");
  }

  /**
   * Writes the bundle of an incident, or replaces what was written of it by a later state. It
   * replaces no other file.
   *
   * @param where part of its name
   * @param earlier the file of its earlier state; empty if there is none
   * @param spared files that are not deleted, whatever their number and age
   * @return the file
   * @throws IOException if it cannot be written; an earlier one is as it was
   */
  Path write(Incident incident, String where, Optional<Path> earlier, Set<Path> spared)
      throws IOException {
    AtomicFile.createFolder(folder, AtomicFile.Access.OWNER);
    Path file;
    if (earlier.isPresent()) {
      file = earlier.get();
      BundleWriter.write(incident, file);
    } else {
      file = writeNew(incident, fileName(incident, where));
    }
    Set<Path> kept = new HashSet<>(Set.of(file.getFileName()));
    spared.forEach(s -> kept.add(s.getFileName()));
    retain(kept);
    return file;
  }

  private Path writeNew(Incident incident, String name) throws IOException {
    for (int i = 1; ; i++) {
      Path file = folder.resolve(name + (i == 1 ? "" : "-" + i) + ".zip");
      try {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) { // spares the work, decides nothing
          BundleWriter.writeNew(incident, file);
          return file;
        }
      } catch (FileAlreadyExistsException e) {
        // the next name is tried
      }
    }
  }

  private String fileName(Incident incident, String where) {
    String safe = (monitor + "-" + where.replaceAll(UNSAFE, "_"));
    if (safe.length() > LONGEST) {
      safe = safe.substring(0, LONGEST);
    }
    String stamp = STAMP.format(Instant.ofEpochMilli(incident.openedMillis()));
    return stamp + "-" + incident.name() + "-" + safe;
  }

  /** One of the monitor's bundles. */
  private record Bundle(Path file, long bytes, long millis) {}

  /** Deletes what is too much, the oldest first, but none of some names. */
  private void retain(Set<Path> kept) {
    List<Bundle> bundles = bundles();
    bundles.sort(
        Comparator.comparingLong(Bundle::millis).thenComparing(b -> b.file().getFileName()));
    long bytes = bundles.stream().mapToLong(Bundle::bytes).sum();
    int count = bundles.size();
    long newest = bundles.stream().mapToLong(Bundle::millis).max().orElse(0);
    bundles.removeIf(b -> kept.contains(b.file().getFileName()));
    for (Bundle oldest : bundles) {
      boolean old = newest - oldest.millis() > retention.age().toMillis();
      if (count <= retention.bundles() && bytes <= retention.bytes() && !old) {
        return;
      }
      try {
        if (Files.deleteIfExists(oldest.file())) {
          deleted.getAndIncrement();
        }
        count--;
        bytes -= oldest.bytes();
      } catch (IOException e) {
        // it is looked at again when the next one is written
      }
    }
  }

  private List<Bundle> bundles() {
    List<Bundle> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.zip")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (own.matcher(name).matches()
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && ofMonitor.computeIfAbsent(name, n -> isOfMonitor(file))) {
          names.add(name);
          found.add(new Bundle(file, Files.size(file), Files.getLastModifiedTime(file).toMillis()));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return new ArrayList<>(); // none is deleted that is not known
    }
    ofMonitor.keySet().retainAll(names);
    return found;
  }

  /** The name of a file does not tell "line" and "line-3" apart. */
  private boolean isOfMonitor(Path file) {
    try {
      BundleEntries.checkCount(file, Files.size(file));
    } catch (IOException | RuntimeException e) { // none of ours
      return false;
    }
    try (ZipFile zip = new ZipFile(file.toFile());
        JsonReader json =
            new JsonReader(
                new InputStreamReader(
                    zip.getInputStream(zip.getEntry(BundleManifest.NAME)),
                    StandardCharsets.UTF_8))) {
      json.beginObject();
      while (!json.nextName().equals("provenance")) {
        json.skipValue();
      }
      Incident.Provenance of = Codec.GSON.fromJson(json, Incident.Provenance.class);
      return of.monitor().equals(name);
    } catch (IOException | RuntimeException e) { // none of ours
      return false;
    }
  }

  /** Bundles that were deleted. Any thread. */
  long deleted() {
    return deleted.get();
  }
}
