package io.virk.examples.fleet;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Says how late it is by the observations, not by the machine's clock: so that a stream that is
 * read again, faster, says the same. What lies ahead of that clock is not believed.
 */
final class EventTime<T> implements WatermarkGenerator<T> {
  private final long unordered;
  private final long step;
  private final OwnClock.Reader own;
  private long latest = Long.MIN_VALUE;
  private long told = Long.MIN_VALUE;

  /**
   * Of no observation yet.
   *
   * @param unordered by how much an observation may come after a later one, milliseconds
   * @param step by how much time must go on before it is told, milliseconds
   * @param own nothing is later
   */
  EventTime(long unordered, long step, OwnClock own) {
    this.own = own.reader();
    this.unordered = unordered;
    this.step = step;
  }

  @Override
  public void onEvent(T of, long millis, WatermarkOutput out) {
    if (own.isAhead(millis)) {
      return; // the camera's operator says so
    }
    latest = Math.max(latest, millis);
    if (told == Long.MIN_VALUE || latest - told >= step) {
      told = latest;
      out.emitWatermark(new Watermark(told - unordered - 1));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput out) {}
}
