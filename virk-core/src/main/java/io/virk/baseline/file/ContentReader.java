package io.virk.baseline.file;

import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.content.ContentParts;
import io.virk.baseline.content.EmbeddingModel;
import io.virk.baseline.content.KeptPicture;
import io.virk.baseline.content.ReferenceParts;
import io.virk.baseline.facts.ErrorProfile;
import io.virk.baseline.facts.Provenance;
import io.virk.baseline.facts.StatedModel;
import io.virk.cause.internal.CauseDirections;
import io.virk.detect.Slice;
import io.virk.embed.EmbedderProvenance;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.Npy;
import io.virk.internal.Text;
import io.virk.signal.FeatureMean;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.internal.SignalDescription;
import io.virk.stats.kernel.RandomFourierFeatures;
import io.virk.stats.ood.Mahalanobis;
import io.virk.stats.performance.ConfidenceCalibration;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The content of a baseline, from a manifest and the arrays that it names. */
final class ContentReader {
  private static final int MAXIMUM_LENGTH = 1 << 20;
  private static final int MAXIMUM_SLICES = 5_000;
  private static final int MAXIMUM_PARENTS = 2;
  private static final int MAXIMUM_PICTURES = 10_000;

  private static final int F = FeatureMean.FREQUENCIES;

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
    "outputs",
    "errorClasses",
    "errorBlocks",
    "causeDirections",
    "window",
    "seed",
    "signals",
    "references",
    "pictures",
    "entries"
  };

  private ContentReader() {}

  /** The parts, from a manifest and the arrays that it names. */
  static ContentParts parts(Manifest manifest, BaselineEntries arrays, DetectorChoice own) {
    manifest.only(FIELDS);
    SignalSchema schema = schema(manifest);
    int d = schema.embeddingLength();
    Optional<String> sliceKey = manifest.optionalString("sliceKey");
    Optional<String> contextKey = manifest.optionalString("contextKey");
    RandomFourierFeatures features =
        d > 0 && arrays.contains(EntryNames.FREQUENCIES) ? features(d, arrays) : null;
    List<ReferenceParts> references = new ArrayList<>();
    for (Manifest reference : manifest.objects("references", MAXIMUM_SLICES)) {
      references.add(
          ReferenceReader.reference(
              reference, references, sliceKey, schema, features, arrays, own));
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
        OutputCodec.outputs(manifest, schema),
        window,
        manifest.number("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        model(manifest, d, arrays),
        features,
        directions(manifest, d, arrays),
        references,
        errors(manifest, arrays),
        pictures(manifest, sliceKey.orElse(null), arrays));
  }

  private static CauseDirections directions(Manifest manifest, int d, BaselineEntries arrays) {
    if (!manifest.has("causeDirections")) {
      return null;
    }
    int n = manifest.integer("causeDirections", 1, d == 0 ? 0 : CauseDirections.MOST);
    String entry = EntryNames.DIRECTIONS;
    float[] values = Npy.readFloats(entry, arrays.read(entry), n, d);
    float[][] directions = new float[n][];
    Arrays.setAll(directions, k -> Arrays.copyOfRange(values, k * d, (k + 1) * d));
    try {
      return new CauseDirections(directions);
    } catch (IllegalArgumentException e) {
      throw BaselineFile.malformed(entry, "holds no directions: " + e.getMessage(), e);
    }
  }

  private static ErrorProfile errors(Manifest manifest, BaselineEntries arrays) {
    if (!manifest.has("errorClasses")) {
      return null;
    }
    int k = manifest.integer("errorClasses", 2, ErrorProfile.MOST_CLASSES);
    int blocks = manifest.integer("errorBlocks", 1, 1000);
    int bands = ErrorProfile.BANDS_OF_CLASS;
    int[] confusion = Npy.readInts(EntryNames.CONFUSION, arrays.read(EntryNames.CONFUSION), k, k);
    int[] strata = Npy.readInts(EntryNames.STRATA, arrays.read(EntryNames.STRATA), k, bands, 2);
    double[] table =
        Npy.readDoubles(EntryNames.CONFIDENCE, arrays.read(EntryNames.CONFIDENCE), blocks, 3);
    try {
      return ErrorProfile.restored(k, confusion, strata, ConfidenceCalibration.ofTable(table));
    } catch (IllegalArgumentException e) {
      throw BaselineFile.malformed(EntryNames.CONFUSION, "is no profile: " + e.getMessage(), e);
    }
  }

  private static List<KeptPicture> pictures(
      Manifest manifest, String sliceKey, BaselineEntries arrays) {
    List<KeptPicture> pictures = new ArrayList<>();
    if (!manifest.has("pictures")) {
      return pictures;
    }
    for (Manifest picture : manifest.objects("pictures", MAXIMUM_PICTURES)) {
      picture.only("slice", "context", "sequence", "width", "height", "samples");
      int width = picture.integer("width", 1, 16_384);
      int height = picture.integer("height", 1, 16_384);
      int samples = picture.integer("samples", 1, 3);
      Optional<String> value = picture.optionalString("slice");
      if (samples == 2 || value.isPresent() && sliceKey == null) {
        throw picture.wrong("samples", "1 or 3, of a slice only with a sliceKey");
      }
      String entry = EntryNames.picture(pictures.size());
      byte[] pixels = Npy.readBytes(entry, arrays.read(entry), height, width, samples);
      Slice slice = value.map(v -> new Slice(sliceKey, v)).orElse(Slice.ALL);
      pictures.add(
          new KeptPicture(
              slice.in(picture.optionalString("context").orElse("")),
              picture.number("sequence", 0, Long.MAX_VALUE),
              Frame.of(pixels, width, height, samples == 1 ? PixelFormat.GRAY : PixelFormat.RGB)));
    }
    return pictures;
  }

  private static RandomFourierFeatures features(int d, BaselineEntries arrays) {
    double[] frequencies =
        Npy.readDoubles(EntryNames.FREQUENCIES, arrays.read(EntryNames.FREQUENCIES), F, d);
    try {
      return RandomFourierFeatures.ofFrequencies(frequencies, F, d);
    } catch (IllegalArgumentException e) {
      throw BaselineFile.malformed(
          EntryNames.FREQUENCIES, "are no frequencies: " + e.getMessage(), e);
    }
  }

  /** Of cosines and sines divided by sqrt(F): none of them is above 1. */
  static double[] featureMean(String entry, BaselineEntries arrays) {
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
      double[] mean = Npy.readDoubles(EntryNames.MEAN, arrays.read(EntryNames.MEAN), d);
      return new EmbeddingModel(mahalanobis(mean, 1, d, arrays), new int[0], new int[] {fitted});
    }
    int[] classes = Npy.readInts(EntryNames.CLASSES, arrays.read(EntryNames.CLASSES), c);
    int[] counts = Npy.readInts(EntryNames.CLASS_COUNTS, arrays.read(EntryNames.CLASS_COUNTS), c);
    long total = 0;
    for (int i = 0; i < c; i++) {
      if (classes[i] <= (i == 0 ? -1 : classes[i - 1])) {
        throw BaselineFile.malformed(EntryNames.CLASSES, "is not strictly rising from 0", null);
      }
      if (counts[i] < 1) {
        throw BaselineFile.malformed(
            EntryNames.CLASS_COUNTS, "holds " + counts[i] + " (expected: >= 1)", null);
      }
      total += counts[i];
    }
    if (total != fitted) {
      throw BaselineFile.malformed(
          EntryNames.CLASS_COUNTS, "adds up to " + total + " (expected: " + fitted + ")", null);
    }
    double[] means =
        Npy.readDoubles(EntryNames.CLASS_MEANS, arrays.read(EntryNames.CLASS_MEANS), c, d);
    return new EmbeddingModel(mahalanobis(means, c, d, arrays), classes, counts);
  }

  private static Mahalanobis mahalanobis(double[] means, int c, int d, BaselineEntries arrays) {
    double[] covariance =
        Npy.readDoubles(EntryNames.COVARIANCE, arrays.read(EntryNames.COVARIANCE), d, d);
    try {
      return Mahalanobis.of(means, c, d, covariance);
    } catch (IllegalArgumentException e) {
      throw BaselineFile.malformed(EntryNames.COVARIANCE, "is no covariance: " + e.getMessage(), e);
    }
  }

  private static Provenance provenance(Manifest manifest) {
    Manifest capture =
        manifest.object("capturePolicy").only("maxWidth", "maxHeight", "patches", "stepping");
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
            capture.integer("maxWidth", 1, 16_384),
            capture.integer("maxHeight", 1, 16_384),
            capture.integer("patches", 0, CapturePolicy.MOST_PATCHES),
            capture.has("stepping") && capture.integer("stepping", 0, 1) == 1),
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
}
