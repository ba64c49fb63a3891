package io.virk.examples.fleet;

import io.virk.detect.Slice;
import io.virk.fleet.SliceJudge;
import io.virk.fleet.SliceReading;
import io.virk.fleet.SliceSummary;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Merges the summaries of each camera, and context, by windows, and says how far it is from the
 * baseline and from its own past. A summary that comes twice counts once; one of a window that is
 * over is left out.
 */
final class SliceOperator extends KeyedProcessFunction<String, Packed, Packed> {
  private static final long serialVersionUID = 1;

  private final FleetJob.Settings settings;
  private transient Engines.Fleet fleet;
  private transient ValueState<Kept<SliceJudge>> states;
  private transient Counter damaged;

  SliceOperator(FleetJob.Settings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    fleet = Engines.of(getRuntimeContext(), settings);
    states =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("slice", new KeptSerializer<SliceJudge>()));
    damaged = getRuntimeContext().getMetricGroup().addGroup("virk").counter("damagedSummaries");
  }

  private SliceJudge judge(Kept<SliceJudge> kept, Slice slice) {
    return kept.get(
        bytes -> {
          SliceJudge judge = new SliceJudge(fleet.engines().scheme(), fleet.settings(), slice);
          if (bytes != null) {
            judge.restore(bytes);
          }
          return judge;
        },
        SliceJudge::state);
  }

  @Override
  public void processElement(Packed packed, Context context, Collector<Packed> out)
      throws Exception {
    Kept<SliceJudge> known = states.value();
    Kept<SliceJudge> kept = known == null ? new Kept<>() : known;
    try {
      SliceSummary summary = SliceSummary.fromBytes(packed.bytes());
      judge(kept, summary.slice()).accept(summary);
    } catch (IllegalArgumentException e) {
      damaged.inc();
      return;
    }
    context.timerService().registerEventTimeTimer(fleet.end(packed.epochMillis()));
    states.update(kept);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Packed> out) throws Exception {
    Kept<SliceJudge> kept = states.value();
    Slice slice = Packed.slice(context.getCurrentKey());
    for (SliceReading reading : judge(kept, slice).advance(time)) {
      out.collect(new Packed(context.getCurrentKey(), reading.windowMillis(), reading.toBytes()));
    }
    states.update(kept);
  }
}
