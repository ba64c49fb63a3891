package io.virk;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineFormatException;
import io.virk.embed.Embedder;
import io.virk.incident.Incident;
import io.virk.incident.IncidentFormatException;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentReplay;
import io.virk.incident.internal.BundleWriter;
import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.internal.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What a fuzzer calls: each takes bytes, which say how a file of a format is to be forged, forges
 * it with checksums that fit, and reads it. What is thrown but for the exceptions that are
 * documented is a fault.
 *
 * <p>Of a zip six bytes are a change: which entry, what, where (three), and with what. The classes
 * within are what Jazzer calls, {@link FuzzTest} says how.
 */
final class FuzzTargets {
  private static final Path FOLDER = folder();
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"(?!\\s*:)|-?\\d[-+.eE\\d]*|true|false|null|\\{|\\[");
  private static final Pattern CHECKED =
      Pattern.compile(
          "(\"name\":\\s*\"([^\"]*)\",\\s*\"bytes\":\\s*)\\d+(,\\s*\"sha256\":\\s*\")[0-9a-f]*\"");
  private static final String MANIFEST = "manifest.json";
  private static final String[] TOKENS = {
    "null",
    "true",
    "0",
    "-1",
    "1",
    "2",
    "16",
    "1.5",
    "NaN",
    "\"NaN\"",
    "1e999",
    "-1e308",
    "1e-320",
    "2147483647",
    "2147483648",
    "-2147483648",
    "9223372036854775807",
    "99999999999999999999",
    "1e999999999",
    "\"\"",
    "\"all\"",
    "\"\\u0000\\n\"",
    "\"../../x\"",
    "[]",
    "{}",
    "[null]",
    "[[[[[[",
    "{\"a\":1}",
    "[0,0]",
    "\"camera\"",
    "\"energy\"",
    "\"embedding\"",
  };

  private FuzzTargets() {}

  private static Path folder() {
    try {
      Path memory = Path.of("/dev/shm");
      Path made =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "virk-fuzz")
              : Files.createTempDirectory("virk-fuzz");
      made.toFile().deleteOnExit();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of the test resources. */
  static byte[] format(String name) {
    try (InputStream in = FuzzTargets.class.getResourceAsStream("formats/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> entries(byte[] zip) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** The changes that a program asks for; half of them in the manifest. */
  private static void change(Map<String, byte[]> entries, byte[] program) {
    List<String> names = new ArrayList<>(entries.keySet());
    names.remove(MANIFEST);
    for (int at = 0; at + 6 <= program.length && at < 6 * 32; at += 6) {
      int which = program[at] & 0xff;
      String name = which < 128 ? MANIFEST : names.get(which % names.size());
      int where =
          (program[at + 2] & 0xff) << 16 | (program[at + 3] & 0xff) << 8 | program[at + 4] & 0xff;
      byte[] content = entries.get(name);
      if (content != null) {
        entries.put(name, changed(content, program[at + 1] & 0xff, where, program[at + 5] & 0xff));
      }
    }
  }

  private static byte[] changed(byte[] content, int what, int where, int with) {
    int at = where % (content.length + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 16);
    switch (what % 6) {
      case 0, 1 -> {
        return token(content, where, TOKENS[with % TOKENS.length]);
      }
      case 2 -> {
        byte[] other = content.clone();
        if (at < other.length) {
          other[at] = (byte) with;
        }
        return other;
      }
      case 3 -> { // a number of four or eight bytes, of an array or a state
        byte[] other = content.clone();
        byte[] number = ByteBuffer.allocate(8).putLong(NUMBERS[with % NUMBERS.length]).array();
        int length = Math.min(number.length, other.length - at);
        System.arraycopy(number, 0, other, at, Math.max(0, length));
        return other;
      }
      case 4 -> {
        out.write(content, 0, at);
        out.write(content, Math.max(0, at - with), at - Math.max(0, at - with));
        out.write(content, at, content.length - at);
      }
      default -> {
        int to = Math.min(content.length, at + with);
        out.write(content, 0, at);
        out.write(content, to, content.length - to);
      }
    }
    return out.toByteArray();
  }

  private static final long[] NUMBERS = {
    0,
    -1,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Double.doubleToLongBits(Double.NaN),
    Double.doubleToLongBits(Double.POSITIVE_INFINITY),
    Double.doubleToLongBits(1e300),
    Double.doubleToLongBits(-0.0),
    (long) Integer.MAX_VALUE << 32,
    Double.doubleToLongBits(Double.MIN_VALUE),
  };

  /** Replaces one value of a text of JSON. */
  private static byte[] token(byte[] content, int which, String with) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int begin = text.isEmpty() ? 0 : which % text.length();
    Matcher matcher = TOKEN.matcher(text);
    if (!matcher.find(begin)) {
      return content;
    }
    String changed = text.substring(0, matcher.start()) + with + text.substring(matcher.end());
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Makes the lengths and checksums in the manifest those of the entries. */
  private static void fit(Map<String, byte[]> entries) {
    String manifest = new String(entries.get(MANIFEST), StandardCharsets.ISO_8859_1);
    Matcher matcher = CHECKED.matcher(manifest);
    StringBuilder fitting = new StringBuilder();
    while (matcher.find()) {
      byte[] content = entries.get(matcher.group(2));
      String with =
          content == null
              ? matcher.group()
              : matcher.group(1) + content.length + matcher.group(3) + Sha256.hex(content) + "\"";
      matcher.appendReplacement(fitting, Matcher.quoteReplacement(with));
    }
    matcher.appendTail(fitting);
    entries.put(MANIFEST, fitting.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Path forged(String format, byte[] program) {
    Map<String, byte[]> entries = entries(format(format));
    change(entries, program);
    fit(entries);
    Path file = FOLDER.resolve("forged-" + format);
    try {
      Files.deleteIfExists(file);
      AtomicZip.writeStored(file, AtomicFile.Access.OWNER, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** The reader of incidents, what writes them anew, and the replay. */
  static final class Incidents {
    private static final Baseline BASELINE = FuzzTargets.baseline();
    private static final Embedder MODEL = Embedder.of("model", 4, frame -> new float[4]);

    private Incidents() {}

    /** Called by a fuzzer. */
    public static void fuzzerTestOneInput(byte[] program) {
      Path file = forged("incident.zip", program);
      try {
        Incident incident = IncidentReader.open(file);
        BundleWriter.write(incident, file);
        IncidentReader.open(file);
        IncidentReplay.of(incident, BASELINE, MODEL).inWords();
      } catch (IncidentFormatException e) {
        says(e, file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (IllegalArgumentException e) {
        if (Arrays.stream(e.getStackTrace())
            .noneMatch(s -> s.getClassName().equals(IncidentReplay.class.getName()))) {
          throw e;
        }
      }
    }
  }

  private static Baseline baseline() {
    try {
      Path file = FOLDER.resolve("baseline.virk");
      Files.write(file, format("baseline.virk"));
      return Baseline.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The message names the file, and is not long. */
  private static void says(RuntimeException e, Path file) {
    if (!e.getMessage().contains(file.getFileName().toString()) || e.getMessage().length() > 4000) {
      throw new AssertionError("says: " + e.getMessage(), e);
    }
  }

  /** The reader of baselines, and a monitor that goes by what was read. */
  static final class Baselines {
    private Baselines() {}

    /** Called by a fuzzer. */
    public static void fuzzerTestOneInput(byte[] program) {
      Path file = forged("baseline.virk", program);
      Baseline read;
      try {
        read = Baseline.load(file);
      } catch (BaselineFormatException e) {
        says(e, file);
        return;
      }
      read.save(file);
      Baseline.load(file);
    }
  }

  /** The reader of checkpoints, and the monitor that goes on from one. */
  static final class Checkpoints {
    private static final Baseline BASELINE = FuzzTargets.baseline();
    private static final byte[] WHOLE = format("monitor.checkpoint");

    private Checkpoints() {}

    /** Called by a fuzzer. */
    public static void fuzzerTestOneInput(byte[] program) {
      byte[] bytes = Arrays.copyOf(WHOLE, WHOLE.length - Long.BYTES);
      Map<String, byte[]> whole = new LinkedHashMap<>(Map.of(MANIFEST, bytes));
      for (int at = 0; at + 6 <= program.length; at += 6) {
        program[at] &= 0x7f; // it has one part
      }
      change(whole, program);
      byte[] forged = whole.get(MANIFEST);
      CRC32 crc = new CRC32();
      crc.update(forged);
      Path file = FOLDER.resolve("forged.checkpoint");
      try {
        Files.write(
            file,
            ByteBuffer.allocate(forged.length + Long.BYTES)
                .put(forged)
                .putLong(crc.getValue())
                .array());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      EventLog log = new EventLog();
      try (Monitor monitor = FormatsTest.builder(BASELINE).listener(log).restore(file).start()) {
        FormatsTest.observe(monitor, FormatsTest.LENGTH, FormatsTest.LENGTH + 20);
        monitor.status().text();
        if (monitor.status().failures().evaluation() > 0) {
          throw new AssertionError(
              "it was restored, and cannot judge", log.failures.get(0).cause());
        }
      } catch (CheckpointException e) {
        says(e, file);
      }
    }
  }
}
