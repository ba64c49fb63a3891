package io.virk.examples.fleet;

import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Keeps pauses of the sources from the tasks that follow.
 *
 * <ul>
 *   <li>It does not tell them that no source sends anything: their time stands still until one
 *       does. Each task of this operator hears of all sources, so that none holds the others up;
 *       but tasks hear of a pause at different times, and those that follow would go on with the
 *       time of the first, and take for late what the others say.
 *   <li>When all sources are at their ends time is, too. Flink hands on no time of a source that is
 *       idle, not even that one, and the last tick would never be judged.
 * </ul>
 */
final class NeverIdle<K, T, R> extends KeyedProcessOperator<K, T, R> {
  private static final long serialVersionUID = 1;

  NeverIdle(KeyedProcessFunction<K, T, R> of) {
    super(of);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}

  @Override
  public void finish() throws Exception {
    processWatermark(Watermark.MAX_WATERMARK);
    super.finish();
  }
}
