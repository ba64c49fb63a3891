package io.virk.driver;

import io.virk.capture.internal.CaptureSettings;
import io.virk.detect.Slice;
import io.virk.engine.BlindSpots;
import io.virk.engine.Engine;
import io.virk.engine.Stage;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Dispatcher;
import io.virk.incident.internal.Incidents;
import io.virk.sampling.Sampler;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Drives an engine: hands it observations and the time, and what it says to the dispatcher. */
public final class WatchingStage implements Stage {
  private final Engine engine;
  private final Optional<Incidents> incidents;
  private final Dispatcher dispatcher;
  private final Consumer<MonitorEvent> events;
  private final LongSupplier nanoClock;
  private final Sampler sampler;
  private final List<String> blind;

  /**
   * Begins.
   *
   * @param engine driven by this stage alone
   * @param incidents who writes incidents; empty if nobody does
   * @param dispatcher hands on what the engine says
   * @param captures whose sampler is told how far apart observations count
   */
  public WatchingStage(
      Engine engine,
      Optional<Incidents> incidents,
      Dispatcher dispatcher,
      CaptureSettings captures) {
    this.engine = engine;
    this.incidents = incidents;
    this.dispatcher = dispatcher;
    this.events =
        incidents.isEmpty()
            ? dispatcher
            : event -> { // a drift is told before anything is written
              dispatcher.accept(event);
              incidents.get().accept(event, engine::exhibits);
            };
    this.nanoClock = captures.nanoClock();
    this.sampler = captures.sampler();
    engine.streams().tell(this::spaced);
    this.blind = BlindSpots.of(engine.sizes().full(), engine.sliceKey());
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
  }

  @Override
  public void tick() {
    dispatcher.round();
    engine.advance(nanoClock.getAsLong(), events);
    if (incidents.isPresent()) {
      incidents.get().retain(engine::isRemembered);
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

  @Override
  public long memory() {
    return engine.memory() + incidents.map(Incidents::memory).orElse(0L);
  }
}
