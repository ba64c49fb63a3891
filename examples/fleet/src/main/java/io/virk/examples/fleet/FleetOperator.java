package io.virk.examples.fleet;

import io.virk.examples.fleet.FleetEvent.Kind;
import io.virk.fleet.FleetDrift;
import io.virk.fleet.FleetJudge;
import io.virk.fleet.FleetStatus;
import io.virk.fleet.SliceReading;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Judges sites and the whole fleet: one task, for the question is one about all of them. A reading
 * is half a kilobyte a camera and window, so that it is enough for very many.
 */
final class FleetOperator extends KeyedProcessFunction<Integer, Packed, FleetEvent> {
  private static final long serialVersionUID = 1;

  private final FleetJob.Settings settings;
  private transient Engines.Fleet fleet;
  private transient ValueState<Kept<FleetJudge>> states;
  private transient Counter damaged;
  private transient Counter opened;
  private transient FleetStatus status;

  FleetOperator(FleetJob.Settings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    fleet = Engines.of(getRuntimeContext(), settings);
    states =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("fleet", new KeptSerializer<FleetJudge>()));
    var meters = getRuntimeContext().getMetricGroup().addGroup("virk");
    damaged = meters.counter("damagedReadings");
    opened = meters.counter("fleetDriftsOpened");
    meters.gauge("cameras", () -> status == null ? 0 : status.slices());
    meters.gauge("silentCameras", () -> status == null ? 0 : status.silent());
    meters.gauge("lateReadings", () -> status == null ? 0L : status.leftOut());
    meters.gauge("withoutRoom", () -> status == null ? 0L : status.withoutRoom());
    meters.gauge("openFleetDrifts", () -> status == null ? 0 : status.open());
  }

  private FleetJudge judge(Kept<FleetJudge> kept) {
    return kept.get(
        bytes -> {
          FleetJudge judge = new FleetJudge(fleet.engines().scheme(), fleet.settings());
          if (bytes != null) {
            judge.restore(bytes);
          }
          return judge;
        },
        FleetJudge::state);
  }

  @Override
  public void processElement(Packed packed, Context context, Collector<FleetEvent> out)
      throws Exception {
    Kept<FleetJudge> known = states.value();
    Kept<FleetJudge> kept = known == null ? new Kept<>() : known;
    try {
      judge(kept).accept(SliceReading.fromBytes(packed.bytes()));
    } catch (IllegalArgumentException e) {
      damaged.inc();
      return;
    }
    context.timerService().registerEventTimeTimer(fleet.end(packed.epochMillis()));
    states.update(kept);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FleetEvent> out)
      throws Exception {
    Kept<FleetJudge> kept = states.value();
    FleetJudge judge = judge(kept);
    for (FleetDrift drift : judge.advance(time)) {
      opened.inc(drift.phase() == FleetDrift.Phase.OPENED ? 1 : 0);
      out.collect(event(drift));
    }
    for (String words : judge.notices()) {
      out.collect(new FleetEvent(Kind.NOTICE, "", "", time, 0, time, time, false, "", words));
    }
    status = judge.status();
    if (context.timerService().currentWatermark() != Long.MAX_VALUE) {
      context.timerService().registerEventTimeTimer(fleet.end(time)); // all may fall silent
    }
    states.update(kept);
  }

  /** What is said of a drift of several cameras. */
  static FleetEvent event(FleetDrift drift) {
    Kind kind =
        switch (drift.phase()) {
          case OPENED -> Kind.FLEET_OPENED;
          case UPDATED -> Kind.FLEET_UPDATED;
          case CLOSED -> Kind.FLEET_CLOSED;
        };
    return new FleetEvent(
        kind,
        "",
        String.join(", ", drift.values()),
        drift.atMillis(),
        drift.number(),
        drift.sinceMillis(),
        drift.sinceMillis(),
        drift.phase() == FleetDrift.Phase.CLOSED,
        drift.like(),
        drift.inWords());
  }
}
