package io.virk.incident.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.baseline.Baseline;
import io.virk.cause.CauseMatch;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.diagnose.ClassChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.SignalChange;
import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.internal.Npy;
import io.virk.signal.SignalSchema;
import io.virk.signal.internal.SignalDescription;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes incident bundles: a zip of {@code manifest.json} (drift, diagnosis, evidence), {@code
 * images/*.png} (named before, during or other) and {@code observations/*.npy}. The same incident
 * gives the same bytes; a bundle appears whole or not at all.
 */
public final class IncidentWriter {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path folder;
  private final String monitor;

  /**
   * What is said of a drift.
   *
   * @param where what drifted when the drift opened, in words: part of the file's name, which stays
   *     when other slices join
   * @param drift the episode
   * @param opening its diagnosis when it opened
   * @param last its diagnosis by now
   * @param notes the changes of its cause, oldest first
   * @param reopened how often it was closed and is open again
   */
  public record Content(
      String where,
      Drift drift,
      Diagnosis opening,
      Diagnosis last,
      List<Note> notes,
      int reopened) {}

  /**
   * A change of cause.
   *
   * @param slice whose windows say so
   * @param was what was told before
   * @param now what there is instead
   */
  public record Note(Slice slice, String was, String now) {}

  /**
   * Makes a writer.
   *
   * @param folder where bundles go; made when the first is written
   * @param monitor name of the monitor, part of every file name
   */
  public IncidentWriter(Path folder, String monitor) {
    this.folder = folder;
    this.monitor = monitor;
  }

  /**
   * Writes the bundle of a drift, or replaces what was written of it by a later state. It replaces
   * no other file: where the name is taken, the bundle gets another.
   *
   * @param baseline what was compared with
   * @param content what is said of it
   * @param exhibits what to show, in this order. Not modified.
   * @param earlier the file of its earlier state; empty if there is none
   * @return the file
   * @throws IOException if it cannot be written; an earlier bundle of the drift is left as it was
   */
  public Path write(
      Baseline baseline, Content content, List<Exhibit> exhibits, Optional<Path> earlier)
      throws IOException {
    Drift drift = content.drift();
    AtomicFile.createFolder(folder, AtomicFile.Access.OWNER);
    JsonObject manifest = manifest(baseline, content, exhibits);
    SignalSchema schema = baseline.schema();
    AtomicZip.Entries entries = zip -> write(zip, schema, manifest, exhibits);
    if (earlier.isEmpty()) {
      return writeNew(fileName(drift, content.where()), entries);
    }
    AtomicZip.write(earlier.get(), AtomicFile.Access.OWNER, entries);
    return earlier.get();
  }

  /** Another monitor of this name, or an earlier run, may have written one of the same name. */
  private Path writeNew(String name, AtomicZip.Entries entries) throws IOException {
    for (int i = 1; ; i++) {
      Path file = folder.resolve(name + (i == 1 ? "" : "-" + i) + ".zip");
      try {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) { // spares the work, decides nothing
          AtomicZip.writeNew(file, AtomicFile.Access.OWNER, entries);
          return file;
        }
      } catch (FileAlreadyExistsException e) {
        // the next name is tried
      }
    }
  }

  private static void write(
      AtomicZip zip, SignalSchema schema, JsonObject manifest, List<Exhibit> exhibits)
      throws IOException {
    zip.entry("manifest.json", (GSON.toJson(manifest) + "\n").getBytes(StandardCharsets.UTF_8));
    int n = exhibits.size();
    int columns = schema.scalars().size();
    int kinds = schema.categoricals().size();
    double[] scalars = new double[n * columns];
    int[] categories = new int[n * kinds];
    for (int i = 0; i < n; i++) {
      RecordedObservation o = exhibits.get(i).observation();
      System.arraycopy(o.scalars(), 0, scalars, i * columns, columns);
      System.arraycopy(o.categories(), 0, categories, i * kinds, kinds);
      if (o.frame().isPresent()) {
        BufferedImage image = o.frame().get().toBufferedImage();
        zip.entry(exhibits.get(i).imageName(), target -> writePng(image, target));
      }
    }
    zip.entry("observations/scalars.npy", Npy.write(scalars, n, columns));
    zip.entry("observations/categories.npy", Npy.write(categories, n, kinds));
  }

  private static void writePng(BufferedImage image, OutputStream target) throws IOException {
    // in memory: ImageIO's own cache is a file, in a folder that may be anyone's
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(target)) {
      if (!ImageIO.write(image, "png", stream)) {
        throw new IOException("this JVM has no writer of PNG for " + image);
      }
    }
  }

  private String fileName(Drift drift, String where) {
    String safe = (monitor + "-" + where).replaceAll("[^A-Za-z0-9._=-]+", "_");
    if (safe.length() > 120) {
      safe = safe.substring(0, 120);
    }
    return STAMP.format(Instant.ofEpochMilli(drift.opened().epochMillis()))
        + "-"
        + drift.number()
        + "-"
        + safe;
  }

  private JsonObject manifest(Baseline baseline, Content content, List<Exhibit> exhibits) {
    Drift drift = content.drift();
    JsonObject json = new JsonObject();
    json.addProperty("format", "virk-incident");
    json.addProperty("formatVersion", 1);
    json.addProperty("monitor", monitor);
    json.addProperty("baseline", baseline.name());
    json.addProperty("baselineHash", baseline.hash());
    json.addProperty("drift", drift.number());
    json.add("slices", names(drift.slices()));
    json.add("selection", json(drift.selection()));
    json.add("onset", json(drift.onset()));
    json.addProperty("opened", Instant.ofEpochMilli(drift.opened().epochMillis()).toString());
    drift
        .closing()
        .ifPresent(
            closing -> {
              json.addProperty(
                  "closed", Instant.ofEpochMilli(closing.at().epochMillis()).toString());
              json.addProperty("closedBecause", closing.reason().name());
              json.add("silent", names(closing.silent()));
            });
    json.addProperty("reopened", content.reopened());
    json.addProperty("driftingWindows", drift.windows());
    json.add("diagnosis", json(content.opening()));
    json.add("lastDiagnosis", json(content.last()));
    JsonArray notes = new JsonArray();
    for (Note note : content.notes()) {
      JsonObject change = new JsonObject();
      change.addProperty("slice", note.slice().toString());
      change.addProperty("was", note.was());
      change.addProperty("now", note.now());
      notes.add(change);
    }
    json.add("causeChanges", notes);
    JsonArray evidence = new JsonArray();
    drift.evidence().forEach(e -> evidence.add(json(e)));
    json.add("evidence", evidence);
    json.add("signals", GSON.toJsonTree(SignalDescription.of(baseline.schema())));
    JsonArray recorded = new JsonArray();
    for (Exhibit exhibit : exhibits) {
      RecordedObservation o = exhibit.observation();
      JsonObject observation = new JsonObject();
      observation.addProperty("role", exhibit.role().name());
      observation.addProperty("sequence", o.sequence());
      observation.addProperty("time", Instant.ofEpochMilli(o.epochMillis()).toString());
      o.id().ifPresent(id -> observation.addProperty("id", id));
      o.slice().ifPresent(s -> observation.addProperty("slice", s));
      o.frame().ifPresent(f -> observation.addProperty("image", exhibit.imageName()));
      recorded.add(observation);
    }
    json.add("observations", recorded);
    return json;
  }

  private static JsonObject json(Onset onset) {
    JsonObject json = new JsonObject();
    json.addProperty("open", onset.open());
    put(json, "earliest", onset.earliest());
    put(json, "best", onset.best());
    put(json, "latest", onset.latest());
    return json;
  }

  private static void put(JsonObject json, String name, Position position) {
    json.addProperty(name, Instant.ofEpochMilli(position.epochMillis()).toString());
    json.addProperty(name + "Sequence", position.sequence());
  }

  private static JsonArray names(Set<Slice> slices) {
    JsonArray names = new JsonArray();
    slices.forEach(s -> names.add(s.toString()));
    return names;
  }

  private static JsonObject json(SliceSelection selection) {
    JsonObject json = new JsonObject();
    JsonArray slices = new JsonArray();
    for (SliceSelection.Finding finding : selection.selected()) {
      JsonObject slice = new JsonObject();
      slice.addProperty("slice", finding.slice().toString());
      put(slice, "eValue", finding.eValue());
      slices.add(slice);
    }
    json.add("slices", slices);
    json.addProperty("among", selection.among());
    put(json, "falseShare", selection.share());
    return json;
  }

  /** JSON knows no NaN: what is not a number is null. */
  private static void put(JsonObject json, String name, double value) {
    json.addProperty(name, Double.isFinite(value) ? value : null);
  }

  private static JsonArray json(List<ClassChange> changes) {
    JsonArray classes = new JsonArray();
    for (ClassChange change : changes) {
      JsonObject one = new JsonObject();
      one.addProperty("signal", change.signal());
      one.addProperty("class", change.number());
      one.addProperty("name", change.name());
      put(one, "baselineShare", change.before());
      put(one, "share", change.now());
      put(one, "low", change.low());
      put(one, "high", change.high());
      one.addProperty("count", change.count());
      one.addProperty("of", change.of());
      classes.add(one);
    }
    return classes;
  }

  private static JsonObject json(Diagnosis diagnosis) {
    JsonObject json = new JsonObject();
    json.addProperty("headline", diagnosis.headline());
    put(json, "severity", diagnosis.severity().deviations());
    json.addProperty("severityInWords", diagnosis.severity().inWords());
    json.addProperty("explanation", diagnosis.explanation());
    json.addProperty("kind", diagnosis.kind().name());
    json.addProperty("recommendedAction", diagnosis.recommendedAction());
    json.addProperty("who", diagnosis.step().who());
    json.addProperty("lookAgainSeconds", diagnosis.step().lookAgain().toSeconds());
    JsonArray causes = new JsonArray();
    for (CauseMatch match : diagnosis.fingerprint().causes()) {
      JsonObject cause = new JsonObject();
      cause.addProperty("cause", match.cause());
      put(cause, "severity", match.severity());
      put(cause, "similarity", match.similarity());
      put(cause, "probability", match.probability());
      causes.add(cause);
    }
    json.add("causes", causes);
    put(json, "unknownCause", diagnosis.fingerprint().unknown());
    String reason = diagnosis.fingerprint().reason();
    json.addProperty("notCompared", reason.isEmpty() ? null : reason);
    JsonArray changes = new JsonArray();
    for (SignalChange change : diagnosis.changes()) {
      JsonObject signal = new JsonObject();
      signal.addProperty("signal", change.signal());
      put(signal, "baseline", change.baseline());
      put(signal, "now", change.now());
      put(signal, "deviations", change.deviations());
      changes.add(signal);
    }
    json.add("changes", changes);
    json.add("classes", json(diagnosis.classes()));
    return json;
  }

  private static JsonObject json(DetectionResult result) {
    JsonObject json = new JsonObject();
    json.addProperty("slice", result.slice().toString());
    json.addProperty("signal", result.signal());
    json.addProperty("detector", result.detector());
    json.addProperty("verdict", result.verdict().name());
    put(json, "statistic", result.evidence().statistic());
    put(json, "threshold", result.evidence().threshold());
    put(json, "thresholdLow", result.evidence().interval().low());
    put(json, "thresholdHigh", result.evidence().interval().high());
    put(json, "pValue", result.evidence().pValue());
    put(json, "effectSize", result.effect().size());
    json.addProperty("n", result.sample().n());
    put(json, "effectiveSize", result.sample().effectiveSize());
    json.addProperty("firstSequence", result.sample().bounds().first().sequence());
    json.addProperty("lastSequence", result.sample().bounds().last().sequence());
    json.addProperty("seed", result.calibration().seed());
    return json;
  }
}
