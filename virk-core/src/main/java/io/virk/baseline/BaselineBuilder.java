package io.virk.baseline;

import io.virk.detect.Slice;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.embed.Embeddings;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import io.virk.signal.Observation;
import io.virk.signal.SignalExtractor;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Builds a {@link Baseline}. Settings first, each at most once; then observations, in the order in
 * which they were taken; then {@link #build()}. Not thread-safe.
 *
 * <p>Every image is reduced by the capture policy before anything is computed, exactly as a monitor
 * reduces it, embedded in batches where it has no embedding of its own, and not kept but for a few
 * samples a slice on which the signatures of physical causes are measured.
 */
public final class BaselineBuilder {
  /** Observations of a window unless another length is set. */
  public static final int DEFAULT_WINDOW = 32;

  private static final int BATCH = 16;
  private static final int MINIMUM_WINDOW = 8;

  private final String name;
  private final List<Observation> pending = new ArrayList<>();
  private final ReferenceCollector collector = new ReferenceCollector();
  private final Map<String, Long> flaws = new TreeMap<>();
  private final List<String> sources = new ArrayList<>();
  private SignalExtractor extractor;
  private Embedder embedder;
  private CapturePolicy capturePolicy;
  private String sliceKey;
  private Integer window;
  private Long seed;
  private InstantSource clock;
  private int embeddingLength = -1;
  private int logitsLength = -1;
  private long seen;
  private long embeddedReduced;
  private boolean built;

  BaselineBuilder(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException(
          "name: \"" + name + "\" (expected: 1 .. 200 characters, not blank)");
    }
    this.name = name;
  }

  /**
   * Sets what embeds images that come without an embedding. Not closed by the builder.
   *
   * <p>It sees what VIRK keeps of an image, reduced by the capture policy, exactly as a monitor
   * with the same embedder will. A host that hands its own embeddings to the monitor hands them
   * over here too.
   *
   * @param value the embedder
   * @return this
   */
  public BaselineBuilder embedder(Embedder value) {
    settable("embedder", embedder);
    embedder = Objects.requireNonNull(value, "embedder");
    return this;
  }

  /**
   * Sets how large images are kept; default {@link CapturePolicy#DEFAULT}.
   *
   * @param value the policy
   * @return this
   */
  public BaselineBuilder capturePolicy(CapturePolicy value) {
    settable("capturePolicy", capturePolicy);
    capturePolicy = Objects.requireNonNull(value, "capturePolicy");
    return this;
  }

  /**
   * Gives every value of a tag a reference of its own, as far as it has enough observations.
   *
   * @param key name of the tag, for example "camera"
   * @return this
   */
  public BaselineBuilder sliceBy(String key) {
    settable("sliceBy", sliceKey);
    Objects.requireNonNull(key, "key");
    if (key.isBlank()) {
      throw new IllegalArgumentException("key: \"" + key + "\" (expected: not blank)");
    }
    sliceKey = key;
    return this;
  }

  /**
   * Sets the length of the windows that will be compared; default {@link #DEFAULT_WINDOW}.
   *
   * @param observations &ge; 8
   * @return this
   */
  public BaselineBuilder window(int observations) {
    settable("window", window);
    if (observations < MINIMUM_WINDOW) {
      throw new IllegalArgumentException(
          "observations: " + observations + " (expected: >= " + MINIMUM_WINDOW + ")");
    }
    window = observations;
    return this;
  }

  /**
   * Sets the seed of the calibration; default 42.
   *
   * @param value any number; the same seed and observations give the same baseline
   * @return this
   */
  public BaselineBuilder seed(long value) {
    settable("seed", seed);
    seed = value;
    return this;
  }

  /**
   * Sets the clock that dates the baseline; default the system's.
   *
   * @param value a clock
   * @return this
   */
  public BaselineBuilder clock(InstantSource value) {
    settable("clock", clock);
    clock = Objects.requireNonNull(value, "clock");
    return this;
  }

  private void settable(String setting, Object current) {
    if (seen > 0 || built) {
      throw new IllegalStateException(setting + " must be set before the first observation");
    }
    if (current != null) {
      throw new IllegalStateException(setting + " is set twice");
    }
  }

  /**
   * Adds the images of a folder. With {@link #sliceBy}, an image in a sub-folder carries the
   * sub-folder's name as its tag. Unreadable files are skipped and counted.
   *
   * @param folder the images, in time order if they have one
   * @return this
   * @throws IllegalArgumentException if not one of its files could be read
   * @throws EmbedderException if the embedder fails
   */
  public BaselineBuilder images(ImageFolder folder) {
    Objects.requireNonNull(folder, "folder");
    int readable = 0;
    for (ImageFolder.Entry entry : folder) {
      Observation.Builder observation = Observation.builder().sequence(seen).image(entry.frame());
      Path parent = entry.path().getParent();
      if (sliceKey != null && parent != null) {
        observation.tag(sliceKey, parent.getName(0).toString());
      }
      add(observation.build());
      readable++;
    }
    int unreadable = folder.unreadable().size();
    if (readable == 0) {
      throw new IllegalArgumentException(
          "folder: "
              + folder.root()
              + " (expected: at least one readable image; "
              + unreadable
              + " files could not be decoded, first: "
              + folder.unreadable().entrySet().iterator().next()
              + ")");
    }
    if (unreadable > 0) {
      flaws.merge("UNREADABLE_IMAGE", (long) unreadable, Long::sum);
    }
    sources.add("folder " + folder.root().getFileName() + ", " + readable + " images");
    return this;
  }

  /**
   * Adds one observation.
   *
   * @param observation what the model saw on reference data; its arrays may be reused after the
   *     call
   * @return this
   * @throws EmbedderException if the embedder fails
   */
  public BaselineBuilder add(Observation observation) {
    Objects.requireNonNull(observation, "observation");
    if (built) {
      throw new IllegalStateException("the baseline is built already");
    }
    seen++;
    Frame frame = observation.frame() == null ? null : policy().reduce(observation.frame());
    if (frame != null
        && embedder != null
        && observation.embedding() == null
        && frame.width() < observation.frame().width()) {
      embeddedReduced++;
    }
    Observation.Builder kept =
        Observation.builder()
            .sequence(observation.sequence())
            .epochMillis(observation.epochMillis());
    if (frame != null) {
      kept.image(frame);
    }
    if (observation.embedding() != null) {
      kept.embedding(observation.embedding().clone());
    }
    if (observation.logits() != null) {
      kept.logits(observation.logits().clone());
    }
    if (observation.predictedClass() != Observation.NO_CLASS) {
      kept.predictedClass(observation.predictedClass());
    }
    if (sliceKey != null && observation.tag(sliceKey) != null) {
      kept.tag(sliceKey, observation.tag(sliceKey));
    }
    pending.add(kept.build());
    if (pending.size() >= BATCH) {
      flush();
    }
    return this;
  }

  private CapturePolicy policy() {
    return capturePolicy == null ? CapturePolicy.DEFAULT : capturePolicy;
  }

  private void flush() {
    List<Observation> batch = embedMissing(List.copyOf(pending));
    pending.clear();
    for (Observation observation : batch) {
      if (embeddingLength < 0 && observation.embedding() != null) {
        embeddingLength =
            embedder == null ? observation.embedding().length : embedder.embeddingLength();
        extractor = null;
      }
      if (logitsLength < 0 && observation.logits() != null) {
        logitsLength = observation.logits().length;
        extractor = null;
      }
      if (extractor == null) {
        extractor =
            new SignalExtractor(
                Math.max(0, embeddingLength), Math.max(0, logitsLength), null, sliceKey);
      }
      collector.add(extractor.extract(observation), observation.frame());
      for (SignalExtractor.Flaw flaw : extractor.flaws()) {
        flaws.merge(flaw.name(), 1L, Long::sum);
      }
    }
  }

  private List<Observation> embedMissing(List<Observation> batch) {
    if (embedder == null) {
      return batch;
    }
    List<Frame> frames =
        batch.stream()
            .filter(o -> o.embedding() == null && o.frame() != null)
            .map(Observation::frame)
            .toList();
    if (frames.isEmpty()) {
      return batch;
    }
    Embeddings embeddings = Embeddings.of(embedder, frames);
    int d = embedder.embeddingLength();
    int c = embedder.logitsLength();
    List<Observation> result = new ArrayList<>();
    int at = 0;
    for (Observation o : batch) {
      if (o.embedding() != null || o.frame() == null) {
        result.add(o);
        continue;
      }
      Observation.Builder embedded =
          Observation.builder()
              .sequence(o.sequence())
              .epochMillis(o.epochMillis())
              .image(o.frame())
              .embedding(Arrays.copyOfRange(embeddings.embeddings(), at * d, (at + 1) * d));
      float[] logits =
          o.logits() == null && c > 0
              ? Arrays.copyOfRange(embeddings.logits(), at * c, (at + 1) * c)
              : o.logits();
      if (logits != null) {
        embedded.logits(logits);
      }
      if (o.predictedClass() != Observation.NO_CLASS) {
        embedded.predictedClass(o.predictedClass());
      }
      if (sliceKey != null && o.tag(sliceKey) != null) {
        embedded.tag(sliceKey, o.tag(sliceKey));
      }
      result.add(embedded.build());
      at++;
    }
    return result;
  }

  /**
   * Splits, fits, calibrates and freezes. Logs how many detectors could be calibrated, and why the
   * others could not.
   *
   * @return the baseline
   * @throws IllegalArgumentException if there are too few observations for the window
   */
  public Baseline build() {
    if (built) {
      throw new IllegalStateException("the baseline is built already");
    }
    if (!pending.isEmpty()) {
      flush();
    }
    int length = window == null ? DEFAULT_WINDOW : window;
    long drawSeed = seed == null ? 42 : seed;
    ReferenceCollector.Split split =
        collector.split(length, Math.max(0, embeddingLength), sliceKey, drawSeed);
    built = true;
    Provenance provenance =
        new Provenance(
            (clock == null ? InstantSource.system() : clock).instant(),
            LibraryVersion.CURRENT,
            sources.isEmpty() ? seen + " observations" : String.join("; ", sources),
            policy(),
            Optional.ofNullable(embedder).map(Embedder::provenance),
            embeddedReduced,
            seen,
            Map.copyOf(flaws));
    Baseline baseline =
        new Baseline(
            new Baseline.Parts(
                name,
                provenance,
                sliceKey,
                Math.max(0, embeddingLength),
                Math.max(0, logitsLength),
                length,
                drawSeed,
                split.mahalanobis(),
                split.references()));
    CalibrationLog.tell(baseline);
    return baseline;
  }

  /** Two windows must fit into the rows that nothing was fitted on. */
  static void checkWindow(int observations, Slice slice, int rows) {
    if (observations < MINIMUM_WINDOW || 2 * observations > rows) {
      throw new IllegalArgumentException(
          "window: "
              + observations
              + " (expected: "
              + MINIMUM_WINDOW
              + " .. "
              + rows / 2
              + ", half of the "
              + rows
              + " observations of slice "
              + slice
              + " that are kept for comparison)");
    }
  }
}
