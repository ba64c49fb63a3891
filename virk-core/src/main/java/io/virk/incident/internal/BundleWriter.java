package io.virk.incident.internal;

import io.virk.event.Exemplar;
import io.virk.image.Frame;
import io.virk.image.internal.Png;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentTape;
import io.virk.incident.page.IncidentPage;
import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.internal.Npy;
import io.virk.internal.Sha256;
import io.virk.internal.Text;
import io.virk.signal.SignalSchema;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalDescription;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes the bundle of an incident: a zip, not compressed, of its page, images, arrays, what a
 * replay needs, and {@code manifest.json} with the rest and the SHA-256 of every entry. The same
 * incident gives the same bytes; a bundle appears whole or not at all, readable by its owner alone.
 */
public final class BundleWriter {
  private static final String SAFE = "[^A-Za-z0-9_-]+";
  private static final int LONGEST_SLICE = 60;

  private final AtomicZip zip;
  private final List<BundleManifest.Entry> entries = new ArrayList<>();

  private BundleWriter(AtomicZip zip) {
    this.zip = zip;
  }

  /**
   * Writes a bundle that does not exist yet.
   *
   * @param incident what to write
   * @param file where to; its folder must exist
   * @throws java.nio.file.FileAlreadyExistsException if it exists
   * @throws IOException if it cannot be written; nothing is left behind
   */
  public static void writeNew(Incident incident, Path file) throws IOException {
    AtomicZip.writeNewStored(
        file, AtomicFile.Access.OWNER, zip -> new BundleWriter(zip).write(incident));
  }

  /**
   * Writes a bundle, in the place of one that is there.
   *
   * @param incident what to write
   * @param file where to; its folder must exist
   * @throws IOException if it cannot be written; what was there is as it was
   */
  public static void write(Incident incident, Path file) throws IOException {
    AtomicZip.writeStored(
        file, AtomicFile.Access.OWNER, zip -> new BundleWriter(zip).write(incident));
  }

  /**
   * Writes a bundle into a stream.
   *
   * @param incident what to write
   * @param target where to; not closed
   * @throws IOException if it cannot be written
   */
  public static void write(Incident incident, OutputStream target) throws IOException {
    AtomicZip.writeStored(target, zip -> new BundleWriter(zip).write(incident));
  }

  private void write(Incident incident) throws IOException {
    entry(BundleManifest.README, readme(incident).getBytes(StandardCharsets.UTF_8));
    List<BundleManifest.Row> rows = new ArrayList<>();
    for (IncidentObservation o : incident.observations()) {
      rows.add(row(o));
    }
    arrays(incident);
    entry(BundleManifest.REPORT, IncidentPage.of(incident).getBytes(StandardCharsets.UTF_8));
    Optional<IncidentTape> tape = incident.tape();
    if (tape.isPresent()) {
      entry(BundleManifest.STATE, tape.get().state());
      entry(BundleManifest.INPUTS, tape.get().inputs());
    }
    BundleManifest manifest =
        new BundleManifest(
            BundleManifest.FORMAT,
            BundleManifest.VERSION,
            incident.name(),
            incident.provenance(),
            incident.reason(),
            Instant.ofEpochMilli(incident.openedMillis()).toString(),
            incident.openedMillis(),
            incident.drift(),
            incident.reopened(),
            incident.history(),
            incident.windows(),
            SignalDescription.of(incident.schema()),
            logitsLength(incident),
            rows,
            incident.givenUp(),
            tape.map(IncidentTape::settings),
            tape.map(IncidentTape::nanos).orElse(0L),
            entries);
    String json = Codec.GSON.toJson(manifest) + "\n";
    zip.entry(BundleManifest.NAME, json.getBytes(StandardCharsets.UTF_8));
  }

  private void entry(String name, byte[] content) throws IOException {
    zip.entry(name, content);
    entries.add(new BundleManifest.Entry(name, content.length, Sha256.hex(content)));
  }

  private BundleManifest.Row row(IncidentObservation o) throws IOException {
    Optional<String> image = o.image().isPresent() ? Optional.of(imageName(o)) : Optional.empty();
    List<String> patches = new ArrayList<>();
    if (image.isPresent()) {
      Frame frame = o.image().get();
      entry(image.get(), Png.encode(frame));
      String stem = image.get().replace("images/", "patches/").replace(".png", "");
      for (Frame patch : frame.patches()) {
        patches.add(stem + "-" + patches.size() + ".png");
        entry(patches.get(patches.size() - 1), Png.encode(patch));
      }
    }
    return new BundleManifest.Row(
        o.role(),
        o.sequence(),
        Instant.ofEpochMilli(o.epochMillis()).toString(),
        o.epochMillis(),
        o.id(),
        o.slice(),
        new TreeMap<>(o.tags()),
        o.predictedClass(),
        o.className(),
        o.confidence(),
        o.verdict(),
        o.logits().length > 0,
        o.vectors().stream().map(v -> v.length > 0).toList(),
        o.embeddingComputed(),
        o.logitsComputed(),
        o.picture(),
        image,
        o.image().map(Frame::fullWidth).orElse(0),
        o.image().map(Frame::fullHeight).orElse(0),
        patches);
  }

  /** What it shows, its number, its slice. */
  private String imageName(IncidentObservation o) {
    String slice =
        o.slice()
            .filter(s -> !s.isAll())
            .map(s -> "-" + s.value().replaceAll(SAFE, "_"))
            .orElse("");
    String stem =
        String.format(
            Locale.ROOT,
            "images/%s-%08d%s",
            o.role().name().toLowerCase(Locale.ROOT),
            o.sequence(),
            slice.length() > LONGEST_SLICE ? slice.substring(0, LONGEST_SLICE) : slice);
    String name = stem + ".png";
    for (int i = 2; isTaken(name); i++) {
      name = stem + "-" + i + ".png";
    }
    return name;
  }

  private boolean isTaken(String name) {
    return entries.stream().anyMatch(e -> e.name().equals(name));
  }

  static int logitsLength(Incident incident) {
    return incident.observations().stream().mapToInt(o -> o.logits().length).max().orElse(0);
  }

  private void arrays(Incident incident) throws IOException {
    SignalSchema schema = incident.schema();
    List<IncidentObservation> rows = incident.observations();
    int n = rows.size();
    int columns = schema.scalars().size();
    int kinds = schema.categoricals().size();
    int logits = logitsLength(incident);
    double[] analysed = new double[n * columns];
    double[] raw = new double[n * columns];
    int[] categories = new int[n * kinds];
    float[] scores = new float[n * logits];
    Arrays.fill(scores, Float.NaN);
    for (int i = 0; i < n; i++) {
      IncidentObservation o = rows.get(i);
      System.arraycopy(o.scalars(), 0, analysed, i * columns, columns);
      for (int s = 0; s < columns; s++) {
        raw[i * columns + s] = schema.scalars().get(s).raw(o.scalars()[s]);
      }
      System.arraycopy(o.categories(), 0, categories, i * kinds, kinds);
      System.arraycopy(o.logits(), 0, scores, i * logits, o.logits().length);
    }
    entry(BundleManifest.SCALARS, Npy.write(analysed, n, columns));
    entry(BundleManifest.RAW, Npy.write(raw, n, columns));
    entry(BundleManifest.CATEGORIES, Npy.write(categories, n, kinds));
    if (logits > 0) {
      entry(BundleManifest.LOGITS, Npy.write(scores, n, logits));
    }
    for (int v = 0; v < schema.vectors().size(); v++) {
      VectorSignal signal = schema.vectors().get(v);
      if (signal.length() == 0) {
        continue; // none was ever seen
      }
      float[] values = new float[n * signal.length()];
      Arrays.fill(values, Float.NaN);
      for (int i = 0; i < n; i++) {
        float[] vector = rows.get(i).vectors().get(v);
        System.arraycopy(vector, 0, values, i * signal.length(), vector.length);
      }
      entry(BundleManifest.vector(signal.name()), Npy.write(values, n, signal.length()));
    }
  }

  private static String readme(Incident incident) {
    long before = incident.observations(Exemplar.Role.BEFORE).size();
    return "An incident of the monitor "
        + Text.clean(incident.provenance().monitor())
        + ": "
        + Text.clean(incident.reason(), Text.SENTENCE)
        + "\n\n"
        + "report.html      the same for people: open it in a browser\n"
        + "manifest.json    what was said when, and the observations\n"
        + "images/          by what they show: before (normal windows; "
        + before
        + "), during, typical, extreme, other, after\n"
        + "patches/         parts of those that were reduced, at their own resolution\n"
        + "observations/    their signals, logits and vectors as NumPy arrays\n"
        + "replay/          what IncidentReplay drives the same engine with\n\n"
        + "To replay it, with the baseline whose SHA-256 is "
        + incident.provenance().baselineHash()
        + ":\n\n"
        + "  IncidentReplay.of(IncidentReader.open(bundle), Baseline.load(baseline)).inWords()\n";
  }
}
