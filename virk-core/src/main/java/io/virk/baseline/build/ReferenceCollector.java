package io.virk.baseline.build;

import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.content.EmbeddingModel;
import io.virk.baseline.content.KeptPicture;
import io.virk.baseline.content.ReferenceParts;
import io.virk.baseline.facts.BaselineProgress.Phase;
import io.virk.baseline.facts.ErrorProfile;
import io.virk.cause.Cause;
import io.virk.cause.internal.CauseDirections;
import io.virk.cause.internal.CauseEmbedding;
import io.virk.cause.internal.CauseSignature;
import io.virk.detect.Slice;
import io.virk.detect.internal.Precision;
import io.virk.embed.Embedder;
import io.virk.image.Frame;
import io.virk.signal.FeatureMean;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.kernel.RandomFourierFeatures;
import io.virk.stats.ood.Mahalanobis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Gathers the signals of all observations of a baseline and makes its references of them, each part
 * of the observations playing its own role: see {@link PartSplit}.
 */
public final class ReferenceCollector {
  /** Slices that get a reference of their own at most, the largest first: half a megabyte each. */
  private static final int MAXIMUM_SLICES = 1000;

  private static final int SLICES_WITH_SAMPLES = 16;

  /** Of a slice: with all slices up to 300 MB of images of the default policy, with patches. */
  private static final int SAMPLES = 64;

  /** Embeddings from which on it is known how they scatter. */
  static final int FEWEST_EMBEDDED = 24;

  private final ImageSamples samples;
  private final ObservationStore store;
  private final SceneCollector scenes;

  public ReferenceCollector() {
    this(
        new ObservationStore(SignalSchema.of(List.of())),
        new ImageSamples(SLICES_WITH_SAMPLES, SAMPLES),
        new SceneCollector());
  }

  public ReferenceCollector(ObservationStore store, ImageSamples samples, SceneCollector scenes) {
    this.store = store;
    this.samples = samples;
    this.scenes = scenes;
  }

  /**
   * The outcome of a split.
   *
   * @param model of the embeddings, or null
   * @param features random features of the embeddings, or null
   * @param directions of the embedding that signatures have columns of, or null
   * @param references that of all observations first
   * @param copies observations left out because their bytes occur in another part too
   * @param failedCauses that have no signature where they failed, and why
   */
  record Split(
      EmbeddingModel model,
      RandomFourierFeatures features,
      CauseDirections directions,
      List<ReferenceParts> references,
      int copies,
      Map<String, String> failedCauses) {}

  /** How to split. */
  record Plan(
      int window,
      SignalSchema schema,
      String sliceKey,
      String contextKey,
      long seed,
      DetectorChoice detectors,
      List<Cause> causes,
      Optional<Embedder> causesEmbedded,
      boolean repeats,
      ProgressTicker ticker) {}

  /** Takes the signals of one observation and, now and then, its image. */
  void add(SignalValues values, Frame frame, String source, long digest) {
    store.append(values, source, digest);
    if (frame != null) {
      String slice = values.slice() == null ? "" : values.slice();
      int place = samples.place(slice);
      if (place >= 0) {
        samples.put(slice, place, frame, values);
      }
      scenes.add(values, frame);
    }
  }

  /**
   * The pictures that are to be kept. Says in the log where slices go without.
   *
   * @param baseline name of the baseline
   */
  List<KeptPicture> pictures(String baseline, PictureChoice choice, String sliceKey) {
    if (choice.ofASlice() > 0 && samples.isOfSomeSlices()) {
      CalibrationLog.picturesOfSome(baseline, samples.samples().size());
    }
    return choice.of(samples.samples(), sliceKey);
  }

  /** How many observations are byte-identical to one before. */
  public int repeats() {
    return store.repeats();
  }

  public boolean hasEmbeddings() {
    return IntStream.range(0, store.rows()).anyMatch(store::isEmbedded);
  }

  /** How the model erred on labelled observations; null if they are too few. */
  ErrorProfile errors(int logitsLength) {
    return store.errors(logitsLength);
  }

  /**
   * Splits, fits and calibrates.
   *
   * @throws IllegalArgumentException if there are too few observations for the window
   */
  Split split(Plan plan) {
    PartSplit split = PartSplit.of(store, plan.repeats());
    byte[] part = split.parts();
    int[] pool =
        IntStream.range(0, part.length)
            .filter(i -> part[i] == PartSplit.REFERENCE || part[i] == PartSplit.CALIBRATION)
            .toArray();
    checkEnough(pool.length, plan.window());
    EmbeddingModel model = plan.schema().embeddingLength() == 0 ? null : fit(part, plan);
    Mahalanobis mahalanobis = model == null ? null : model.mahalanobis();
    Map<String, String> failedCauses = new TreeMap<>();
    CauseSignature.Measured measured = signatures(plan, pool, part, failedCauses);
    Map<String, List<CauseSignature>> signatures = measured.bySlice();
    List<CauseSignature> mean = CauseSignature.mean(List.copyOf(signatures.values()));
    Map<Slice, int[]> rows = new TreeMap<>();
    rows.put(Slice.ALL, pool);
    rows.putAll(enough(rowsOfSlices(pool, plan), part, plan.window()));
    List<ReferenceParts> references = new ArrayList<>();
    RandomFourierFeatures features = features(pool, part, plan);
    rows.forEach(
        (slice, own) -> {
          plan.ticker().tick(Phase.CALIBRATING, references.size(), rows.size());
          List<CauseSignature> of =
              slice.isAll() ? mean : signatures.getOrDefault(slice.value(), mean);
          references.add(reference(slice, own, part, plan, mahalanobis, features, of));
        });
    plan.ticker().tick(Phase.CALIBRATING, rows.size(), rows.size());
    CauseDirections directions = measured.directions().orElse(null);
    return new Split(model, features, directions, references, split.copies(), failedCauses);
  }

  /** Drawn for the reference of all, whatever slice they will be used for. */
  private RandomFourierFeatures features(int[] pool, byte[] part, Plan plan) {
    int[] reference = referenceRows(pool, part);
    return plan.schema().embeddingLength() > 0
            && reference.length > 0
            && plan.detectors().needsFeatures()
        ? FeatureMean.features(store.take(reference, plan.schema()).embeddings(), plan.seed())
            .orElse(null)
        : null;
  }

  private void checkEnough(int pool, int window) {
    if (pool < 2 * window) {
      throw new IllegalArgumentException(
          "observations: "
              + store.rows()
              + " (expected: at least "
              + (8 * window + 2) / 3
              + " for windows of "
              + window
              + ", for a quarter of them goes into the model of the embeddings and two windows must"
              + " fit into the rest)");
    }
  }

  private EmbeddingModel fit(byte[] part, Plan plan) {
    int[] rows =
        IntStream.range(0, part.length)
            .filter(row -> part[row] == PartSplit.FIT && store.isEmbedded(row))
            .toArray();
    return EmbeddingFit.of(
        store, rows, i -> plan.ticker().tick(Phase.FITTING, i + 1L, rows.length));
  }

  private CauseSignature.Measured signatures(
      Plan plan, int[] pool, byte[] part, Map<String, String> failed) {
    return CauseSignature.measure(
        plan.causes(),
        samples.bySlice(),
        plan.seed(),
        plan.causesEmbedded().flatMap(e -> embedding(e, part, plan)),
        failed::putIfAbsent,
        (done, total) -> plan.ticker().tick(Phase.SIGNATURES, done, total));
  }

  /**
   * What embeds images of causes, by the scatter of all rows but those of the reference: along
   * directions that are chosen where some rows scatter little those rows scatter less than others
   * do, and the reference must scatter like a window. Empty of too few.
   */
  private Optional<CauseEmbedding> embedding(Embedder embedder, byte[] part, Plan plan) {
    int[] others =
        IntStream.range(0, part.length)
            .filter(i -> part[i] == PartSplit.FIT || part[i] == PartSplit.CALIBRATION)
            .toArray();
    float[] rows = store.take(ReferenceParts.thin(others), plan.schema()).embeddings().values();
    int d = plan.schema().embeddingLength();
    return d == 0 || rows.length < FEWEST_EMBEDDED * d
        ? Optional.empty()
        : Optional.of(new EmbeddedCauses(embedder, Precision.of(rows, rows.length / d, d)));
  }

  private static int[] referenceRows(int[] pool, byte[] part) {
    return IntStream.of(ReferenceParts.thin(pool))
        .filter(i -> part[i] == PartSplit.REFERENCE)
        .toArray();
  }

  /** The rows of every slice but that of all: of each tag value, each context, and each of both. */
  private Map<Slice, List<Integer>> rowsOfSlices(int[] pool, Plan plan) {
    Map<Slice, List<Integer>> rows = new TreeMap<>();
    for (int row : pool) {
      String value = plan.sliceKey() == null ? null : store.slice(row);
      String context = plan.contextKey() == null ? null : store.context(row);
      Slice own = value == null ? Slice.ALL : new Slice(plan.sliceKey(), value);
      Set<Slice> slices = new HashSet<>();
      if (plan.contextKey() == null) {
        slices.add(own);
      } else if (context != null) {
        slices.add(own.in(context));
        slices.add(Slice.ALL.in(context));
      }
      slices.remove(Slice.ALL);
      slices.forEach(slice -> rows.computeIfAbsent(slice, s -> new ArrayList<>()).add(row));
    }
    return rows;
  }

  /** Those slices that have enough rows to be compared with. */
  private static Map<Slice, int[]> enough(Map<Slice, List<Integer>> rows, byte[] part, int window) {
    Map<Slice, int[]> enough = new TreeMap<>();
    rows.entrySet().stream()
        .filter(e -> e.getValue().size() >= 2 * window)
        .filter(
            e ->
                e.getValue().stream().filter(i -> part[i] == PartSplit.REFERENCE).count() >= window)
        .sorted(Comparator.comparingInt(e -> -e.getValue().size())) // stable: then by slice
        .limit(MAXIMUM_SLICES)
        .forEach(e -> enough.put(e.getKey(), e.getValue().stream().mapToInt(i -> i).toArray()));
    return enough;
  }

  private ReferenceParts reference(
      Slice slice,
      int[] pool,
      byte[] part,
      Plan plan,
      Mahalanobis mahalanobis,
      RandomFourierFeatures features,
      List<CauseSignature> signatures) {
    int[] kept = ReferenceParts.thin(pool);
    SignalTable rows = store.take(kept, plan.schema()).withFeatures(features);
    if (mahalanobis != null) {
      rows.fill(ScalarSignal.MAHALANOBIS, e -> SignalExtractor.mahalanobisDistance(mahalanobis, e));
    }
    boolean[] calibration = new boolean[kept.length];
    for (int i = 0; i < kept.length; i++) {
      calibration[i] = part[kept[i]] == PartSplit.CALIBRATION;
    }
    return ReferenceParts.of(slice, rows, calibration, signatures, scenes.scene(slice))
        .calibrated(plan.window(), plan.seed(), plan.detectors());
  }
}
