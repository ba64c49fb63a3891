package io.virk.driver;

import io.virk.capture.internal.CaptureSettings;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.engine.BlindSpots;
import io.virk.engine.Engine;
import io.virk.engine.EngineSettings;
import io.virk.engine.Recorder;
import io.virk.engine.Stage;
import io.virk.engine.WindowSizes;
import io.virk.event.DriftOpened;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Dispatcher;
import io.virk.event.internal.Failures;
import io.virk.fleet.Summaries;
import io.virk.fleet.Summarizer;
import io.virk.fleet.SummaryScheme;
import io.virk.fleet.internal.SummaryOutlet;
import io.virk.incident.Incident;
import io.virk.incident.IncidentTape;
import io.virk.incident.Recording;
import io.virk.incident.internal.FlightRecorder;
import io.virk.incident.internal.Incidents;
import io.virk.label.internal.LiveFeedback;
import io.virk.label.internal.TriggerWatch;
import io.virk.sampling.Sampler;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Drives an engine: hands it observations and the time, and what it says to the dispatcher. */
public final class WatchingStage implements Stage {
  private final Engine engine;
  private final FlightRecorder recorder;
  private final Optional<Incidents> incidents;
  private final Optional<SummaryOutlet> summaries;
  private final Dispatcher dispatcher;
  private final Consumer<MonitorEvent> events;
  private final LongSupplier nanoClock;
  private final Sampler sampler;
  private final Optional<TriggerWatch> triggers;
  private final Optional<LiveFeedback> feedback;
  private final List<String> blind;

  /**
   * Where incidents go.
   *
   * @param folder empty if none are written
   * @param recording what is kept for them
   * @param model what embeddings and logits are of
   * @param threads makes the thread that writes; empty to write on VIRK's
   * @param events is told by the thread that writes
   * @param feedback remembers what labels need; empty if none are expected
   * @param summaries what is handed on for a fleet; empty if nothing is
   * @param summaryThreads makes the thread that does that; empty to do it on VIRK's
   */
  public record Evidence(
      Optional<Path> folder,
      Recording recording,
      Incident.Model model,
      Optional<ThreadFactory> threads,
      Consumer<MonitorEvent> events,
      Optional<LiveFeedback> feedback,
      Optional<Summaries> summaries,
      Optional<ThreadFactory> summaryThreads) {}

  /**
   * Makes the engine, and what keeps and writes what it sees.
   *
   * @param settings the engine's
   * @param sizes its baseline, for every size of window
   * @param evidence where incidents go
   * @param dispatcher hands on what the engine says
   * @param failures counts what fails
   * @param captures whose sampler is told how far apart observations count
   */
  public WatchingStage(
      EngineSettings settings,
      WindowSizes sizes,
      Evidence evidence,
      Dispatcher dispatcher,
      Failures failures,
      CaptureSettings captures) {
    Recording recording = evidence.recording();
    this.recorder =
        new FlightRecorder(
            recording.observations(),
            recording.bytes(),
            evidence.folder().isPresent(),
            settings.seed());
    Recorder keeper =
        evidence
            .feedback()
            .<Recorder>map(feedback -> new LabelledRecorder(recorder, feedback, failures))
            .orElse(recorder);
    this.summaries =
        evidence
            .summaries()
            .map(
                to ->
                    new SummaryOutlet(
                        to,
                        new Summarizer(
                            SummaryScheme.of(sizes.full()),
                            settings.name(),
                            to.period(),
                            to.groups()),
                        failures.to(evidence.events()),
                        evidence.summaryThreads(),
                        captures.clock(),
                        captures.nanoClock()));
    Recorder all = summaries.map(s -> s.recorder(keeper)).orElse(keeper);
    this.engine = new Engine(settings, sizes, all, failures);
    this.incidents =
        evidence
            .folder()
            .map(
                folder ->
                    new Incidents(
                        new Incidents.Setup(
                            settings.name(),
                            sizes.full(),
                            evidence.model(),
                            folder,
                            recording,
                            taped(settings, sizes),
                            captures.nanoClock()),
                        recorder,
                        failures,
                        evidence.threads(),
                        evidence.events()));
    this.dispatcher = dispatcher;
    this.triggers = evidence.feedback().map(f -> new TriggerWatch(settings.name(), f));
    this.feedback = evidence.feedback();
    this.events = this::told;
    this.nanoClock = captures.nanoClock();
    this.sampler = captures.sampler();
    engine.streams().tell(this::spaced);
    this.blind = BlindSpots.of(engine.sizes().full(), engine.sliceKey());
  }

  /** A drift is told before anything is written. */
  private void told(MonitorEvent event) {
    dispatcher.accept(event);
    if (incidents.isPresent()) {
      incidents.get().accept(event);
    }
    if (summaries.isPresent()) {
      summaries.get().told(event);
    }
    if (triggers.isPresent() && event instanceof DriftOpened opened) {
      triggers.get().opened(opened, dispatcher);
    }
  }

  private static IncidentTape.Settings taped(EngineSettings settings, WindowSizes sizes) {
    return new IncidentTape.Settings(
        sizes.policy(),
        settings.slices().key(),
        settings.slices().maximum(),
        settings.slices().embedded(),
        settings.alarms().allowance(),
        settings.alarms().sequential().stream().map(SequentialDetector::name).toList(),
        settings.alarms().fitAccepted(),
        settings.emission(),
        settings.seed());
  }

  /** What judges. */
  public Engine engine() {
    return engine;
  }

  /** A sampler of the host's may throw: what it could have left out is then left out here. */
  private void spaced(Slice slice, int spacing) {
    try {
      sampler.spaced(slice.isAll() ? null : slice.value(), spacing);
    } catch (Throwable e) {
      return;
    }
  }

  /** What it does not see, for it is not in the baseline. */
  public List<String> blind() {
    return blind;
  }

  /** What it does not see at all by now. Any thread. */
  public List<String> blindNow() {
    List<String> all = new ArrayList<>(blind);
    all.addAll(engine.missing());
    return all;
  }

  @Override
  public void prepare(List<? extends Observation> batch) {
    engine.prepare(batch);
  }

  @Override
  public void accept(Observation observation) {
    engine.accept(observation, events);
    if (feedback.isPresent()) {
      feedback.get().drifts(engine.openDrifts());
    }
    if (incidents.isPresent()) {
      incidents.get().observed();
      recorder.tape().between(engine);
    }
  }

  @Override
  public void tick() {
    dispatcher.round();
    long now = nanoClock.getAsLong();
    recorder.tape().timeIs(now);
    recorder.tape().timeWas(engine.advance(now, events));
    if (triggers.isPresent()) {
      triggers.get().tick(dispatcher);
    }
    if (feedback.isPresent()) {
      feedback.get().drifts(engine.openDrifts()); // a restored monitor begins with some
      feedback.get().tick(dispatcher);
    }
    if (summaries.isPresent()) {
      summaries.get().tick();
    }
    if (incidents.isPresent()) {
      incidents.get().tick(engine::isRemembered);
    }
  }

  @Override
  public void flaw(FlawFound found) {
    engine.flaw(found, events);
  }

  @Override
  public Map<Flaw, Long> flaws() {
    return engine.flaws();
  }

  /** Who writes incidents. Any thread. */
  public Optional<Incidents> incidents() {
    return incidents;
  }

  /** Who hands summaries on. Any thread. */
  public Optional<SummaryOutlet> summaries() {
    return summaries;
  }

  @Override
  public long memory() {
    return engine.memory()
        + recorder.memory()
        + incidents.map(Incidents::memory).orElse(0L)
        + summaries.map(SummaryOutlet::memory).orElse(0L);
  }
}
