package io.virk.incident.internal;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.Exemplar;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentTape;
import io.virk.incident.IncidentWindow;
import io.virk.signal.internal.SignalDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code manifest.json} of a bundle says; the names of the fields are those of the parts. */
record BundleManifest(
    String format,
    int formatVersion,
    String name,
    Incident.Provenance provenance,
    String reason,
    String opened,
    long openedMillis,
    Optional<Drift> drift,
    int reopened,
    List<IncidentChapter> history,
    List<IncidentWindow> windows,
    List<SignalDescription> signals,
    int logitsLength,
    List<Row> observations,
    long givenUp,
    Optional<IncidentTape.Settings> replaySettings,
    long replayNanos,
    List<Entry> entries) {
  static final String NAME = "manifest.json";
  static final String FORMAT = "virk-incident";
  static final int VERSION = 2;

  static final String LOGITS = "observations/logits.npy";
  static final String SCALARS = "observations/analysed.npy";
  static final String RAW = "observations/signals.npy";
  static final String CATEGORIES = "observations/categories.npy";
  static final String STATE = "replay/state.bin";
  static final String INPUTS = "replay/inputs.bin";
  static final String README = "README.txt";
  static final String REPORT = "report.html";

  /** One observation; its numbers are in the arrays, in the same order. */
  record Row(
      Exemplar.Role role,
      long sequence,
      String time,
      long epochMillis,
      Optional<String> id,
      Optional<Slice> slice,
      Map<String, String> tags,
      int predictedClass,
      Optional<String> className,
      double confidence,
      Optional<Verdict> verdict,
      boolean logits,
      List<Boolean> vectors,
      boolean embeddingComputed,
      boolean logitsComputed,
      Picture picture,
      Optional<String> image,
      int fullWidth,
      int fullHeight,
      List<String> patches) {}

  /** One entry of the bundle. */
  record Entry(String name, long bytes, String sha256) {}

  static String vector(String signal) {
    return "observations/vector-" + signal + ".npy";
  }
}
