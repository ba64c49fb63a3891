package io.virk.baseline.file;

import io.virk.baseline.calibrate.Calibration;
import io.virk.baseline.calibrate.Calibrator;
import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.content.ReferenceParts;
import io.virk.cause.Cause;
import io.virk.cause.internal.CauseSignature;
import io.virk.cause.internal.MeanChange;
import io.virk.detect.Detector;
import io.virk.detect.Slice;
import io.virk.internal.Npy;
import io.virk.internal.Text;
import io.virk.signal.AsinhScale;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.internal.SignalArrays;
import io.virk.stats.kernel.RandomFourierFeatures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One reference of a baseline, from its part of the manifest and its arrays. */
final class ReferenceReader {
  private static final int MAXIMUM_COLUMNS = 1000;

  private static final String[] CALIBRATION_FIELDS = {
    "signal", "detector", "degrees", "autocorrelationTime", "block"
  };

  private ReferenceReader() {}

  static ReferenceParts reference(
      Manifest json,
      List<ReferenceParts> before,
      Optional<String> sliceKey,
      SignalSchema schema,
      RandomFourierFeatures features,
      BaselineEntries arrays,
      DetectorChoice own) {
    String prefix = EntryNames.prefix(before.size());
    if (json.has("signaturesOf")) {
      json.only("slice", "context", "rows", "scene", "calibrations", "signaturesOf");
    } else {
      json.only(
          "slice", "context", "rows", "scene", "calibrations", "signatures", "signatureColumns");
    }
    Optional<String> value = json.optionalString("slice");
    if (value.isPresent() && sliceKey.filter(k -> !k.isBlank()).isEmpty()) {
      throw BaselineFile.malformed(
          BaselineFile.MANIFEST, "has a slice " + value.get() + " without a sliceKey", null);
    }
    Slice slice =
        value
            .map(v -> new Slice(sliceKey.orElseThrow(), v))
            .orElse(Slice.ALL)
            .in(json.optionalString("context").orElse(""));
    int n = json.integer("rows", 1, ReferenceParts.MAXIMUM_ROWS);
    int columns = schema.scalars().size();
    int kinds = schema.categoricals().size();
    double[] scalars =
        columns == 0
            ? new double[0]
            : Npy.readDoubles(
                prefix + EntryNames.SCALARS, arrays.read(prefix + EntryNames.SCALARS), n, columns);
    int[] categories =
        kinds == 0
            ? new int[0]
            : Npy.readInts(
                prefix + EntryNames.CATEGORIES,
                arrays.read(prefix + EntryNames.CATEGORIES),
                n,
                kinds);
    int[] parts =
        Npy.readInts(prefix + "calibration.npy", arrays.read(prefix + "calibration.npy"), n);
    checkNotInfinite(prefix + EntryNames.SCALARS, scalars);
    checkWithin(prefix + EntryNames.SCALARS, scalars, true);
    checkCategories(prefix + EntryNames.CATEGORIES, categories);
    float[][] vectors = new float[schema.vectors().size()][];
    for (int v = 0; v < vectors.length; v++) {
      int d = schema.vectors().get(v).isDerived() ? 0 : schema.vectors().get(v).length();
      String entry = prefix + EntryNames.entry(schema.vectors().get(v));
      vectors[v] = d == 0 ? new float[0] : Npy.readFloats(entry, arrays.read(entry), n, d);
      checkVectors(entry, vectors[v], d);
    }
    boolean[] calibrationRows = new boolean[n];
    int references = 0;
    for (int i = 0; i < n; i++) {
      if (parts[i] != 0 && parts[i] != 1) {
        throw BaselineFile.malformed(
            prefix + "calibration.npy", "holds " + parts[i] + " (expected: 0 or 1)", null);
      }
      calibrationRows[i] = parts[i] == 1;
      references += 1 - parts[i];
    }
    if (references == 0) {
      throw BaselineFile.malformed(
          prefix + "calibration.npy", "leaves no reference row (expected: at least one 0)", null);
    }
    return new ReferenceParts(
        slice,
        new SignalArrays(scalars, categories, vectors).table(schema, n).withFeatures(features),
        calibrationRows,
        features != null && arrays.contains(prefix + EntryNames.FEATURE_MEAN)
            ? ContentReader.featureMean(prefix + EntryNames.FEATURE_MEAN, arrays)
            : null,
        calibrations(json, prefix, schema, arrays, own),
        json.has("signaturesOf")
            ? before.get(json.integer("signaturesOf", 0, before.size() - 1)).signatures()
            : signatures(json, prefix, arrays),
        SceneCodec.read(json, prefix, arrays));
  }

  private static List<Calibration> calibrations(
      Manifest json,
      String prefix,
      SignalSchema schema,
      BaselineEntries arrays,
      DetectorChoice own) {
    List<Manifest> described = json.objects("calibrations", 1000);
    String name = prefix + "null-statistics.npy";
    int draws = Calibrator.DRAWS;
    double[] nulls = Npy.readDoubles(name, arrays.read(name), described.size(), draws);
    checkNotInfinite(name, nulls);
    List<Calibration> calibrations = new ArrayList<>();
    for (int i = 0; i < described.size(); i++) {
      Manifest c = described.get(i).only(CALIBRATION_FIELDS);
      Detector detector = detector(c.string("detector"), own);
      if (!detector.appliesTo(signal(schema, c.string("signal")))) {
        throw BaselineFile.malformed(
            BaselineFile.MANIFEST,
            "calibrates " + c.string("detector") + " on " + c.string("signal"),
            null);
      }
      double[] statistics = new double[draws];
      System.arraycopy(nulls, i * draws, statistics, 0, draws);
      calibrations.add(
          new Calibration(
              signal(schema, c.string("signal")),
              detector,
              statistics,
              c.real("degrees", 2),
              c.real("autocorrelationTime", 1),
              c.integer("block", 1, ReferenceParts.MAXIMUM_ROWS)));
    }
    return calibrations;
  }

  /** The detector of a name: one of VIRK's or one of the user's own. */
  private static Detector detector(String name, DetectorChoice own) {
    return own.known().stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                BaselineFile.malformed(
                    BaselineFile.MANIFEST,
                    "calibrates the unknown detector "
                        + name
                        + " (expected: one of "
                        + own.known().stream().map(Detector::name).toList()
                        + "; detectors of your own go into Baseline.load(file, detectors))",
                    null));
  }

  private static void checkNotInfinite(String entry, double[] values) {
    for (double v : values) {
      if (Double.isInfinite(v)) {
        throw BaselineFile.malformed(entry, "holds an infinite number", null);
      }
    }
  }

  /** Squares, and sums of them, are finite. */
  private static void checkWithin(String entry, double[] values, boolean orMissing) {
    for (double v : values) {
      if (!(Math.abs(v) <= ScalarSignal.LARGEST || orMissing && Double.isNaN(v))) {
        throw BaselineFile.malformed(
            entry, "holds " + v + " (expected: up to " + ScalarSignal.LARGEST + ")", null);
      }
    }
  }

  private static void checkCategories(String entry, int[] classes) {
    for (int c : classes) {
      if (c < 0 && c != Observation.NO_CLASS) {
        throw BaselineFile.malformed(entry, "holds the category " + c + " (expected: >= -1)", null);
      }
    }
  }

  /** A row is finite, or all NaN and missing. */
  private static void checkVectors(String entry, float[] vectors, int d) {
    for (int i = 0; i < vectors.length; i++) {
      boolean missing = Float.isNaN(vectors[i - i % d]);
      if (missing ? !Float.isNaN(vectors[i]) : !Float.isFinite(vectors[i])) {
        throw BaselineFile.malformed(entry, "holds a row that is not finite: " + i / d, null);
      }
    }
  }

  private static Signal signal(SignalSchema schema, String name) {
    return schema
        .named(name)
        .filter(Signal::isTested)
        .orElseThrow(
            () ->
                BaselineFile.malformed(
                    BaselineFile.MANIFEST, "calibrates the unknown signal " + name, null));
  }

  private static List<CauseSignature> signatures(
      Manifest json, String prefix, BaselineEntries arrays) {
    List<Manifest> described = json.objects("signatures", CauseSignature.MOST);
    if (described.isEmpty()) {
      return List.of();
    }
    String name = prefix + EntryNames.SIGNATURES;
    List<String> columns = json.strings("signatureColumns", MAXIMUM_COLUMNS);
    if (columns.isEmpty() || Set.copyOf(columns).size() < columns.size()) {
      throw json.wrong("signatureColumns", "at least one name, each once");
    }
    int k = columns.size();
    double[] rows =
        Npy.readDoubles(name, arrays.read(name), SignatureRows.count(described.size()), k);
    checkWithin(name, rows, false);
    AsinhScale scale = read(name, () -> SignatureRows.scale(rows, k));
    List<CauseSignature> signatures = new ArrayList<>();
    Set<String> causes = new HashSet<>();
    for (int i = 0; i < described.size(); i++) {
      Manifest of = described.get(i).only("cause", "family", "severity", "variant", "images");
      String cause = of.string("cause");
      if (!Text.isName(cause)) {
        throw of.wrong("cause", Text.NAME_RULE);
      }
      int severity = of.integer("severity", 1, Cause.SEVERITIES);
      int variant = of.integer("variant", 0, 999);
      if (!causes.add(severity + " " + variant + " " + cause)) {
        throw of.wrong("cause", "each cause, severity and variant once");
      }
      String family = of.string("family");
      if (!Text.isName(family)) {
        throw of.wrong("family", Text.NAME_RULE);
      }
      int images = of.integer("images", 1, Integer.MAX_VALUE);
      int at = i;
      MeanChange change = read(name, () -> SignatureRows.change(rows, k, at, images));
      signatures.add(new CauseSignature(cause, family, severity, variant, columns, scale, change));
    }
    return signatures;
  }

  private static <T> T read(String entry, Supplier<T> values) {
    try {
      return values.get();
    } catch (IllegalArgumentException e) {
      throw BaselineFile.malformed(entry, "holds no signatures: " + e.getMessage(), e);
    }
  }
}
