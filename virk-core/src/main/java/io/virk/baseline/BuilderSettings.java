package io.virk.baseline;

import io.virk.baseline.build.BaselineIntake;
import io.virk.baseline.build.BaselineSettings;
import io.virk.baseline.build.PictureChoice;
import io.virk.baseline.build.ProgressTicker;
import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.baseline.facts.BaselineProgress;
import io.virk.baseline.facts.Provenance;
import io.virk.baseline.facts.StatedModel;
import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.image.CapturePolicy;
import io.virk.image.ImageFolder;
import io.virk.image.TensorFormat;
import io.virk.internal.Preprocessings;
import io.virk.internal.Settings;
import io.virk.signal.Flaw;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a builder of a baseline has been told, until it is checked as a whole. Not thread-safe. */
final class BuilderSettings {
  /** What a refresh may set for itself. */
  private static final Set<String> FREE_IN_REFRESH =
      Set.of(
          "embedder",
          "clock",
          "progress",
          "repeatsAllowed",
          "source",
          "pictures",
          "causesEmbedded");

  final Settings checks = new Settings();
  final String name;
  final List<String> origins = new ArrayList<>();

  /** What became of folders and arrays that were read, in words. */
  final List<String> readings = new ArrayList<>();

  final List<Signal> signals = new ArrayList<>();
  final List<Output> outputs = new ArrayList<>();
  final List<SignalSource> sources = new ArrayList<>();
  Set<String> parentSources = Set.of();
  final Map<String, Long> flaws = new TreeMap<>();
  Embedder embedder;
  EmbedderProvenance embeddedBy;
  StatedModel model;
  TensorFormat tensor;
  String tensorText;
  CapturePolicy capturePolicy;
  String sliceKey;
  String contextKey;
  Integer window;
  Long seed;
  InstantSource clock;
  DetectorChoice detectors;
  List<Cause> causes;
  Boolean repeats;
  Boolean embedsCauses;
  boolean embedsCausesAsParent;
  PictureChoice pictures;
  Consumer<BaselineProgress> progress;
  List<String> parents = List.of();
  BaselineSettings.Lengths lengths = BaselineSettings.Lengths.UNKNOWN;
  BaselineIntake intake;
  boolean built;

  BuilderSettings(String name) {
    this.name = Objects.requireNonNull(name, "name");
    checks.name("name", name);
  }

  /** With all that a parent fixes. */
  BuilderSettings(Baseline parent) {
    Provenance provenance = parent.provenance();
    name = parent.name();
    embeddedBy = provenance.embedder().orElse(null);
    model = provenance.model().orElse(null);
    tensorText = provenance.tensor().orElse(null);
    capturePolicy = provenance.capturePolicy();
    sliceKey = parent.sliceKey().orElse(null);
    contextKey = parent.contextKey().orElse(null);
    window = parent.window();
    seed = parent.seed();
    causes = parent.causes();
    detectors = parent.content().parts().detectors().orStandard();
    parents = List.of(parent.hash());
    embedsCausesAsParent = parent.content().parts().directions() != null;
    signals.addAll(parent.schema().of(SignalSources.HOST));
    outputs.addAll(parent.outputs());
    parentSources =
        parent.schema().signals().stream().map(Signal::source).collect(Collectors.toSet());
    lengths =
        new BaselineSettings.Lengths(
            parent.embeddingLength() == 0 ? -1 : parent.embeddingLength(),
            parent.logitsLength() == 0 ? -1 : parent.logitsLength());
  }

  /** Sets what embeds; it is to be the parent's, if there is one. */
  void embedder(Embedder value) {
    embedder = once("embedder", value);
    if (embeddedBy != null
        && !(embeddedBy.modelSha256().equals(value.provenance().modelSha256())
            && Preprocessings.same(
                embeddedBy.preprocessing(), value.provenance().preprocessing()))) {
      checks.wrong("embedder", value.provenance(), embeddedBy + ", the parent's");
    }
  }

  /** The value of a setting that may be made once, and only before the first observation. */
  <T> T once(String setting, T value) {
    open(setting);
    return checks.once(setting, value);
  }

  /** Whether a setting may still be made. */
  void open(String setting) {
    if (intake != null || built) {
      throw new IllegalStateException(setting + " must be set before the first observation");
    }
    if (!parents.isEmpty() && !FREE_IN_REFRESH.contains(setting)) {
      checks.problem(setting + " is the parent's");
    }
  }

  /** The sub-folder is the slice. */
  void tag(Path path, Observation.Builder observation) {
    if (sliceKey != null && path.getParent() != null) {
      observation.tag(sliceKey, camera(path));
    }
  }

  /** One camera after the other, a folder would be a stream that changes its camera once. */
  ImageFolder sideBySide(ImageFolder folder) {
    return sliceKey != null && folder.order() == ImageFolder.Order.NAME
        ? folder.sideBySide(BuilderSettings::camera)
        : folder;
  }

  private static String camera(Path path) {
    Path parent = path.getParent();
    return parent == null ? "" : parent.getName(0).toString();
  }

  /** Adds the images of a folder; what their paths say of them is added to each. */
  void images(ImageFolder folder, BiConsumer<Path, Observation.Builder> named) {
    BaselineIntake taken = intake();
    int readable = 0;
    for (ImageFolder.Entry entry : folder) {
      Observation.Builder observation =
          Observation.builder().sequence(taken.seen()).image(entry.frame());
      named.accept(entry.path(), observation);
      taken.add(observation.build(), folder.size());
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
      flaws.merge(Flaw.UNREADABLE_IMAGE.name(), (long) unreadable, Long::sum);
    }
    origins.add(
        "folder " + folder.name() + ", " + readable + Provenance.IMAGES + folder.order().inWords());
    readings.add(folder.inWords());
  }

  /** Adds what was kept of partitions. */
  void sample(PartialBaseline sample) {
    BaselineIntake taken = intake();
    sample.observations().forEach(o -> taken.add(o, sample.kept()));
    origins.add(
        sample.kept() + " of " + sample.seen() + " observations, a sample of runs of neighbours");
  }

  /** Adds the rows of arrays. */
  void arrays(NumpyArrays arrays) {
    settings(); // what is wrong with them is told before any file is read
    if (arrays.model() != null) {
      model(ModelFile.read(arrays.model()), arrays.model());
    }
    arrays.checkOutputs(outputs);
    long first = intake == null ? 0 : intake.seen();
    long[] total = new long[1];
    arrays.read(
        sliceKey,
        contextKey,
        first,
        new NumpyArrays.Sink() {
          @Override
          public void rows(long rows) {
            total[0] = rows;
          }

          @Override
          public void accept(Observation observation) {
            intake().add(observation, first + total[0]);
          }
        });
    origins.add(arrays.inWords(total[0]));
    readings.add(arrays.inWords(total[0]));
  }

  /** The model of arrays: this builder's, or it becomes it. */
  private void model(StatedModel given, Path file) {
    StatedModel own =
        embeddedBy == null && embedder == null
            ? model
            : stated(embedder == null ? embeddedBy : embedder.provenance());
    if (own == null && intake == null) {
      model = given;
    } else if (own == null) {
      throw new IllegalStateException(file + " must be read before the first observation");
    } else if (!own.sha256().equals(given.sha256())
        || !Preprocessings.same(own.preprocessing(), given.preprocessing())) {
      throw new IllegalArgumentException(
          "model: " + file + " says " + given + " (expected: " + own + ", the builder's)");
    }
  }

  private static StatedModel stated(EmbedderProvenance embedder) {
    return new StatedModel(embedder.modelSha256(), embedder.preprocessing());
  }

  /** What was given, in words. */
  String origin(BaselineIntake all) {
    return origins.isEmpty() ? all.seen() + " observations" : String.join("; ", origins);
  }

  /** What could not be used, of files and of observations. */
  Map<String, Long> flaws(BaselineIntake all) {
    Map<String, Long> sums = new TreeMap<>(flaws);
    all.flaws().forEach((flaw, count) -> sums.merge(flaw, count, Long::sum));
    return sums;
  }

  /** Declares an output, of each kind at most one. */
  void output(Output value) {
    open("output");
    if (outputs.stream().anyMatch(o -> o.getClass() == value.getClass())) {
      checks.problem("output: " + value.name() + ", a second time (expected: each once)");
    } else {
      outputs.add(value);
    }
  }

  /** What takes the observations; the first call settles the settings. */
  BaselineIntake intake() {
    if (built) {
      throw new IllegalStateException("the baseline is built already");
    }
    if (intake == null) {
      intake = new BaselineIntake(settings());
    }
    return intake;
  }

  /** What was set, once it is known to be right. */
  BaselineSettings settings() {
    Settings all = new Settings();
    all.problems(checks);
    if (embedsCauses != null && embedder == null) {
      all.problem("causesEmbedded needs an embedder (expected: embedder(..), too)");
    }
    if (checks.has("embedder") && checks.has("model")) {
      all.problem("model is stated, but the embedder says what it is");
    }
    if (contextKey != null && contextKey.equals(sliceKey)) {
      all.wrong("context", '"' + contextKey + '"', "another tag than that of sliceBy");
    }
    List<SignalSource> derived = sources(all);
    all.throwIfAny("the baseline cannot be built");
    return new BaselineSettings(
        name,
        List.copyOf(outputs),
        derived,
        Optional.ofNullable(embedder),
        Optional.ofNullable(embedder)
            .map(Embedder::provenance)
            .or(() -> Optional.ofNullable(embeddedBy)),
        Optional.ofNullable(model),
        Optional.ofNullable(tensor),
        Optional.ofNullable(tensorText),
        capturePolicy == null ? CapturePolicy.DEFAULT : capturePolicy,
        sliceKey,
        contextKey,
        window == null ? BaselineBuilder.DEFAULT_WINDOW : window,
        seed == null ? 42 : seed,
        detectors == null ? DetectorChoice.STANDARD : detectors,
        causes == null ? Causes.all() : causes,
        embedsCauses != null || embedsCausesAsParent,
        clock == null ? InstantSource.system() : clock,
        repeats != null,
        parents,
        lengths,
        pictures == null ? PictureChoice.NONE : pictures,
        new ProgressTicker(progress, System::nanoTime));
  }

  /** Those beside the image, the logits and the embedding; what is wrong with them is a problem. */
  private List<SignalSource> sources(Settings problems) {
    List<SignalSource> all = new ArrayList<>();
    try {
      all.add(SignalSources.host(signals));
      SignalSources.check(sources);
      all.addAll(sources);
      List<SignalSource> withOurs = new ArrayList<>(all);
      withOurs.add(SignalSources.image());
      withOurs.add(SignalSources.logits(0, outputs));
      withOurs.addAll(SignalSources.outputs(outputs));
      withOurs.add(SignalSources.embedding(0, null));
      SignalSchema.ofSources(withOurs);
    } catch (IllegalArgumentException e) {
      problems.problem(e.getMessage());
    }
    Set<String> missing = new TreeSet<>(parentSources);
    missing.removeAll(SignalSources.names());
    sources.forEach(source -> missing.remove(source.name()));
    if (!missing.isEmpty()) {
      problems.wrong("source", "none", missing + ", from which the parent has signals");
    }
    return all;
  }
}
