package io.virk.baseline;

import io.virk.baseline.build.BaselineAssembly;
import io.virk.baseline.build.BaselineIntake;
import io.virk.baseline.build.BaselineSettings;
import io.virk.baseline.build.CalibrationLog;
import io.virk.baseline.build.PictureChoice;
import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.content.ContentParts;
import io.virk.baseline.facts.BaselineProgress;
import io.virk.baseline.facts.StatedModel;
import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.Detector;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.image.CapturePolicy;
import io.virk.image.ImageFolder;
import io.virk.image.Redactor;
import io.virk.image.TensorFormat;
import io.virk.internal.Durations;
import io.virk.internal.Settings;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import io.virk.signal.Signal;
import io.virk.signal.SignalSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Builds a {@link Baseline}. Settings first, each at most once; then observations, in the order in
 * which they were taken; then {@link #build()}. What is wrong with the settings is told together,
 * as an IllegalArgumentException, when the first observation is added or the first other thing is
 * done with them. Not thread-safe.
 *
 * <p>Every image is reduced by the capture policy before anything is computed, exactly as a monitor
 * reduces it, embedded in batches where it has no embedding of its own, and not kept but for a few
 * samples a slice on which the signatures of physical causes are measured.
 *
 * <p>A quarter of the observations fits models, a half is the reference, a quarter calibrates.
 * Where observations name their source (a video, a folder, a product) no source is split; the
 * others are split by runs of neighbours.
 *
 * <p>Memory: 130 + 4 d bytes an observation, d the length of an embedding: 100,000 of d = 512 build
 * in a heap of 1 GB.
 */
public final class BaselineBuilder {
  /** Observations of a window unless another length is set. */
  public static final int DEFAULT_WINDOW = 32;

  private static final int MINIMUM_WINDOW = 8;

  private final BuilderSettings set;
  private final Settings checks;

  BaselineBuilder(BuilderSettings set) {
    this.set = set;
    this.checks = set.checks;
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
    set.embedder(value);
    return this;
  }

  /**
   * States the model of a host that hands over its own embeddings or logits. A monitor compares it
   * with what its own host states.
   *
   * @param sha256 SHA-256 of the model file, 64 lower-case hexadecimal digits
   * @param preprocessing the steps from a frame to the model's input: words that are equal exactly
   *     if the steps are; or, to agree with an embedder of virk-embed, a JSON object of which the
   *     fields that both have are compared, {@code "{\"transform\": " + transform.toJson() + "}"};
   *     not blank
   * @return this
   */
  public BaselineBuilder model(String sha256, String preprocessing) {
    Objects.requireNonNull(preprocessing, "preprocessing");
    set.once("model", sha256);
    set.model = checks.valid("model.", () -> new StatedModel(sha256, preprocessing));
    return this;
  }

  /**
   * Says that every image is what the model sees, read back from an input tensor of one format;
   * without this the first image decides. Images in pixels and in tensors never mix.
   *
   * @param value layout, size and normalisation
   * @return this
   */
  public BaselineBuilder tensor(TensorFormat value) {
    set.tensor = set.once("tensor", value);
    set.tensorText = value.toString();
    return this;
  }

  /**
   * Learns how causes move the embedding, too, not the image signals alone: each happens at three
   * severities to at most 64 images, some ten thousand embeddings in all. Of photos the cause of a
   * fault of severity 5 then stands first in 98.9 % instead of 96.9 %, of slighter ones as often as
   * without (virk-bench/causes.md). It needs an embedder; embeddings that the host hands over
   * cannot be changed so. A refresh of such a baseline does so, too; a merged one does not know it.
   *
   * @return this
   */
  public BaselineBuilder causesEmbedded() {
    set.embedsCauses = set.once("causesEmbedded", true);
    return this;
  }

  /**
   * Says that byte-identical observations are part of the scene, as with a camera that is dark at
   * night. Otherwise a copy of an observation of another part (fit, reference, calibration) is left
   * out and counted, and more than 1 % of them are refused: copies make a baseline look better
   * known than it is.
   *
   * @return this
   */
  public BaselineBuilder repeatsAllowed() {
    set.repeats = set.once("repeatsAllowed", true);
    return this;
  }

  /**
   * Tells how far the building is: at the begin and end of each phase, and twice a second between.
   *
   * @param listener called by the thread that adds and builds
   * @return this
   */
  public BaselineBuilder progress(Consumer<BaselineProgress> listener) {
    set.progress = set.once("progress", listener);
    return this;
  }

  /**
   * Adds a signal that the host measures itself and hands over by its name, here and in the
   * service, with {@code signal(..)} or {@code category(..)}. May be called more than once.
   *
   * @param signal {@code ScalarSignal.ofHost} or {@code CategoricalSignal.ofHost}, as it is to be
   * @return this
   */
  public BaselineBuilder signal(Signal signal) {
    set.open("signal");
    set.signals.add(Objects.requireNonNull(signal, "signal"));
    return this;
  }

  /**
   * Declares an output of the model beside embedding and logits, which observations here and in the
   * service then bring: probabilities, scores, boxes or a mask. Once for each kind.
   *
   * @param value what it looks like
   * @return this
   */
  public BaselineBuilder output(Output value) {
    set.output(Objects.requireNonNull(value, "output"));
    return this;
  }

  /**
   * Adds a source of signals of the host's own. May be called more than once. The monitor is given
   * the same one: without it the signals are kept and not judged.
   *
   * @param source derives signals from observations
   * @return this
   */
  public BaselineBuilder source(SignalSource source) {
    set.open("source");
    set.sources.add(Objects.requireNonNull(source, "source"));
    return this;
  }

  /**
   * Sets how large images are kept; default {@link CapturePolicy#DEFAULT}.
   *
   * @param value the policy
   * @return this
   */
  public BaselineBuilder capturePolicy(CapturePolicy value) {
    set.capturePolicy = set.once("capturePolicy", value);
    return this;
  }

  /**
   * Gives every value of a tag a reference of its own, as far as it has enough observations; the
   * thousand largest, where there are more.
   *
   * @param key name of the tag, for example "camera"
   * @return this
   */
  public BaselineBuilder sliceBy(String key) {
    set.sliceKey = set.once("sliceBy", key);
    checks.notBlank("sliceBy", key);
    return this;
  }

  /**
   * Declares a tag as the context: night is not a drift from day, nor product B from product A.
   * Every value of the tag gets references of its own, and windows are kept for each context by
   * itself, so that their mix does not matter. Before the first observation.
   *
   * @param key name of the tag, for example "daylight"; not that of {@link #sliceBy}
   * @return this
   */
  public BaselineBuilder context(String key) {
    set.contextKey = set.once("context", key);
    checks.notBlank("context", key);
    return this;
  }

  /**
   * Sets the length of the windows that will be compared; default {@link #DEFAULT_WINDOW}.
   *
   * @param observations &ge; 8
   * @return this
   */
  public BaselineBuilder window(int observations) {
    set.window = set.once("window", observations);
    checks.range("window", observations, MINIMUM_WINDOW, Integer.MAX_VALUE);
    return this;
  }

  /**
   * Sets the seed of the calibration; default 42.
   *
   * @param value any number; the same seed and observations give the same baseline
   * @return this
   */
  public BaselineBuilder seed(long value) {
    set.seed = set.once("seed", value);
    return this;
  }

  /**
   * Sets the clock that dates the baseline; default the system's.
   *
   * @param value a clock
   * @return this
   */
  public BaselineBuilder clock(InstantSource value) {
    set.clock = set.once("clock", value);
    return this;
  }

  /**
   * Sets the detectors that will compare windows; default {@link Detector#standard()}. Every one
   * takes its share of the false alarms that are allowed; with "mmd" comes "random-feature-mmd",
   * which judges in its place where a slice keeps no embeddings. Detectors of your own are recorded
   * by name: reading the file back takes them again, {@link Baseline#load(Path, List)}.
   *
   * @param values at least one, no two of one name nor of the name of one of VIRK's that it is not;
   *     names are lower-case words joined by hyphens
   * @return this
   */
  public BaselineBuilder detectors(Detector... values) {
    set.once("detectors", values);
    set.detectors = checks.valid(() -> DetectorChoice.of(values));
    return this;
  }

  /**
   * Adds causes of the host's own to those that VIRK knows: each is applied to sample images, and a
   * drift that looks like it is told in its words. In the file they are names: {@link
   * Baseline#withCauses} says what they mean once it is read back.
   *
   * @param own at least one; as {@link Causes#with} asks for
   * @return this
   */
  public BaselineBuilder causes(Cause... own) {
    set.once("causes", own);
    set.causes = checks.valid(() -> Causes.with(Arrays.asList(own)));
    return this;
  }

  /**
   * Keeps some pictures in the baseline, to be shown beside those of incidents: of the 16 slices
   * that came first, of a {@link #learner}'s the first 4; the log says where others go without.
   * Default none, for whoever has the file then has them. 16 MB in all.
   *
   * <p>Whatever is chosen here, the file has of each camera that stands still, of 256 at most, a
   * small gray mean picture of what it sees, by which a motion is measured. It does not pass
   * through the redactor.
   *
   * @param ofASlice 1 .. 16
   * @param redactor makes of each what may be kept; {@link Redactor#NONE} to keep them as they are
   * @return this
   */
  public BaselineBuilder pictures(int ofASlice, Redactor redactor) {
    Objects.requireNonNull(redactor, "redactor");
    set.pictures = set.once("pictures", new PictureChoice(ofASlice, redactor));
    checks.range("pictures", ofASlice, 1, 16);
    return this;
  }

  /**
   * Adds the images of a folder, in its order, which is to be that of time if they have one. With
   * {@link #sliceBy}, an image in a sub-folder carries the sub-folder's name as its tag, and a
   * folder that is read by name gives the images of all sub-folders {@linkplain
   * ImageFolder#sideBySide side by side}, as their cameras send them. Unreadable files are skipped
   * and counted; one line of the log says at the end of {@link #build} what became of all files.
   *
   * @param folder the images, in time order if they have one
   * @return this
   * @throws IllegalArgumentException if not one of its files could be read
   * @throws EmbedderException if the embedder fails
   */
  public BaselineBuilder images(ImageFolder folder) {
    return images(folder, path -> null);
  }

  /**
   * Adds the images of a folder, as {@link #images(ImageFolder)}, and says what each was taken
   * from.
   *
   * @param folder the images, in time order if they have one
   * @param sourceOf from the path of an image within the folder to its source, for example its
   *     video; null for none
   * @return this
   * @throws IllegalArgumentException if not one of its files could be read
   * @throws EmbedderException if the embedder fails
   */
  public BaselineBuilder images(ImageFolder folder, Function<Path, String> sourceOf) {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(sourceOf, "sourceOf");
    return images(
        set.sideBySide(folder),
        (path, observation) -> {
          set.tag(path, observation);
          String source = sourceOf.apply(path);
          if (source != null) {
            observation.source(source);
          }
        });
  }

  /**
   * Adds the images of a folder, as {@link #images(ImageFolder)}, and says of each what its path
   * tells: its tags, its source, its time.
   *
   * @param folder the images, in time order if they have one; those of several cameras {@linkplain
   *     ImageFolder#sideBySide side by side}
   * @param named is given the path of an image within the folder, and its observation, which has
   *     the image and no tag yet
   * @return this
   * @throws IllegalArgumentException if not one of its files could be read
   * @throws EmbedderException if the embedder fails
   */
  public BaselineBuilder images(ImageFolder folder, BiConsumer<Path, Observation.Builder> named) {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(named, "named");
    set.images(folder, named);
    return this;
  }

  /**
   * Adds the observations that a Python job wrote as NumPy arrays.
   *
   * @param arrays one row an observation, in time order if they have one
   * @return this
   * @throws IllegalArgumentException if a file is no array, the arrays do not fit together, or they
   *     are of another model than this builder's; the message names the file and the rule. Nothing
   *     has been added if a header is wrong.
   */
  public BaselineBuilder arrays(NumpyArrays arrays) {
    Objects.requireNonNull(arrays, "arrays");
    set.arrays(arrays);
    return this;
  }

  /**
   * Adds one observation.
   *
   * @param observation what the model saw on reference data; its arrays may be reused after the
   *     call
   * @return this
   * @throws IllegalArgumentException if its image is of another kind (pixels, tensors of a format)
   *     than the images before
   * @throws EmbedderException if the embedder fails
   */
  public BaselineBuilder add(Observation observation) {
    Objects.requireNonNull(observation, "observation");
    set.intake().add(observation, BaselineProgress.UNKNOWN);
    return this;
  }

  /**
   * Adds the sample of more observations than one JVM can hold.
   *
   * @param sample merged of all partitions. Not modified.
   * @return this
   * @throws IllegalArgumentException as {@link #add(Observation)}
   */
  public BaselineBuilder add(PartialBaseline sample) {
    Objects.requireNonNull(sample, "sample");
    set.sample(sample);
    return this;
  }

  /**
   * Learns the baseline from live observations instead: takes over the settings of this builder,
   * which then takes nothing more.
   *
   * @param observations needed at least; &ge; 128 and &ge; 4 windows
   * @param atLeast the time that they must span, &ge; 0; a day, if the scene changes with the light
   * @return a learner in the state {@link LearningState#COLLECTING}
   * @throws IllegalStateException if this builder has been given observations
   */
  public BaselineLearner learner(long observations, Duration atLeast) {
    Objects.requireNonNull(atLeast, "atLeast");
    if (set.intake != null || set.built) {
      throw new IllegalStateException("the builder has observations of its own");
    }
    BaselineSettings settings = set.settings();
    int least = BaselineLearner.rowsNeeded(settings.window());
    if (observations < least) {
      throw new IllegalArgumentException(
          "observations: "
              + observations
              + " (expected: >= "
              + least
              + " for windows of "
              + settings.window()
              + ")");
    }
    if (atLeast.isNegative()) {
      throw new IllegalArgumentException(
          "atLeast: " + Durations.exact(atLeast) + " (expected: >= 0)");
    }
    set.built = true;
    return new BaselineLearner(settings, observations, atLeast);
  }

  /**
   * Splits, fits, calibrates and freezes. Logs how many detectors could be calibrated, and why the
   * others could not.
   *
   * @return the baseline
   * @throws IllegalArgumentException if there are too few observations for the window, fewer than
   *     three sources, or too many copies
   */
  public Baseline build() {
    BaselineIntake all = set.intake();
    all.flush();
    if (set.lengths.embedding() > 0 && !all.collector().hasEmbeddings()) {
      throw new IllegalArgumentException(
          "observations: without an embedding (expected: embeddings of length "
              + set.lengths.embedding()
              + ", as the parent has; hand them over, or set the embedder)");
    }
    BaselineSettings settings = set.settings();
    ContentParts parts =
        BaselineAssembly.of(
            settings,
            all.collector(),
            new BaselineAssembly.Intaken(
                set.origin(all),
                all.tensor(),
                all.signals().schema(),
                all.signals().logitsLength(),
                all.embeddedReduced(),
                all.seen(),
                set.flaws(all)));
    set.built = true;
    Baseline baseline = new Baseline(parts, settings.causes()).judgedBy(settings.ownSources());
    CalibrationLog.tellIntake(baseline.name(), all, settings.sliceKey(), set.readings);
    CalibrationLog.tell(baseline.content());
    return baseline;
  }
}
