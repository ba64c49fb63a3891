package io.virk.examples.fleet;

import io.virk.SliceEngine;
import io.virk.SliceEngines;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.examples.fleet.FleetEvent.Kind;
import io.virk.fleet.SliceSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Judges each camera by an engine of its own.
 *
 * <p>Its clock is the event time. Observations wait for the next tick, a multiple of the period; as
 * soon as the watermark has passed it they are taken in the order of their times, and of their ids
 * where these are the same, so that what is said does not depend on the order in which they came.
 *
 * <ul>
 *   <li>One of a time whose tick is over is late: it goes to {@link #LEFT_OUT} and is counted.
 *   <li>One that waits already is a duplicate: the same. One that was taken already is late.
 *   <li>One that lies ahead of the machine's clock is "ahead": the same, and it is said once of its
 *       camera, whose clock is wrong.
 *   <li>One that cannot be read is damaged: the same. It may be of another baseline.
 *   <li>A camera that sends nothing is told as soon as the watermark is so far. Of one that was
 *       told, or of which nothing has come for {@link #FORGOTTEN}, there are no more ticks; what is
 *       known of the latter is forgotten.
 *   <li>A state of another baseline is left, and the camera begins anew, which is said and counted.
 * </ul>
 */
public final class CameraOperator
    extends KeyedProcessFunction<String, CameraObservation, FleetEvent> {
  private static final long serialVersionUID = 1;

  /** What was not taken, and why. */
  public static final OutputTag<LeftOut> LEFT_OUT =
      new OutputTag<>("left-out", TypeInformation.of(LeftOut.class));

  /** After so long without an observation nothing more is known of a camera. */
  static final Duration FORGOTTEN = Duration.ofDays(7);

  /**
   * An observation that was left out.
   *
   * @param why "late", "duplicate", "ahead" or "damaged"
   * @param observation as it came
   */
  public record LeftOut(String why, CameraObservation observation) {}

  /** Summaries, for {@link SliceOperator}. */
  static final OutputTag<Packed> SUMMARIES =
      new OutputTag<>("summaries", TypeInformation.of(Packed.class));

  private final FleetJob.Settings settings;
  private final long period;
  private transient SliceEngines engines;
  private transient ValueState<CameraState> states;
  private transient Counter taken;
  private transient Counter late;
  private transient Counter duplicates;
  private transient Counter ahead;
  private transient OwnClock.Reader own;
  private transient Counter damaged;
  private transient Counter begunAnew;
  private transient Counter opened;

  /**
   * Makes it.
   *
   * @param settings of the job
   */
  CameraOperator(FleetJob.Settings settings) {
    this.settings = settings;
    this.period = settings.tick().toMillis();
  }

  @Override
  public void open(OpenContext context) {
    engines = Engines.of(getRuntimeContext(), settings).engines();
    states =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("camera", CameraStateSerializer.INSTANCE));
    MetricGroup meters = getRuntimeContext().getMetricGroup().addGroup("virk");
    taken = meters.counter("observations");
    late = meters.counter("late");
    duplicates = meters.counter("duplicates");
    ahead = meters.counter("ahead");
    own = settings.own().reader();
    damaged = meters.counter("damaged");
    begunAnew = meters.counter("begunAnew");
    opened = meters.counter("driftsOpened");
  }

  @Override
  public void processElement(CameraObservation of, Context context, Collector<FleetEvent> out)
      throws Exception {
    CameraState known = states.value();
    CameraState state = known == null ? new CameraState() : known;
    if (own.isAhead(of.epochMillis())) {
      ahead(of, state, context, out);
      return;
    }
    if (of.epochMillis() <= state.done()) {
      leaveOut("late", late, of, context);
      return;
    }
    if (!state.wait(of)) {
      leaveOut("duplicate", duplicates, of, context);
      return;
    }
    long tick = tick(of.epochMillis());
    if (state.sets(tick)) {
      context.timerService().registerEventTimeTimer(tick);
    }
    states.update(state);
  }

  private void ahead(
      CameraObservation of, CameraState state, Context context, Collector<FleetEvent> out)
      throws Exception {
    leaveOut("ahead", ahead, of, context);
    if (!state.isToldAhead()) {
      state.toldAhead(true);
      out.collect(
          new EventWords(
                  of.camera(),
                  of.site(),
                  state.done() == CameraState.NEVER ? own.now() : state.done())
              .of(
                  Kind.NOTICE,
                  "its clock is ahead: what is of "
                      + Instant.ofEpochMilli(of.epochMillis())
                      + " is left out"));
      context
          .timerService()
          .registerEventTimeTimer(tick(own.now() + 2 * FORGOTTEN.toMillis())); // to forget it
      states.update(state);
    }
  }

  private static void leaveOut(
      String why,
      Counter counter,
      CameraObservation of,
      KeyedProcessFunction<String, CameraObservation, FleetEvent>.Context context) {
    counter.inc();
    context.output(LEFT_OUT, new LeftOut(why, of));
  }

  /** The first multiple of the period that is not earlier. */
  private long tick(long millis) {
    return Math.multiplyExact(Math.floorDiv(millis - 1, period) + 1, period);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FleetEvent> out)
      throws Exception {
    CameraState state = states.value();
    if (state == null) {
      return; // it was forgotten
    }
    if (state.isForgotten(time, FORGOTTEN.toMillis())) {
      states.clear();
      return;
    }
    String camera = context.getCurrentKey();
    Said said = new Said(state, camera, out);
    SliceEngine engine = engine(state, camera, said);
    for (CameraObservation of : state.due(time)) {
      said.at = of.epochMillis();
      try {
        engine.accept(of.signals(), state.tags(of), said);
        taken.inc();
      } catch (IllegalArgumentException e) { // nothing has changed
        leaveOut("damaged", damaged, of, context);
      }
    }
    said.at = time;
    engine.advance(time, said);
    for (SliceSummary summary : engine.summaries()) {
      context.output(SUMMARIES, Packed.of(summary));
    }
    state.done(time);
    boolean over = context.timerService().currentWatermark() == Long.MAX_VALUE;
    if (!state.isSilent() && !over) {
      context.timerService().registerEventTimeTimer(time + period);
      state.sets(time + period);
    }
    states.update(state);
  }

  private SliceEngine engine(CameraState state, String camera, Said said) {
    try {
      return state.engine(engines, camera);
    } catch (IllegalArgumentException e) {
      begunAnew.inc();
      said.out.collect(
          new EventWords(camera, state.site(), state.done())
              .of(
                  Kind.NOTICE,
                  "begins anew, for what was known of it cannot be used: " + e.getMessage()));
      state.begin();
      return state.engine(engines, camera);
    }
  }

  /** Hands on what an engine says. */
  private final class Said implements Consumer<MonitorEvent> {
    private final CameraState state;
    private final String camera;
    private final Collector<FleetEvent> out;
    private long at;

    Said(CameraState state, String camera, Collector<FleetEvent> out) {
      this.state = state;
      this.camera = camera;
      this.out = out;
    }

    @Override
    public void accept(MonitorEvent event) {
      if (event instanceof StreamStopped) {
        state.silent(true);
      } else if (event instanceof StreamResumed) {
        state.silent(false);
      }
      FleetEvent of = new EventWords(camera, state.site(), at).of(event);
      if (of != null) {
        opened.inc(of.kind() == Kind.OPENED ? 1 : 0);
        out.collect(of);
      }
    }
  }
}
