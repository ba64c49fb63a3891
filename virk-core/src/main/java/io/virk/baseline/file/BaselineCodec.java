package io.virk.baseline.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.virk.baseline.calibrate.Calibration;
import io.virk.baseline.calibrate.Calibrator;
import io.virk.baseline.content.ContentParts;
import io.virk.baseline.content.KeptPicture;
import io.virk.baseline.content.ReferenceParts;
import io.virk.baseline.facts.ErrorProfile;
import io.virk.baseline.facts.Provenance;
import io.virk.baseline.facts.StatedModel;
import io.virk.cause.internal.CauseDirections;
import io.virk.cause.internal.CauseSignature;
import io.virk.embed.EmbedderProvenance;
import io.virk.image.Frame;
import io.virk.internal.Npy;
import io.virk.signal.FeatureMean;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalDescription;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The fields and arrays of a baseline file, from the parts of the baseline. */
public final class BaselineCodec {
  private static final int F = FeatureMean.FREQUENCIES;

  private BaselineCodec() {}

  /** The arrays, by name. */
  public static Map<String, byte[]> arrays(ContentParts parts) {
    Map<String, byte[]> arrays = new TreeMap<>();
    int d = parts.embeddingLength();
    if (parts.model() != null) {
      double[] means = parts.model().mahalanobis().means();
      int c = parts.model().classes().length;
      if (c == 0) {
        arrays.put(EntryNames.MEAN, Npy.write(means, d));
      } else {
        arrays.put(EntryNames.CLASS_MEANS, Npy.write(means, c, d));
        arrays.put(EntryNames.CLASSES, Npy.write(parts.model().classes(), c));
        arrays.put(EntryNames.CLASS_COUNTS, Npy.write(parts.model().counts(), c));
      }
      arrays.put(EntryNames.COVARIANCE, Npy.write(parts.model().mahalanobis().covariance(), d, d));
    }
    if (parts.features() != null) {
      arrays.put(EntryNames.FREQUENCIES, Npy.write(parts.features().frequencies(), F, d));
    }
    if (parts.directions() != null) {
      arrays.put(EntryNames.DIRECTIONS, directions(parts.directions()));
    }
    int index = 0;
    for (ReferenceParts reference : parts.references()) {
      String prefix = EntryNames.prefix(index++);
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
        arrays.put(prefix + EntryNames.SCALARS, Npy.write(scalars, n, columns));
      }
      if (kinds > 0) {
        arrays.put(prefix + EntryNames.CATEGORIES, Npy.write(categories, n, kinds));
      }
      arrays.put(prefix + "calibration.npy", Npy.write(calibration, n));
      for (VectorSignal vector : schema.vectors()) {
        if (vector.length() > 0 && !vector.isDerived()) {
          float[] values = pool.vectors(vector).valuesOrNaN();
          arrays.put(prefix + EntryNames.entry(vector), Npy.write(values, n, vector.length()));
        }
      }
      if (reference.featureMean() != null) {
        arrays.put(prefix + EntryNames.FEATURE_MEAN, Npy.write(reference.featureMean(), 2 * F));
      }
      if (reference.scene() != null && reference.scene().isStatic()) {
        arrays.put(prefix + EntryNames.SCENE, SceneCodec.write(reference.scene()));
      }
      int t = reference.calibrations().size();
      double[] nulls = new double[t * Calibrator.DRAWS];
      for (int i = 0; i < t; i++) {
        double[] statistics = reference.calibrations().get(i).statistics();
        System.arraycopy(statistics, 0, nulls, i * Calibrator.DRAWS, Calibrator.DRAWS);
      }
      arrays.put(prefix + "null-statistics.npy", Npy.write(nulls, t, Calibrator.DRAWS));
      int k = reference.signatures().size();
      if (k > 0 && sharedWith(parts.references(), index - 1) < 0) {
        arrays.put(prefix + EntryNames.SIGNATURES, SignatureRows.write(reference.signatures()));
      }
    }
    if (parts.errors() != null) {
      int k = parts.errors().classes();
      double[] blocks = parts.errors().calibration().table();
      arrays.put(EntryNames.CONFUSION, Npy.write(parts.errors().confusionTable(), k, k));
      arrays.put(
          EntryNames.STRATA,
          Npy.write(parts.errors().strataTable(), k, ErrorProfile.BANDS_OF_CLASS, 2));
      arrays.put(EntryNames.CONFIDENCE, Npy.write(blocks, blocks.length / 3, 3));
    }
    for (int i = 0; i < parts.pictures().size(); i++) {
      Frame frame = parts.pictures().get(i).frame();
      int samples = frame.format().samplesPerPixel();
      arrays.put(
          EntryNames.picture(i), Npy.write(frame.pixels(), frame.height(), frame.width(), samples));
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
    capture.addProperty("patches", provenance.capturePolicy().patches());
    if (provenance.capturePolicy().stepping()) {
      capture.addProperty("stepping", 1);
    }
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
    if (!parts.outputs().isEmpty()) {
      json.add("outputs", OutputCodec.json(parts.outputs()));
    }
    if (parts.errors() != null) {
      json.addProperty("errorClasses", parts.errors().classes());
      json.addProperty("errorBlocks", parts.errors().calibration().blocks());
    }
    if (parts.directions() != null) {
      json.addProperty("causeDirections", parts.directions().columns().size());
    }
    json.addProperty("window", parts.window());
    json.addProperty("seed", parts.seed());
    JsonArray signals = new JsonArray();
    parts.schema().signals().forEach(s -> signals.add(json(SignalDescription.of(s))));
    json.add("signals", signals);
    JsonArray references = new JsonArray();
    for (int r = 0; r < parts.references().size(); r++) {
      references.add(json(parts.references().get(r), sharedWith(parts.references(), r)));
    }
    json.add("references", references);
    if (!parts.pictures().isEmpty()) {
      JsonArray pictures = new JsonArray();
      parts.pictures().forEach(p -> pictures.add(json(p)));
      json.add("pictures", pictures);
    }
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

  private static JsonObject json(KeptPicture picture) {
    JsonObject json = new JsonObject();
    json.addProperty("slice", picture.slice().isAll() ? null : picture.slice().value());
    json.addProperty(
        "context", picture.slice().context().isEmpty() ? null : picture.slice().context());
    json.addProperty("sequence", picture.sequence());
    json.addProperty("width", picture.frame().width());
    json.addProperty("height", picture.frame().height());
    json.addProperty("samples", picture.frame().format().samplesPerPixel());
    return json;
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

  private static byte[] directions(CauseDirections of) {
    float[][] rows = of.directions();
    int d = of.length();
    float[] values = new float[rows.length * d];
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(rows[k], 0, values, k * d, d);
    }
    return Npy.write(values, rows.length, d);
  }

  /** The first reference before one that has the same signatures; -1 if there is none. */
  private static int sharedWith(List<ReferenceParts> references, int index) {
    List<CauseSignature> own = references.get(index).signatures();
    for (int r = 0; r < index && !own.isEmpty(); r++) {
      if (references.get(r).signatures() == own) {
        return r;
      }
    }
    return -1;
  }

  /**
   * One reference.
   *
   * @param shared the reference that has its signatures; -1 if it has its own
   */
  private static JsonObject json(ReferenceParts reference, int shared) {
    JsonObject json = new JsonObject();
    if (reference.slice().isAll()) {
      json.add("slice", JsonNull.INSTANCE);
    } else {
      json.addProperty("slice", reference.slice().value());
    }
    String context = reference.slice().context();
    json.addProperty("context", context.isEmpty() ? null : context);
    json.addProperty("rows", reference.pool().rows());
    json.add("scene", SceneCodec.json(reference.scene()));
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
    if (shared >= 0) {
      json.addProperty("signaturesOf", shared);
      return json;
    }
    JsonArray signatures = new JsonArray();
    for (CauseSignature s : reference.signatures()) {
      JsonObject signature = new JsonObject();
      signature.addProperty("cause", s.cause());
      signature.addProperty("family", s.family());
      signature.addProperty("severity", s.severity());
      signature.addProperty("variant", s.variant());
      signature.addProperty("images", s.change().images());
      signatures.add(signature);
    }
    json.add("signatures", signatures);
    JsonArray columns = new JsonArray();
    reference.signatures().stream().limit(1).forEach(s -> s.columns().forEach(columns::add));
    json.add("signatureColumns", columns);
    return json;
  }
}
