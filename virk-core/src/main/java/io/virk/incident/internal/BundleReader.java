package io.virk.incident.internal;

import com.google.gson.JsonParseException;
import io.virk.image.Frame;
import io.virk.image.internal.Png;
import io.virk.incident.Incident;
import io.virk.incident.IncidentFormatException;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentTape;
import io.virk.internal.LibraryVersion;
import io.virk.internal.Npy;
import io.virk.internal.Text;
import io.virk.signal.SignalSchema;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalDescription;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads what {@link BundleWriter} wrote, or anybody else did. */
public final class BundleReader {
  /** Observations that a bundle may have. */
  static final int MOST_OBSERVATIONS = 1_000;

  /** Pixels of all its images, those of patches among them. */
  static final int MOST_PIXELS = 64_000_000;

  private static final int LONGEST_VECTOR = 1 << 20;

  private final BundleEntries entries;
  private final BundleManifest manifest;
  private final SignalSchema schema;
  private int pixels;

  private BundleReader(BundleEntries entries, BundleManifest manifest) {
    this.entries = entries;
    this.manifest = manifest;
    this.schema =
        SignalSchema.of(manifest.signals().stream().map(SignalDescription::signal).toList());
  }

  /**
   * Reads a bundle.
   *
   * @param file the bundle
   * @return the incident
   * @throws IncidentFormatException if it is none
   * @throws UncheckedIOException if it cannot be read
   */
  public static Incident read(Path file) {
    return read(file, BundleReader::read);
  }

  /**
   * Reads the tape of a bundle alone, and none of its pictures.
   *
   * @return empty if it has none
   * @throws IncidentFormatException as {@link #read(Path)}
   * @throws UncheckedIOException as {@link #read(Path)}
   */
  static Optional<IncidentTape> tape(Path file) {
    return read(
        file,
        entries -> {
          BundleManifest manifest = parse(entries.manifest());
          entries.declared(manifest.entries());
          return new BundleReader(entries, manifest).tape();
        });
  }

  /** Reads something of a bundle. */
  private interface Part<T> {
    T read(BundleEntries entries) throws IOException;
  }

  private static <T> T read(Path file, Part<T> part) {
    String name = "file: " + Text.clean(file.toString(), Text.SENTENCE);
    try {
      long length = Files.size(file);
      BundleEntries.checkCount(file, length);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        return part.read(BundleEntries.of(zip, length));
      }
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(name + " (expected: an existing file)", e);
    } catch (ZipException | EOFException e) {
      throw new IncidentFormatException(
          name + ": it is truncated, damaged or no zip file: " + Text.message(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read: " + Text.message(e), e);
    } catch (IncidentFormatException e) {
      throw new IncidentFormatException(name + ": " + e.getMessage(), e);
    } catch (RuntimeException | StackOverflowError e) { // of what stands in the manifest
      throw new IncidentFormatException(
          name + ": entry " + BundleManifest.NAME + " does not fit: " + Text.message(e), e);
    }
  }

  private static Incident read(BundleEntries entries) throws IOException {
    BundleManifest manifest = parse(entries.manifest());
    entries.declared(manifest.entries());
    Incident incident = new BundleReader(entries, manifest).incident();
    entries.checkAllRead();
    return incident;
  }

  private static BundleManifest parse(byte[] bytes) {
    try {
      BundleManifest manifest =
          Codec.GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), BundleManifest.class);
      if (manifest == null) {
        throw new IllegalArgumentException("is empty");
      }
      if (!BundleManifest.FORMAT.equals(manifest.format())) {
        throw new IllegalArgumentException(
            "has the format \""
                + manifest.format()
                + "\" (expected: "
                + BundleManifest.FORMAT
                + ")");
      }
      if (manifest.formatVersion() != BundleManifest.VERSION) {
        throw new IllegalArgumentException(
            "has formatVersion "
                + manifest.formatVersion()
                + " (expected: "
                + BundleManifest.VERSION
                + "; this is VIRK "
                + LibraryVersion.CURRENT
                + ")");
      }
      Codec.whole(manifest, "manifest");
      if (manifest.observations().size() > MOST_OBSERVATIONS) {
        throw new IllegalArgumentException(
            "has "
                + manifest.observations().size()
                + " observations (expected: <= "
                + MOST_OBSERVATIONS
                + ")");
      }
      return manifest;
    } catch (JsonParseException | IllegalArgumentException e) {
      throw BundleEntries.malformed(BundleManifest.NAME, Text.message(e), e);
    } catch (RuntimeException | StackOverflowError e) { // a record that refuses its values
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw BundleEntries.malformed(BundleManifest.NAME, "does not fit: " + Text.message(why), e);
    }
  }

  /** Reads one entry; what is wrong with it names it. */
  private interface Decoder<T> {
    T decode(byte[] bytes);
  }

  private <T> T entry(String name, Decoder<T> decoder) throws IOException {
    byte[] bytes = entries.read(name);
    try {
      return decoder.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw BundleEntries.malformed(name, Text.message(e), e);
    }
  }

  private Incident incident() throws IOException {
    entry(BundleManifest.README, bytes -> bytes);
    entry(BundleManifest.REPORT, bytes -> bytes);
    int n = manifest.observations().size();
    int columns = schema.scalars().size();
    int kinds = schema.categoricals().size();
    int logits = manifest.logitsLength();
    if (logits < 0 || logits > LONGEST_VECTOR) {
      throw BundleEntries.malformed(
          BundleManifest.NAME, "has logitsLength: " + logits + " (expected: 0 .. 1048576)", null);
    }
    double[] scalars = doubles(BundleManifest.SCALARS, n, columns);
    doubles(BundleManifest.RAW, n, columns);
    int[] categories =
        entry(
            BundleManifest.CATEGORIES,
            bytes -> Npy.readInts(BundleManifest.CATEGORIES, bytes, n, kinds));
    float[] scores = logits == 0 ? new float[0] : floats(BundleManifest.LOGITS, n, logits);
    List<float[]> vectors = new ArrayList<>();
    for (VectorSignal signal : schema.vectors()) {
      int length = signal.length();
      vectors.add(
          length == 0 ? new float[0] : floats(BundleManifest.vector(signal.name()), n, length));
    }
    List<IncidentObservation> observations = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      BundleManifest.Row row = manifest.observations().get(i);
      observations.add(
          new IncidentObservation(
              row.role(),
              row.sequence(),
              row.id(),
              row.epochMillis(),
              row.slice(),
              row.tags(),
              row.predictedClass(),
              row.className(),
              row.confidence(),
              row.verdict(),
              Arrays.copyOfRange(scores, i * logits, row.logits() ? (i + 1) * logits : i * logits),
              Arrays.copyOfRange(scalars, i * columns, (i + 1) * columns),
              Arrays.copyOfRange(categories, i * kinds, (i + 1) * kinds),
              vectors(row, vectors, i),
              row.embeddingComputed(),
              row.logitsComputed(),
              image(row),
              row.picture()));
    }
    return new Incident(
        manifest.name(),
        manifest.provenance(),
        manifest.reason(),
        manifest.openedMillis(),
        manifest.drift(),
        manifest.reopened(),
        manifest.history(),
        manifest.windows(),
        schema,
        observations,
        manifest.givenUp(),
        tape());
  }

  private double[] doubles(String name, int n, int columns) throws IOException {
    double[] values = entry(name, bytes -> Npy.readDoubles(name, bytes, n, columns));
    for (double value : values) {
      if (Double.isInfinite(value)) {
        throw BundleEntries.malformed(name, "holds " + value + " (expected: finite or NaN)", null);
      }
    }
    return values;
  }

  private float[] floats(String name, int n, int length) throws IOException {
    return entry(name, bytes -> Npy.readFloats(name, bytes, n, length));
  }

  private List<float[]> vectors(BundleManifest.Row row, List<float[]> values, int i) {
    if (row.vectors().size() > values.size()) {
      throw BundleEntries.malformed(
          BundleManifest.NAME, "has a row of " + row.vectors().size() + " vectors", null);
    }
    List<float[]> own = new ArrayList<>();
    for (int v = 0; v < row.vectors().size(); v++) {
      int length = schema.vectors().get(v).length();
      own.add(
          row.vectors().get(v)
              ? Arrays.copyOfRange(values.get(v), i * length, (i + 1) * length)
              : new float[0]);
    }
    return own;
  }

  private Optional<Frame> image(BundleManifest.Row row) throws IOException {
    boolean shown = row.picture() == Picture.ORIGINAL || row.picture() == Picture.REDACTED;
    if (shown != row.image().isPresent()) {
      throw BundleEntries.malformed(
          BundleManifest.NAME,
          "says " + row.picture() + " of the image of observation " + row.sequence(),
          null);
    }
    if (!shown) {
      if (!row.patches().isEmpty()) {
        throw BundleEntries.malformed(BundleManifest.NAME, "has patches without an image", null);
      }
      return Optional.empty();
    }
    Frame frame = frame(row.image().get());
    List<Frame> patches = new ArrayList<>();
    for (String patch : row.patches()) {
      patches.add(frame(patch));
    }
    return Optional.of(frame.reducedFrom(row.fullWidth(), row.fullHeight(), patches));
  }

  private Frame frame(String name) throws IOException {
    Frame frame = entry(name, bytes -> Png.decode(bytes, MOST_PIXELS - pixels));
    pixels += frame.width() * frame.height();
    return frame;
  }

  private Optional<IncidentTape> tape() throws IOException {
    if (manifest.replaySettings().isEmpty()) {
      return Optional.empty();
    }
    byte[] state = entry(BundleManifest.STATE, bytes -> bytes);
    byte[] inputs = entry(BundleManifest.INPUTS, bytes -> bytes);
    return Optional.of(
        new IncidentTape(manifest.replaySettings().get(), manifest.replayNanos(), state, inputs));
  }
}
