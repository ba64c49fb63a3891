package io.virk.examples.fleet;

import io.virk.detect.Slice;
import io.virk.examples.fleet.FleetEvent.Kind;
import io.virk.fleet.SliceJudge;
import io.virk.fleet.SliceReading;
import io.virk.fleet.SliceSummary;
import java.time.Duration;
import java.time.Instant;
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
 * Merges the summaries of each camera, and context, by windows, and says how far it is from the
 * baseline and from its own past. A summary that comes twice counts once; one of a window that is
 * over is left out, and so is one that lies ahead of the machine's clock. What is left out is
 * counted, and said now and then. Of a slice of which nothing comes for a week nothing is kept.
 */
final class SliceOperator extends KeyedProcessFunction<String, Packed, Packed> {
  private static final long serialVersionUID = 1;

  /** What should be looked at. */
  static final OutputTag<FleetEvent> NOTICES =
      new OutputTag<>("notices", TypeInformation.of(FleetEvent.class));

  /** How often it is looked whether a slice is to be forgotten. */
  private static final long WEEK = Duration.ofDays(7).toMillis();

  private final FleetJob.Settings settings;
  private transient Engines.Fleet fleet;
  private transient OwnClock.Reader own;
  private transient ValueState<Kept<SliceJudge>> states;
  private transient Counter damaged;
  private transient Counter ahead;
  private transient Counter late;
  private transient Counter twice;
  private transient Counter withoutRoom;

  SliceOperator(FleetJob.Settings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    fleet = Engines.of(getRuntimeContext(), settings);
    states =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("slice", new KeptSerializer<SliceJudge>()));
    own = settings.own().reader();
    MetricGroup meters = getRuntimeContext().getMetricGroup().addGroup("virk");
    damaged = meters.counter("damagedSummaries");
    ahead = meters.counter("aheadSummaries");
    late = meters.counter("lateSummaries");
    twice = meters.counter("duplicateSummaries");
    withoutRoom = meters.counter("summariesWithoutRoom");
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
    if (own.isAhead(packed.epochMillis())) {
      ahead.inc();
      if (Long.bitCount(ahead.getCount()) == 1) { // of this task
        long now = context.timerService().currentWatermark();
        notice(
            Packed.slice(packed.slice()),
            now == Long.MIN_VALUE ? own.now() : now,
            "its clock is ahead: summaries of "
                + Instant.ofEpochMilli(packed.epochMillis())
                + " are left out ("
                + ahead.getCount()
                + " of this task)",
            context);
      }
      return;
    }
    SliceJudge judge;
    long[] before;
    try {
      SliceSummary summary = SliceSummary.fromBytes(packed.bytes());
      judge = judge(kept, summary.slice());
      before = counts(judge);
      judge.accept(summary);
    } catch (IllegalArgumentException e) {
      damaged.inc();
      return;
    }
    count(before, counts(judge));
    for (String words : judge.notices()) {
      notice(Packed.slice(packed.slice()), packed.epochMillis(), words, context);
    }
    long end = fleet.end(packed.epochMillis());
    context.timerService().registerEventTimeTimer(end);
    context.timerService().registerEventTimeTimer((Math.floorDiv(end, WEEK) + 2) * WEEK);
    states.update(kept);
  }

  private static long[] counts(SliceJudge judge) {
    return new long[] {judge.leftOut(), judge.cameTwice(), judge.withoutRoom()};
  }

  private void count(long[] before, long[] after) {
    late.inc(after[0] - before[0]);
    twice.inc(after[1] - before[1]);
    withoutRoom.inc(after[2] - before[2]);
  }

  private static void notice(
      Slice slice,
      long millis,
      String words,
      KeyedProcessFunction<String, Packed, Packed>.Context context) {
    context.output(NOTICES, new EventWords(slice.value(), "", millis).of(Kind.NOTICE, words));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Packed> out) throws Exception {
    Kept<SliceJudge> kept = states.value();
    if (kept == null) {
      return; // it was forgotten
    }
    Slice slice = Packed.slice(context.getCurrentKey());
    SliceJudge judge = judge(kept, slice);
    for (SliceReading reading : judge.advance(time)) {
      out.collect(new Packed(context.getCurrentKey(), reading.windowMillis(), reading.toBytes()));
    }
    if (judge.isForgotten(time)) {
      states.clear();
      return;
    }
    boolean isOver = context.timerService().currentWatermark() == Long.MAX_VALUE;
    if (time % WEEK == 0 && !isOver) {
      context.timerService().registerEventTimeTimer(time + WEEK);
    }
    states.update(kept);
  }
}
