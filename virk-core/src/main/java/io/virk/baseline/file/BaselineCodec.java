package io.virk.baseline.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.virk.baseline.calibrate.Calibration;
import io.virk.baseline.calibrate.Calibrator;
import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.content.ContentParts;
import io.virk.baseline.content.EmbeddingModel;
import io.virk.baseline.content.ReferenceParts;
import io.virk.baseline.facts.Provenance;
import io.virk.baseline.facts.StatedModel;
import io.virk.cause.Cause;
import io.virk.cause.CauseSignature;
import io.virk.detect.Detector;
import io.virk.detect.Slice;
import io.virk.embed.EmbedderProvenance;
import io.virk.image.CapturePolicy;
import io.virk.internal.Npy;
import io.virk.internal.Text;
import io.virk.signal.FeatureMean;
import io.virk.signal.Observation;
import io.virk.signal.Signal;
import io.virk.signal.SignalArrays;
import io.virk.signal.SignalDescription;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.stats.kernel.RandomFourierFeatures;
import io.virk.stats.ood.Mahalanobis;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Between the parts of a baseline and the fields and arrays of its file. */
public final class BaselineCodec {
  private static final int MAXIMUM_LENGTH = 1 << 20;
  private static final int MAXIMUM_SLICES = 5_000;
  private static final int MAXIMUM_COLUMNS = 1000;

  private static final int MAXIMUM_PARENTS = 2;

  /** Of a signal, on its scale of analysis. */
  private static final double LARGEST_VALUE = 1e100;

  private static final int F = FeatureMean.FREQUENCIES;
  private static final String MEAN = "embedding-mean.npy";
  private static final String CLASS_MEANS = "embedding-class-means.npy";
  private static final String CLASSES = "embedding-classes.npy";
  private static final String CLASS_COUNTS = "embedding-class-counts.npy";
  static final String COVARIANCE = "embedding-covariance.npy";
  private static final String FREQUENCIES = "random-frequencies.npy";
  private static final String FEATURE_MEAN = "random-feature-mean.npy";
  private static final String SCALARS = "scalars.npy";
  private static final String CATEGORIES = "categories.npy";

  private static final String[] CALIBRATION_FIELDS = {
    "signal", "detector", "degrees", "autocorrelationTime", "block"
  };

  private static final String[] SIGNAL_FIELDS = {
    "name", "kind", "scale", "unit", "length", "source", "role"
  };

  private static final String[] FIELDS = {
    "format",
    "formatVersion",
    "name",
    "created",
    "libraryVersion",
    "source",
    "embeddedReduced",
    "seen",
    "flaws",
    "capturePolicy",
    "embedder",
    "model",
    "tensor",
    "parents",
    "sliceKey",
    "contextKey",
    "embeddingsFitted",
    "embeddingClasses",
    "logitsLength",
    "window",
    "seed",
    "signals",
    "references",
    "entries"
  };

  private BaselineCodec() {}

  /** How the entries of a reference begin. */
  static String prefix(int reference) {
    return "reference-" + reference + "/";
  }

  /** The arrays, by name. */
  public static Map<String, byte[]> arrays(ContentParts parts) {
    Map<String, byte[]> arrays = new TreeMap<>();
    int d = parts.embeddingLength();
    if (parts.model() != null) {
      double[] means = parts.model().mahalanobis().means();
      int c = parts.model().classes().length;
      if (c == 0) {
        arrays.put(MEAN, Npy.write(means, d));
      } else {
        arrays.put(CLASS_MEANS, Npy.write(means, c, d));
        arrays.put(CLASSES, Npy.write(parts.model().classes(), c));
        arrays.put(CLASS_COUNTS, Npy.write(parts.model().counts(), c));
      }
      arrays.put(COVARIANCE, Npy.write(parts.model().mahalanobis().covariance(), d, d));
    }
    if (parts.features() != null) {
      arrays.put(FREQUENCIES, Npy.write(parts.features().frequencies(), F, d));
    }
    int index = 0;
    for (ReferenceParts reference : parts.references()) {
      String prefix = prefix(index++);
      SignalTable pool = reference.pool();
      int n = pool.rows();
      SignalSchema schema = pool.schema();
      int columns = schema.scalars().size();
      int kinds = schema.categoricals().size();
      double[] scalars = new double[n * columns];
      int[] categories = new int[n * kinds];
      int[] calibration = new int[n];
      for (int i = 0; i < n; i++) {
        for (int s = 0; s < columns; s++) {
          scalars[i * columns + s] = pool.scalar(s, i);
        }
        for (int k = 0; k < kinds; k++) {
          categories[i * kinds + k] = pool.category(k, i);
        }
        calibration[i] = reference.calibrationRows()[i] ? 1 : 0;
      }
      if (columns > 0) {
        arrays.put(prefix + SCALARS, Npy.write(scalars, n, columns));
      }
      if (kinds > 0) {
        arrays.put(prefix + CATEGORIES, Npy.write(categories, n, kinds));
      }
      arrays.put(prefix + "calibration.npy", Npy.write(calibration, n));
      for (VectorSignal vector : schema.vectors()) {
        if (vector.length() > 0) {
          float[] values = pool.vectors(vector).valuesOrNaN();
          arrays.put(prefix + entry(vector), Npy.write(values, n, vector.length()));
        }
      }
      if (reference.featureMean() != null) {
        arrays.put(prefix + FEATURE_MEAN, Npy.write(reference.featureMean(), 2 * F));
      }
      int t = reference.calibrations().size();
      double[] nulls = new double[t * Calibrator.DRAWS];
      for (int i = 0; i < t; i++) {
        double[] statistics = reference.calibrations().get(i).statistics();
        System.arraycopy(statistics, 0, nulls, i * Calibrator.DRAWS, Calibrator.DRAWS);
      }
      arrays.put(prefix + "null-statistics.npy", Npy.write(nulls, t, Calibrator.DRAWS));
      int k = reference.signatures().size();
      if (k > 0) {
        int width = reference.signatures().get(0).columns().size();
        double[] shifts = new double[k * width];
        for (int i = 0; i < k; i++) {
          double[] shift = reference.signatures().get(i).shift();
          System.arraycopy(shift, 0, shifts, i * width, width);
        }
        arrays.put(prefix + "signatures.npy", Npy.write(shifts, k, width));
      }
    }
    return arrays;
  }

  /** Everything else, into the manifest. */
  static void describe(ContentParts parts, JsonObject json) {
    Provenance provenance = parts.provenance();
    json.addProperty("name", parts.name());
    json.addProperty("created", provenance.created().toString());
    json.addProperty("libraryVersion", provenance.libraryVersion());
    json.addProperty("source", provenance.source());
    json.addProperty("embeddedReduced", provenance.embeddedReduced());
    json.addProperty("seen", provenance.seen());
    JsonObject flaws = new JsonObject();
    new TreeMap<>(provenance.flaws()).forEach(flaws::addProperty);
    json.add("flaws", flaws);
    JsonObject capture = new JsonObject();
    capture.addProperty("maxWidth", provenance.capturePolicy().maxWidth());
    capture.addProperty("maxHeight", provenance.capturePolicy().maxHeight());
    json.add("capturePolicy", capture);
    json.add("embedder", provenance.embedder().map(BaselineCodec::json).orElse(null));
    json.add("model", provenance.model().map(BaselineCodec::json).orElse(null));
    json.addProperty("tensor", provenance.tensor().orElse(null));
    JsonArray parents = new JsonArray();
    provenance.parents().forEach(parents::add);
    json.add("parents", parents);
    json.addProperty("sliceKey", parts.sliceKey());
    json.addProperty("contextKey", parts.contextKey());
    json.addProperty("embeddingsFitted", parts.model() == null ? 0 : parts.model().fitted());
    json.addProperty(
        "embeddingClasses", parts.model() == null ? 0 : parts.model().classes().length);
    json.addProperty("logitsLength", parts.logitsLength());
    json.addProperty("window", parts.window());
    json.addProperty("seed", parts.seed());
    JsonArray signals = new JsonArray();
    parts.schema().signals().forEach(s -> signals.add(json(SignalDescription.of(s))));
    json.add("signals", signals);
    JsonArray references = new JsonArray();
    parts.references().forEach(r -> references.add(json(r)));
    json.add("references", references);
  }

  private static String entry(VectorSignal signal) {
    return "vector-" + signal.name() + ".npy";
  }

  private static JsonObject json(SignalDescription signal) {
    JsonObject json = new JsonObject();
    json.addProperty("name", signal.name());
    json.addProperty("kind", signal.kind());
    json.addProperty("scale", signal.scale());
    json.addProperty("unit", signal.unit());
    json.addProperty("length", signal.length());
    json.addProperty("source", signal.source());
    json.addProperty("role", signal.role());
    return json;
  }

  /** Whatever their sources: what this library does not know is kept, and not judged. */
  private static SignalSchema schema(Manifest manifest) {
    List<Signal> signals = new ArrayList<>();
    try {
      for (Manifest s : manifest.objects("signals", SignalSchema.MAXIMUM_SIGNALS)) {
        s.only(SIGNAL_FIELDS);
        signals.add(
            new SignalDescription(
                    s.string("name"),
                    s.string("kind"),
                    s.optionalString("scale").orElse(null),
                    s.optionalString("unit").orElse(null),
                    s.integer("length", 0, MAXIMUM_LENGTH),
                    s.string("source"),
                    s.string("role"))
                .signal());
      }
      return SignalSchema.of(signals);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw BaselineFile.malformed(
          BaselineFile.MANIFEST, "has signals that are none: " + e.getMessage(), e);
    }
  }

  private static JsonObject json(EmbedderProvenance embedder) {
    JsonObject json = new JsonObject();
    json.addProperty("model", embedder.model());
    json.addProperty("modelSha256", embedder.modelSha256());
    json.addProperty("preprocessing", embedder.preprocessing());
    return json;
  }

  private static JsonObject json(StatedModel model) {
    JsonObject json = new JsonObject();
    json.addProperty("sha256", model.sha256());
    json.addProperty("preprocessing", model.preprocessing());
    return json;
  }

  private static JsonObject json(ReferenceParts reference) {
    JsonObject json = new JsonObject();
    if (reference.slice().isAll()) {
      json.add("slice", JsonNull.INSTANCE);
    } else {
      json.addProperty("slice", reference.slice().value());
    }
    String context = reference.slice().context();
    json.addProperty("context", context.isEmpty() ? null : context);
    json.addProperty("rows", reference.pool().rows());
    JsonArray calibrations = new JsonArray();
    for (Calibration c : reference.calibrations()) {
      JsonObject calibration = new JsonObject();
      calibration.addProperty("signal", c.signal().name());
      calibration.addProperty("detector", c.detector().name());
      calibration.addProperty("degrees", c.degrees());
      calibration.addProperty("autocorrelationTime", c.autocorrelationTime());
      calibration.addProperty("block", c.block());
      calibrations.add(calibration);
    }
    json.add("calibrations", calibrations);
    JsonArray signatures = new JsonArray();
    for (CauseSignature s : reference.signatures()) {
      JsonObject signature = new JsonObject();
      signature.addProperty("cause", s.cause());
      signature.addProperty("severity", s.severity());
      signatures.add(signature);
    }
    json.add("signatures", signatures);
    JsonArray columns = new JsonArray();
    reference.signatures().stream().limit(1).forEach(s -> s.columns().forEach(columns::add));
    json.add("signatureColumns", columns);
    return json;
  }

  /** The parts, from a manifest and the arrays that it names. */
  static ContentParts parts(Manifest manifest, BaselineEntries arrays, DetectorChoice own) {
    manifest.only(FIELDS);
    SignalSchema schema = schema(manifest);
    int d = schema.embeddingLength();
    Optional<String> sliceKey = manifest.optionalString("sliceKey");
    Optional<String> contextKey = manifest.optionalString("contextKey");
    RandomFourierFeatures features =
        d > 0 && arrays.contains(FREQUENCIES) ? features(d, arrays) : null;
    List<ReferenceParts> references = new ArrayList<>();
    for (Manifest reference : manifest.objects("references", MAXIMUM_SLICES)) {
      references.add(
          reference(reference, prefix(references.size()), sliceKey, schema, features, arrays, own));
    }
    int window = manifest.integer("window", 1, MAXIMUM_LENGTH);
    String name = manifest.string("name");
    if (!Text.isName(name)) {
      throw manifest.wrong("name", Text.NAME_RULE);
    }
    return new ContentParts(
        name,
        provenance(manifest),
        sliceKey.orElse(null),
        contextKey.orElse(null),
        schema,
        manifest.integer("logitsLength", 0, MAXIMUM_LENGTH),
        window,
        manifest.number("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        model(manifest, d, arrays),
        features,
        references);
  }

  private static RandomFourierFeatures features(int d, BaselineEntries arrays) {
    double[] frequencies = Npy.readDoubles(FREQUENCIES, arrays.read(FREQUENCIES), F, d);
    try {
      return RandomFourierFeatures.ofFrequencies(frequencies, F, d);
    } catch (IllegalArgumentException e) {
      throw BaselineFile.malformed(FREQUENCIES, "are no frequencies: " + e.getMessage(), e);
    }
  }

  /** Of cosines and sines divided by sqrt(F): none of them is above 1. */
  private static double[] featureMean(String entry, BaselineEntries arrays) {
    double[] mean = Npy.readDoubles(entry, arrays.read(entry), 2 * F);
    for (double m : mean) {
      if (!(Math.abs(m) <= 1)) {
        throw BaselineFile.malformed(entry, "holds " + m + " (expected: -1 .. 1)", null);
      }
    }
    return mean;
  }

  private static EmbeddingModel model(Manifest manifest, int d, BaselineEntries arrays) {
    int fitted = manifest.integer("embeddingsFitted", 0, Integer.MAX_VALUE - 1);
    int c = manifest.integer("embeddingClasses", 0, MAXIMUM_LENGTH);
    if (fitted == 0 && c == 0) {
      return null;
    }
    if (c == 0) {
      double[] mean = Npy.readDoubles(MEAN, arrays.read(MEAN), d);
      return new EmbeddingModel(mahalanobis(mean, 1, d, arrays), new int[0], new int[] {fitted});
    }
    int[] classes = Npy.readInts(CLASSES, arrays.read(CLASSES), c);
    int[] counts = Npy.readInts(CLASS_COUNTS, arrays.read(CLASS_COUNTS), c);
    long total = 0;
    for (int i = 0; i < c; i++) {
      if (classes[i] <= (i == 0 ? -1 : classes[i - 1])) {
        throw BaselineFile.malformed(CLASSES, "is not strictly rising from 0", null);
      }
      if (counts[i] < 1) {
        throw BaselineFile.malformed(
            CLASS_COUNTS, "holds " + counts[i] + " (expected: >= 1)", null);
      }
      total += counts[i];
    }
    if (total != fitted) {
      throw BaselineFile.malformed(
          CLASS_COUNTS, "adds up to " + total + " (expected: " + fitted + ")", null);
    }
    double[] means = Npy.readDoubles(CLASS_MEANS, arrays.read(CLASS_MEANS), c, d);
    return new EmbeddingModel(mahalanobis(means, c, d, arrays), classes, counts);
  }

  private static Mahalanobis mahalanobis(double[] means, int c, int d, BaselineEntries arrays) {
    double[] covariance = Npy.readDoubles(COVARIANCE, arrays.read(COVARIANCE), d, d);
    try {
      return Mahalanobis.of(means, c, d, covariance);
    } catch (IllegalArgumentException e) {
      throw BaselineFile.malformed(COVARIANCE, "is no covariance: " + e.getMessage(), e);
    }
  }

  private static Provenance provenance(Manifest manifest) {
    Manifest capture = manifest.object("capturePolicy").only("maxWidth", "maxHeight");
    Manifest flaws = manifest.object("flaws");
    Map<String, Long> counts = new TreeMap<>();
    flaws.fields().forEach(f -> counts.put(f, flaws.number(f, 0, Long.MAX_VALUE)));
    Instant created;
    try {
      created = Instant.parse(manifest.string("created"));
    } catch (DateTimeException e) {
      throw BaselineFile.malformed(
          BaselineFile.MANIFEST, "has created: " + manifest.string("created"), e);
    }
    return new Provenance(
        created,
        manifest.string("libraryVersion"),
        manifest.string("source"),
        new CapturePolicy(
            capture.integer("maxWidth", 1, 16_384), capture.integer("maxHeight", 1, 16_384)),
        manifest
            .optionalObject("embedder")
            .map(
                e -> {
                  e.only("model", "modelSha256", "preprocessing");
                  return new EmbedderProvenance(
                      e.string("model"), e.string("modelSha256"), e.string("preprocessing"));
                }),
        manifest
            .optionalObject("model")
            .map(
                m -> {
                  m.only("sha256", "preprocessing");
                  return new StatedModel(m.string("sha256"), m.string("preprocessing"));
                }),
        manifest.optionalString("tensor"),
        manifest.number("embeddedReduced", 0, Long.MAX_VALUE),
        manifest.number("seen", 0, Long.MAX_VALUE),
        counts,
        parents(manifest));
  }

  private static List<String> parents(Manifest manifest) {
    List<String> parents = manifest.strings("parents", MAXIMUM_PARENTS);
    for (String parent : parents) {
      if (!parent.matches("[0-9a-f]{64}")) {
        throw BaselineFile.malformed(
            BaselineFile.MANIFEST, "has a parent that is no SHA-256", null);
      }
    }
    return parents;
  }

  private static ReferenceParts reference(
      Manifest json,
      String prefix,
      Optional<String> sliceKey,
      SignalSchema schema,
      RandomFourierFeatures features,
      BaselineEntries arrays,
      DetectorChoice own) {
    json.only("slice", "context", "rows", "calibrations", "signatures", "signatureColumns");
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
            : Npy.readDoubles(prefix + SCALARS, arrays.read(prefix + SCALARS), n, columns);
    int[] categories =
        kinds == 0
            ? new int[0]
            : Npy.readInts(prefix + CATEGORIES, arrays.read(prefix + CATEGORIES), n, kinds);
    int[] parts =
        Npy.readInts(prefix + "calibration.npy", arrays.read(prefix + "calibration.npy"), n);
    checkNotInfinite(prefix + SCALARS, scalars);
    checkWithin(prefix + SCALARS, scalars, true);
    checkCategories(prefix + CATEGORIES, categories);
    float[][] vectors = new float[schema.vectors().size()][];
    for (int v = 0; v < vectors.length; v++) {
      int d = schema.vectors().get(v).length();
      String entry = prefix + entry(schema.vectors().get(v));
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
        features != null && arrays.contains(prefix + FEATURE_MEAN)
            ? featureMean(prefix + FEATURE_MEAN, arrays)
            : null,
        calibrations(json, prefix, schema, arrays, own),
        signatures(json, prefix, arrays));
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
      if (!(Math.abs(v) <= LARGEST_VALUE || orMissing && Double.isNaN(v))) {
        throw BaselineFile.malformed(
            entry, "holds " + v + " (expected: up to " + LARGEST_VALUE + ")", null);
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
    List<Manifest> described = json.objects("signatures", 1000);
    if (described.isEmpty()) {
      return List.of();
    }
    String name = prefix + "signatures.npy";
    List<String> columns = json.strings("signatureColumns", MAXIMUM_COLUMNS);
    if (columns.isEmpty() || Set.copyOf(columns).size() < columns.size()) {
      throw json.wrong("signatureColumns", "at least one name, each once");
    }
    int k = columns.size();
    double[] shifts = Npy.readDoubles(name, arrays.read(name), described.size(), k);
    checkWithin(name, shifts, false);
    List<CauseSignature> signatures = new ArrayList<>();
    Set<String> causes = new HashSet<>();
    for (int i = 0; i < described.size(); i++) {
      Manifest of = described.get(i).only("cause", "severity");
      String cause = of.string("cause");
      if (!Text.isName(cause)) {
        throw of.wrong("cause", Text.NAME_RULE);
      }
      int severity = of.integer("severity", 1, Cause.SEVERITIES);
      if (!causes.add(severity + cause)) {
        throw of.wrong("cause", "each cause and severity once");
      }
      double[] shift = Arrays.copyOfRange(shifts, i * k, (i + 1) * k);
      signatures.add(new CauseSignature(cause, severity, columns, shift));
    }
    return signatures;
  }
}
