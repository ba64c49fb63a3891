package io.virk.baseline;

import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.compare.BaselineComparison;
import io.virk.baseline.compare.BaselineMerge;
import io.virk.baseline.compare.HeldBackWindows;
import io.virk.baseline.content.Content;
import io.virk.baseline.content.ContentParts;
import io.virk.baseline.content.EmbeddingModel;
import io.virk.baseline.content.FitnessModel;
import io.virk.baseline.content.Reference;
import io.virk.baseline.facts.BaselineDiff;
import io.virk.baseline.facts.ErrorProfile;
import io.virk.baseline.facts.NullReport;
import io.virk.baseline.facts.Provenance;
import io.virk.baseline.file.BaselineFile;
import io.virk.baseline.file.MalformedFile;
import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.Detector;
import io.virk.detect.Slice;
import io.virk.signal.Output;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import io.virk.stats.kernel.RandomFourierFeatures;
import io.virk.stats.ood.Mahalanobis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * The frozen summary of every signal on reference data, with its calibration and provenance.
 * Immutable, thread-safe.
 *
 * <p>Memory: about 100 + 4 d bytes an observation kept, twice; at most 2,000 observations a slice
 * are kept. Of the model of embeddings 16 d (d + c) bytes, c the means of classes, and of random
 * features 1.5 d kB.
 */
public final class Baseline {
  private final Content content;
  private final List<Cause> causes;

  /** Sources of signals that are not VIRK's. */
  private final List<SignalSource> own;

  private final List<String> classNames;

  Baseline(ContentParts parts, List<Cause> causes) {
    this(new Content(parts, BaselineFile.hash(parts)), causes, List.of(), List.of());
  }

  private Baseline(
      Content content, List<Cause> causes, List<SignalSource> own, List<String> classNames) {
    this.content = content;
    this.causes = causes;
    this.own = own;
    this.classNames = classNames;
  }

  /** What stands behind it, for VIRK's own packages: nothing that a host needs. */
  @SuppressWarnings("exports")
  public Content content() {
    return content;
  }

  /**
   * Starts a baseline.
   *
   * @param name what it is called in events and files, not empty
   * @return its builder
   */
  public static BaselineBuilder builder(String name) {
    return new BaselineBuilder(new BuilderSettings(name));
  }

  /**
   * Reads a baseline. The file is checked whole: format, version, sizes, checksums.
   *
   * @param file a file that {@link #save} wrote
   * @return the baseline
   * @throws BaselineFormatException if the file is truncated, foreign, damaged or of a newer
   *     version; the message names the file and the entry
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Baseline load(Path file) {
    return load(file, List.of());
  }

  /**
   * Reads a baseline that was calibrated with detectors of your own: in the file they are names.
   *
   * @param file a file that {@link #save} wrote
   * @param own the detectors that are not VIRK's; more than the file names do no harm
   * @return the baseline
   * @throws BaselineFormatException as {@link #load(Path)}, and if the file names another detector
   * @throws IllegalArgumentException if two of them have one name, or one has that of one of VIRK's
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Baseline load(Path file, List<Detector> own) {
    DetectorChoice known = new DetectorChoice(own);
    try {
      return new Baseline(BaselineFile.read(file, known), Causes.all(), List.of(), List.of());
    } catch (MalformedFile e) {
      throw new BaselineFormatException(e.getMessage(), e);
    }
  }

  /**
   * The same baseline, with the causes that the host added when it was built; others in its file
   * are told by their names. Before {@link #refresh}, which measures those that are known.
   *
   * @param own causes that are not VIRK's; more than the file names do no harm
   * @return a baseline of the same hash
   * @throws IllegalArgumentException as {@link Causes#with}
   */
  public Baseline withCauses(Cause... own) {
    return new Baseline(content, Causes.with(Arrays.asList(own)), this.own, classNames);
  }

  /**
   * The same baseline, with names of predicted classes for words: in its file they are numbers.
   *
   * @param names of the classes 0, 1, 2 ...; others are told by number
   * @return a baseline of the same hash
   */
  public Baseline withClassNames(List<String> names) {
    return new Baseline(content, causes, own, List.copyOf(names));
  }

  /** The names of predicted classes, as {@link #withClassNames} has them. */
  public List<String> classNames() {
    return classNames;
  }

  /** The causes that can be told in words: VIRK's, then the host's own. */
  public List<Cause> causes() {
    return causes;
  }

  /**
   * Writes this baseline: a zip of a JSON manifest and NumPy arrays. The file appears whole or not
   * at all; the same baseline gives the same bytes.
   *
   * @param file where to; replaced if it exists
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void save(Path file) {
    BaselineFile.write(content.parts(), file);
  }

  /**
   * The same baseline, calibrated for windows of another length. It keeps the hash, for it is made
   * of that file and a number alone: whatever is judged with it names the file on disk. Saved, it
   * is a file of its own, and what is loaded from that has the hash of that.
   *
   * @param observations of a window, &ge; 8
   * @return this, if that is its own
   * @throws IllegalArgumentException if a window is longer than half of any slice's rows
   */
  public Baseline withWindow(int observations) {
    return observations == window()
        ? this
        : new Baseline(
            new Content(content.parts().withWindow(observations), hash(), content.notJudged()),
            causes,
            own,
            classNames);
  }

  /**
   * Starts a new version of this baseline, from validated production data: a builder with the same
   * name, window, slices, contexts, detectors, capture policy, model and seed, and with this
   * baseline as its parent. Add observations and build; {@link #compareWith} then says what moved.
   * Where this baseline was built with an embedder, set the same one if images are added;
   * embeddings that are added are taken as its.
   *
   * @return a builder whose settings cannot be changed but for embedder, clock, progress and
   *     repeats
   */
  public BaselineBuilder refresh() {
    return new BaselineBuilder(new BuilderSettings(this));
  }

  /**
   * Makes one baseline of this one and another of the same model: say of two lines, or of last
   * month's. Rows are pooled, evenly thinned to what a baseline keeps, and calibrated anew; the
   * models of embeddings are joined, each weighted with the embeddings behind it; rows of a slice
   * that only one of them has a reference of are kept as they are.
   *
   * <p>The order does not matter, for the one created earlier always comes first, and gives the
   * name and the seed. It is not associative to the last digit, because of the thinning.
   *
   * @param other of the same model, preprocessing, capture policy, tensor format, slice and context
   *     key, window and detectors
   * @return a new baseline whose parents are both
   * @throws IllegalArgumentException if anything of that differs; the message lists all that does
   */
  public Baseline merge(Baseline other) {
    Objects.requireNonNull(other, "other");
    Map<String, Cause> known = new LinkedHashMap<>();
    causes.forEach(c -> known.put(c.name(), c));
    other.causes.forEach(c -> known.putIfAbsent(c.name(), c));
    return new Baseline(BaselineMerge.of(content, other.content), List.copyOf(known.values()))
        .withClassNames(classNames.isEmpty() ? other.classNames : classNames);
  }

  /**
   * How far another baseline is apart from this one: which signals moved, how thresholds changed,
   * and which share of the other's windows this one would call a drift, before anything alarms.
   *
   * @param other of a model with embeddings and logits of the same lengths
   * @return the difference, as seen from this baseline
   * @throws IllegalArgumentException if the lengths differ
   */
  public BaselineDiff compareWith(Baseline other) {
    return BaselineComparison.of(content, Objects.requireNonNull(other, "other").content);
  }

  /**
   * What the null distributions promise, and what held-back reference data gave. Computed anew at
   * each call, which costs about as much as the calibration did; deterministic.
   *
   * @return the report
   */
  public NullReport nullReport() {
    return HeldBackWindows.report(content);
  }

  /**
   * Makes what judges one frame at a time, so that a host may abstain. Takes up to some seconds.
   *
   * @param share of clean data that is fit, in (0, 1); the baseline is to have 1 / (1 - share)
   *     observations at least, 100 for 0.99
   * @return what checks are made of, for any thread
   * @throws IllegalArgumentException if it has fewer, or nothing to judge by
   */
  public Fitness fitness(double share) {
    return new Fitness(FitnessModel.of(content.parts(), share));
  }

  /**
   * The name.
   *
   * @return not empty
   */
  public String name() {
    return content.parts().name();
  }

  /**
   * Where it comes from.
   *
   * @return the provenance
   */
  public Provenance provenance() {
    return content.parts().provenance();
  }

  /**
   * What tells it from every other baseline.
   *
   * @return SHA-256 of its content, 64 lower-case hexadecimal digits
   */
  public String hash() {
    return content.hash();
  }

  /**
   * The tag by which it was sliced.
   *
   * @return the tag's name, or empty
   */
  public Optional<String> sliceKey() {
    return Optional.ofNullable(content.parts().sliceKey());
  }

  /**
   * The tag that is declared as the context.
   *
   * @return the tag's name, or empty
   */
  public Optional<String> contextKey() {
    return Optional.ofNullable(content.parts().contextKey());
  }

  /**
   * The contexts that it has seen often enough to compare with.
   *
   * @return values of the context's tag; empty without contexts
   */
  public SortedSet<String> contexts() {
    return content.contexts();
  }

  /**
   * Its signals.
   *
   * @return the ordered list by which tables, files and words go
   */
  public SignalSchema schema() {
    return content.parts().schema();
  }

  /**
   * What derives its signals.
   *
   * @return VIRK's that it needs, and those of the host's own that are known
   */
  public List<SignalSource> sources() {
    return SignalSources.of(schema(), logitsLength(), outputs(), mahalanobis().orElse(null), own);
  }

  /**
   * The same baseline, of which only signals are judged that somebody derives: VIRK's sources,
   * those that it was built with in this program, and these. The other signals are kept, and take
   * no share of the false alarms.
   *
   * @param more sources that are not VIRK's
   * @return a baseline of the same hash
   */
  public Baseline judgedBy(List<SignalSource> more) {
    List<SignalSource> known = new ArrayList<>(more);
    for (SignalSource source : own) {
      if (more.stream().noneMatch(s -> s.name().equals(source.name()))) {
        known.add(source);
      }
    }
    Content judged = content.judgedBy(known);
    return new Baseline(judged, causes, List.copyOf(known), classNames);
  }

  /**
   * The signals that are kept and not judged, for nothing derives them.
   *
   * @return their names; empty unless {@link #judgedBy} found any
   */
  public Set<String> notJudged() {
    return content.notJudged();
  }

  /** The length of an embedding; 0 if embeddings are not monitored. */
  public int embeddingLength() {
    return schema().embeddingLength();
  }

  /** The number of classes of the logits; 0 if logits are not monitored. */
  public int logitsLength() {
    return content.parts().logitsLength();
  }

  /**
   * The outputs of the host's model beside embedding and logits.
   *
   * @return as the builder was told, each kind once
   */
  public List<Output> outputs() {
    return content.parts().outputs();
  }

  /**
   * How the model erred on the observations that were labelled: what labels of live ones are
   * compared with. Of a model's own training data it would be too good.
   *
   * @return empty if fewer than 100 had a label, a predicted class and logits
   */
  public Optional<ErrorProfile> errors() {
    return Optional.ofNullable(content.parts().errors());
  }

  /** The length of the windows it is calibrated for, observations. */
  public int window() {
    return content.parts().window();
  }

  /** The seed of its calibration. */
  public long seed() {
    return content.parts().seed();
  }

  /**
   * The model of its embeddings: with the means of the classes where every observation that fits
   * models has a label or a predicted class, of two or more, each 16 times; otherwise with one mean
   * of all.
   *
   * @return the fitted model, or empty if embeddings are not monitored
   */
  public Optional<Mahalanobis> mahalanobis() {
    return content.mahalanobis();
  }

  /**
   * The classes whose means the model of the embeddings has, in its order.
   *
   * @return rising; empty if it has one mean of all, or there is none
   */
  public int[] embeddingClasses() {
    EmbeddingModel model = content.parts().model();
    return model == null ? new int[0] : model.classes().clone();
  }

  /**
   * The random features of its embeddings, for slices that keep none.
   *
   * @return from an embedding to its features; empty if embeddings are not monitored, or not by MMD
   */
  public Optional<RandomFourierFeatures> randomFeatures() {
    return Optional.ofNullable(content.parts().features());
  }

  /**
   * What the windows of a slice are compared with.
   *
   * @param slice any slice
   * @return the slice's own reference if the baseline has enough of its observations, otherwise
   *     that of all of its context, and without that the one of all
   */
  @SuppressWarnings("exports") // for VIRK's own packages, too
  public Reference reference(Slice slice) {
    return content.reference(slice);
  }

  /**
   * The slices that have a reference of their own.
   *
   * @return {@link Slice#ALL} first
   */
  public List<Slice> slices() {
    return content.slices();
  }

  @Override
  public String toString() {
    return content.toString();
  }
}
