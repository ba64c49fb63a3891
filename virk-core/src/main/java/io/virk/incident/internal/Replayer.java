package io.virk.incident.internal;

import com.google.gson.JsonElement;
import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.diagnose.ClassChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Playbook;
import io.virk.embed.Embedder;
import io.virk.engine.Engine;
import io.virk.engine.WindowSizes;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.Exemplar;
import io.virk.event.MonitorEvent;
import io.virk.event.WindowJudged;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentReplay;
import io.virk.incident.IncidentReplay.Difference;
import io.virk.incident.IncidentTape;
import io.virk.internal.LibraryVersion;
import io.virk.internal.Text;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalExtractor;
import io.virk.signal.internal.StoredObservation;
import io.virk.stats.Acceleration;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Drives an engine with what is on a tape, and compares. Used once. */
public final class Replayer {
  private static final int MOST = 1_000;

  private final Incident incident;

  /** Of a forged incident more would take the memory. */
  private static final int MOST_CLASSES = 100_000;

  private final Baseline baseline;
  private final Playbook playbook;
  private final List<SequentialDetector> sequential;
  private final Optional<Embedder> embedder;
  private final List<Difference> differences = new ArrayList<>();
  private final ArrayDeque<WindowJudged> judged = new ArrayDeque<>();
  private final String why;
  private MonitorEvent opening;
  private long observations;
  private int windows;
  private long signals;
  private long skipped;

  /**
   * Prepares.
   *
   * @param incident what was recorded
   * @param baseline that the monitor was given
   * @param playbook that it went by
   * @param sequential among which its sequential detectors are
   * @param embedder computes embeddings and logits again; empty to leave them
   */
  public Replayer(
      Incident incident,
      Baseline baseline,
      Playbook playbook,
      List<SequentialDetector> sequential,
      Optional<Embedder> embedder) {
    this.incident = incident;
    this.baseline = named(baseline, incident);
    this.playbook = playbook;
    this.sequential = List.copyOf(sequential);
    this.embedder = embedder;
    this.why = why(incident.provenance());
  }

  /** Names of classes are the host's, in no baseline's file: those that the incident tells. */
  private static Baseline named(Baseline baseline, Incident incident) {
    if (!baseline.classNames().isEmpty() || incident.diagnosis().isEmpty()) {
      return baseline;
    }
    List<String> names = new ArrayList<>();
    for (ClassChange change : incident.diagnosis().get().classes()) {
      if (!change.name().isEmpty() && change.number() < MOST_CLASSES) {
        while (names.size() <= change.number()) {
          names.add("");
        }
        names.set(change.number(), change.name());
      }
    }
    return baseline.withClassNames(names);
  }

  /** What was different where it was recorded. */
  private static String why(Incident.Provenance of) {
    List<String> why = new ArrayList<>();
    if (!of.version().equals(LibraryVersion.CURRENT)) {
      why.add("VIRK " + of.version() + " then, " + LibraryVersion.CURRENT + " now");
    }
    String kernels = Acceleration.inUse().isVector() ? "vector" : "scalar";
    if (!of.kernels().equals(kernels)) {
      why.add(of.kernels() + " kernels then, " + kernels + " now");
    }
    if (!of.java().equals(Runtime.version().toString())) {
      why.add("Java " + of.java() + " then, " + Runtime.version() + " now");
    }
    return Text.clean(String.join("; ", why), Text.SENTENCE);
  }

  /**
   * Replays.
   *
   * @return what came of it
   * @throws IllegalArgumentException if it is of another baseline, or damaged, or the embedder's
   *     embeddings have another length
   */
  public IncidentReplay replay() {
    IncidentTape.Settings settings = incident.tape().map(IncidentTape::settings).orElse(null);
    if (settings == null) {
      differ("the engine's state", "too large to be kept", "none to begin with", "");
    } else {
      drive(incident.tape().get(), settings);
    }
    recompute();
    Optional<ModelReplay> model =
        embedder.map(e -> new ModelReplay(incident, e, why, this::differ).replay());
    return new IncidentReplay(
        observations,
        windows,
        signals,
        skipped,
        model.map(ModelReplay::embeddings).orElse(0L),
        model.map(ModelReplay::logits).orElse(0L),
        model.map(ModelReplay::notComputed).orElse(List.of()),
        differences);
  }

  private void differ(String what, String recorded, String replayed, String because) {
    if (differences.size() < MOST) {
      differences.add(new Difference(Text.clean(what, Text.SENTENCE), recorded, replayed, because));
    }
  }

  private void drive(IncidentTape tape, IncidentTape.Settings settings) {
    WindowSizes sizes = new WindowSizes(baseline, settings.windows());
    TapeReader.checkBaseline(incident, sizes.full().hash());
    Engine engine =
        new Engine(
            TapeReader.settings(
                incident,
                settings,
                settings.falseAlarms(),
                TapeReader.sequential(settings, sequential),
                playbook),
            sizes);
    IncidentChapter first = incident.history().get(0);
    if (first.drift().isPresent() && first.diagnosis().isPresent()) {
      engine.replay(first.drift().get().number(), first.diagnosis().get().cameras());
    }
    try {
      engine.restore(new DataInputStream(new ByteArrayInputStream(tape.state())), tape.nanos());
      TapeReader.read(tape.inputs(), sizes.full().schema(), new Drive(engine));
    } catch (IOException | RuntimeException e) { // whatever stands in it
      throw new IllegalArgumentException("the recording is damaged: " + Text.message(e), e);
    }
    compareOpening();
  }

  /** Gives an engine what is on a tape, and compares what it says with what it said. */
  private final class Drive implements TapeReader.Listener {
    private final Engine engine;

    Drive(Engine engine) {
      this.engine = engine;
    }

    @Override
    public void time(long nanos) {
      engine.advance(nanos, Replayer.this::told);
    }

    @Override
    public void observed(StoredObservation observation) {
      observations++;
      engine.accept(observation, Replayer.this::told);
    }

    @Override
    public void judged(Slice slice, List<TapeReader.Result> results) {
      compare(slice, results);
    }
  }

  private void told(MonitorEvent event) {
    if (event instanceof WindowJudged window) {
      judged.add(window);
    } else if (event instanceof DriftOpened opened && isRecorded(opened.drift())
        || event instanceof DriftReopened reopened && isRecorded(reopened.drift())) {
      opening = event;
    }
  }

  /** Whether it is the incident's: others may open with the same observation. */
  private boolean isRecorded(Drift drift) {
    return incident.history().get(0).drift().map(d -> d.number() == drift.number()).orElse(false);
  }

  private void compare(Slice slice, List<TapeReader.Result> results) {
    windows++;
    WindowJudged now = judged.poll();
    String window = "window of " + slice;
    if (now == null || !now.slice().equals(slice) || now.results().size() != results.size()) {
      differ(window, "judged", now == null ? "not judged" : "of " + now.slice(), why);
    }
    for (int i = 0; now != null && i < Math.min(results.size(), now.results().size()); i++) {
      compare(window, results.get(i), now.results().get(i));
    }
  }

  private void compare(String window, TapeReader.Result then, DetectionResult now) {
    String of = window + ", " + then.signal() + " by " + then.detector() + ", ";
    compare(of + "statistic", then.statistic(), now.evidence().statistic());
    compare(of + "threshold", then.threshold(), now.evidence().threshold());
    compare(of + "p-value", then.pValue(), now.evidence().pValue());
    compare(of + "effect", then.effect(), now.effect().size());
    if (!then.verdict().equals(now.verdict().name())) {
      differ(of + "verdict", then.verdict(), now.verdict().name(), why);
    }
    if (then.n() != now.sample().n()
        || then.first() != now.sample().bounds().first().sequence()
        || then.last() != now.sample().bounds().last().sequence()) {
      String sample = then.n() + " of " + then.first() + " .. " + then.last();
      differ(of + "sample", sample, now.sample().toString(), why);
    }
  }

  private void compare(String what, double recorded, double replayed) {
    if (Double.doubleToLongBits(recorded) != Double.doubleToLongBits(replayed)) {
      differ(what, Double.toString(recorded), Double.toString(replayed), why);
    }
  }

  private void compareOpening() {
    IncidentChapter first = incident.history().get(0);
    if (first.drift().isEmpty()) {
      return; // the host asked for it
    }
    Drift drift = null;
    Diagnosis diagnosis = null;
    if (opening instanceof DriftOpened opened) {
      drift = opened.drift();
      diagnosis = opened.diagnosis();
    } else if (opening instanceof DriftReopened reopened) {
      drift = reopened.drift();
      diagnosis = reopened.diagnosis();
    }
    if (drift == null) {
      differ("the drift", "opened", "not opened", why);
      return;
    }
    compare("drift", Codec.GSON.toJsonTree(first.drift().get()), Codec.GSON.toJsonTree(drift));
    compare(
        "diagnosis",
        Codec.GSON.toJsonTree(first.diagnosis().orElse(null)),
        Codec.GSON.toJsonTree(diagnosis));
  }

  /** Names the leaves that differ. */
  private void compare(String path, JsonElement recorded, JsonElement replayed) {
    if (recorded.isJsonObject() && replayed.isJsonObject()) {
      Set<String> names = new TreeSet<>(recorded.getAsJsonObject().keySet());
      for (String name : names) {
        JsonElement other = replayed.getAsJsonObject().get(name);
        if (other == null) {
          differ(path + "." + name, "there", "not there", why);
        } else {
          compare(path + "." + name, recorded.getAsJsonObject().get(name), other);
        }
      }
    } else if (recorded.isJsonArray()
        && replayed.isJsonArray()
        && recorded.getAsJsonArray().size() == replayed.getAsJsonArray().size()) {
      for (int i = 0; i < recorded.getAsJsonArray().size(); i++) {
        compare(
            path + "[" + i + "]",
            recorded.getAsJsonArray().get(i),
            replayed.getAsJsonArray().get(i));
      }
    } else if (!recorded.toString().equals(replayed.toString())) {
      boolean ofPlaybook = path.startsWith("diagnosis.step");
      differ(
          path,
          Text.clean(recorded.toString()),
          Text.clean(replayed.toString()),
          ofPlaybook ? "the monitor may have gone by another playbook" : why);
    }
  }

  /** Derives signals again from pixels and outputs, as far as they are there. */
  private void recompute() {
    SignalSchema schema = baseline.schema();
    if (!schema.equals(incident.schema())) {
      differ("signals", incident.schema().toString(), schema.toString(), "");
      return;
    }
    SignalExtractor extractor =
        new SignalExtractor(
            schema,
            baseline.sources(),
            null,
            baseline.sliceKey().orElse(null),
            baseline.contextKey().orElse(null));
    for (IncidentObservation o : incident.observations()) {
      if (o.role() == Exemplar.Role.BASELINE) {
        continue; // a picture alone
      }
      if (o.scalars().length == schema.scalars().size() && o.picture() != Picture.DROPPED) {
        recompute(o, extractor.extract(observation(o, schema)));
      } else {
        skipped += o.scalars().length;
      }
    }
  }

  private static Observation observation(IncidentObservation o, SignalSchema schema) {
    Observation.Builder builder =
        Observation.builder().sequence(o.sequence()).epochMillis(o.epochMillis());
    o.image().ifPresent(builder::image);
    int embedding = schema.indexOf(VectorSignal.EMBEDDING);
    if (embedding >= 0 && o.vectors().size() > embedding) {
      float[] vector = o.vectors().get(embedding);
      if (vector.length > 0) {
        builder.embedding(vector);
      }
    }
    if (o.logits().length > 0) {
      builder.logits(o.logits());
    }
    if (o.predictedClass() >= 0) {
      builder.predictedClass(o.predictedClass());
    }
    return builder.build();
  }

  private void recompute(IncidentObservation o, SignalValues now) {
    SignalSchema schema = now.schema();
    for (int s = 0; s < schema.scalars().size(); s++) {
      ScalarSignal signal = schema.scalars().get(s);
      if (!isDerived(signal, schema, o)) {
        skipped++;
        continue;
      }
      signals++;
      compare(
          "observation " + o.sequence() + ", " + signal.name(), o.scalars()[s], now.analysed(s));
    }
  }

  /** Whether a signal follows from what a bundle holds of an observation. */
  private static boolean isDerived(Signal signal, SignalSchema schema, IncidentObservation o) {
    return switch (signal.source()) {
      case SignalSources.IMAGE -> o.picture() == Picture.ORIGINAL || o.picture() == Picture.NONE;
      case SignalSources.LOGITS -> // of probabilities what was made of them is kept
          schema.indexOf(ScalarSignal.CLASS_ENTROPY) < 0
              || o.logits().length > 0 && !signal.equals(ScalarSignal.CLASS_ENTROPY);
      case SignalSources.EMBEDDING -> true;
      default -> false;
    };
  }
}
