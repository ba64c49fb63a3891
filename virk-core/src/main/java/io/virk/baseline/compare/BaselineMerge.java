package io.virk.baseline.compare;

import io.virk.baseline.build.CalibrationLog;
import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.content.Content;
import io.virk.baseline.content.ContentParts;
import io.virk.baseline.content.EmbeddingModel;
import io.virk.baseline.content.ReferenceParts;
import io.virk.baseline.facts.Provenance;
import io.virk.cause.internal.CauseDirections;
import io.virk.cause.internal.CauseSignature;
import io.virk.detect.Slice;
import io.virk.image.internal.Scene;
import io.virk.internal.LibraryVersion;
import io.virk.internal.Preprocessings;
import io.virk.signal.FeatureMean;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalDescription;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.kernel.RandomFourierFeatures;
import io.virk.stats.ood.Mahalanobis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Makes one baseline of two of the same model. The order in which they are given does not matter.
 */
public final class BaselineMerge {
  private final Content older;
  private final Content newer;

  private BaselineMerge(Content a, Content b) {
    Instant ofA = a.parts().provenance().created();
    Instant ofB = b.parts().provenance().created();
    int order = ofA.equals(ofB) ? a.hash().compareTo(b.hash()) : ofA.compareTo(ofB);
    older = order < 0 ? a : b;
    newer = order < 0 ? b : a;
  }

  /**
   * Merges.
   *
   * @throws IllegalArgumentException if they are not of one model and one way of looking at it; the
   *     message lists all that differs
   */
  public static ContentParts of(Content a, Content b) {
    if (a.hash().equals(b.hash())) {
      throw new IllegalArgumentException(
          "other: " + b + " (expected: another baseline, not the same one)");
    }
    BaselineMerge merge = new BaselineMerge(a, b);
    merge.check();
    return merge.merge();
  }

  private void check() {
    Provenance a = older.parts().provenance();
    Provenance b = newer.parts().provenance();
    ContentParts x = older.parts();
    ContentParts y = newer.parts();
    Map<String, Object[]> facts = new TreeMap<>();
    facts.put("model", new Object[] {a.modelSha256(), b.modelSha256()});
    String steps = a.preprocessing().orElse("");
    boolean same = Preprocessings.same(steps, b.preprocessing().orElse(""));
    facts.put(
        "preprocessing",
        new Object[] {a.preprocessing(), same ? a.preprocessing() : b.preprocessing()});
    facts.put("tensor", new Object[] {a.tensor(), b.tensor()});
    facts.put("capturePolicy", new Object[] {a.capturePolicy(), b.capturePolicy()});
    facts.put("sliceKey", new Object[] {key(x.sliceKey()), key(y.sliceKey())});
    facts.put("contextKey", new Object[] {key(x.contextKey()), key(y.contextKey())});
    facts.put("window", new Object[] {x.window(), y.window()});
    facts.put("logitsLength", new Object[] {x.logitsLength(), y.logitsLength()});
    facts.put("outputs", new Object[] {x.outputs(), y.outputs()});
    facts.put(
        "signals",
        new Object[] {SignalDescription.of(x.schema()), SignalDescription.of(y.schema())});
    facts.put("detectors", new Object[] {detectors(older), detectors(newer)});
    facts.put("embeddings' model", new Object[] {fitted(x), fitted(y)});
    List<String> problems = new ArrayList<>();
    facts.forEach(
        (what, values) -> {
          if (!values[0].equals(values[1])) {
            problems.add(
                what + ": " + inWords(values[1]) + " (expected: " + inWords(values[0]) + ")");
          }
        });
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "baselines "
              + older
              + " and "
              + newer
              + " cannot be merged: "
              + String.join("; ", problems));
    }
  }

  private static Optional<String> key(String tag) {
    return Optional.ofNullable(tag);
  }

  private static Object inWords(Object value) {
    return value instanceof Optional<?> given && given.isEmpty()
        ? "none"
        : value instanceof Optional<?> stated ? stated.get() : value;
  }

  private static String fitted(ContentParts parts) {
    return parts.model() == null ? "none" : "fitted";
  }

  private static List<String> detectors(Content baseline) {
    return baseline.parts().detectors().orStandard().list().stream()
        .map(d -> d.name())
        .sorted()
        .toList();
  }

  private ContentParts merge() {
    ContentParts a = older.parts();
    ContentParts b = newer.parts();
    EmbeddingModel model = a.model() == null ? null : EmbeddingModel.pooled(a.model(), b.model());
    Map<Slice, List<ReferenceParts>> bySlice = new TreeMap<>();
    for (ContentParts parts : List.of(a, b)) {
      for (ReferenceParts reference : parts.references()) {
        bySlice.computeIfAbsent(reference.slice(), s -> new ArrayList<>()).add(reference);
      }
    }
    List<ReferenceParts> joined = new ArrayList<>();
    bySlice.forEach(
        (slice, parts) ->
            joined.add(joined(slice, parts, model == null ? null : model.mahalanobis())));
    DetectorChoice detectors = older.parts().detectors().orStandard();
    RandomFourierFeatures features =
        a.embeddingLength() > 0 && detectors.needsFeatures()
            ? FeatureMean.features(joined.get(0).rows().embeddings(), a.seed()).orElse(null)
            : null;
    List<ReferenceParts> references = new ArrayList<>();
    for (ReferenceParts r : joined) {
      r.pool().withFeatures(features);
      references.add(
          ReferenceParts.of(r.slice(), r.pool(), r.calibrationRows(), r.signatures(), r.scene())
              .calibrated(a.window(), a.seed(), detectors));
    }
    return new ContentParts(
        a.name(),
        provenance(),
        a.sliceKey(),
        a.contextKey(),
        a.schema(),
        a.logitsLength(),
        a.outputs(),
        a.window(),
        a.seed(),
        model,
        features,
        directions(a, b),
        references,
        b.errors() == null ? a.errors() : b.errors(),
        b.pictures().isEmpty() ? a.pictures() : b.pictures());
  }

  /** Those of both if they are the same. */
  private static CauseDirections directions(ContentParts a, ContentParts b) {
    boolean same = Objects.equals(a.directions(), b.directions());
    if (!same) {
      CalibrationLog.directionsLeftOut(a.name());
    }
    return same ? a.directions() : null;
  }

  /** The rows of both, without features and not calibrated yet. */
  private static ReferenceParts joined(Slice slice, List<ReferenceParts> parts, Mahalanobis model) {
    SignalTable all = parts.get(0).pool();
    boolean[] calibration = parts.get(0).calibrationRows();
    List<CauseSignature> signatures = parts.get(0).signatures();
    Scene scene = parts.get(0).scene();
    if (parts.size() > 1) {
      ReferenceParts other = parts.get(1);
      all = SignalTable.concatenate(all, other.pool());
      boolean[] joined = new boolean[all.rows()];
      System.arraycopy(calibration, 0, joined, 0, calibration.length);
      System.arraycopy(
          other.calibrationRows(), 0, joined, calibration.length, other.calibrationRows().length);
      calibration = joined;
      signatures = CauseSignature.mean(List.of(signatures, other.signatures()));
      scene = scene == null || other.scene() == null ? null : Scene.mean(scene, other.scene());
    }
    int[] kept = ReferenceParts.thin(IntStream.range(0, all.rows()).toArray());
    SignalTable pool = all.take(kept);
    if (model != null) {
      pool.fill(ScalarSignal.MAHALANOBIS, e -> SignalExtractor.mahalanobisDistance(model, e));
    }
    pool.withFeatures(null);
    boolean[] calibrationRows = new boolean[kept.length];
    for (int i = 0; i < kept.length; i++) {
      calibrationRows[i] = calibration[kept[i]];
    }
    return ReferenceParts.of(slice, pool, calibrationRows, signatures, scene);
  }

  private Provenance provenance() {
    Provenance a = older.parts().provenance();
    Provenance b = newer.parts().provenance();
    Map<String, Long> flaws = new HashMap<>(a.flaws());
    b.flaws().forEach((flaw, count) -> flaws.merge(flaw, count, Long::sum));
    return new Provenance(
        b.created(),
        LibraryVersion.CURRENT,
        "merged of: " + a.source() + "; and of: " + b.source(),
        a.capturePolicy(),
        a.embedder(),
        a.model(),
        a.tensor(),
        a.embeddedReduced() + b.embeddedReduced(),
        a.seen() + b.seen(),
        flaws,
        List.of(older.hash(), newer.hash()));
  }
}
