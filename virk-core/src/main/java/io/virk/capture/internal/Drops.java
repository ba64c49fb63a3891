package io.virk.capture.internal;

import io.virk.event.DropReason;
import io.virk.event.MonitorEvent;
import io.virk.event.ObservationsDropped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts captures that found no slot, by reason, and tells of them now and then. Counted on the
 * host's threads, told on VIRK's.
 */
final class Drops {
  private final String monitor;
  private final SlotRing<?> ring;
  private final CpuBudget budget;
  private final Consumer<MonitorEvent> events;
  private final LongSupplier nanoClock;
  private final long periodNanos;
  private final AtomicLong overBudget = new AtomicLong();
  private Map<DropReason, Long> told = Map.of(DropReason.NO_SLOT, 0L, DropReason.CPU_BUDGET, 0L);
  private boolean toldBefore;
  private long toldNanos;

  Drops(
      String monitor,
      SlotRing<?> ring,
      CpuBudget budget,
      Consumer<MonitorEvent> events,
      LongSupplier nanoClock,
      Duration period) {
    this.monitor = monitor;
    this.ring = ring;
    this.budget = budget;
    this.events = events;
    this.nanoClock = nanoClock;
    this.periodNanos = period.toNanos();
  }

  /** A claim found no slot, which the ring has counted. The host's thread. */
  void count() {
    if (budget.isExceeded()) {
      overBudget.getAndIncrement();
    }
  }

  /** How many so far, by reason. Any thread. */
  Map<DropReason, Long> byReason() {
    Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
    counts.put(DropReason.NO_SLOT, withoutSlot());
    counts.put(DropReason.CPU_BUDGET, overBudget());
    return counts;
  }

  /** {@link DropReason#NO_SLOT}. Any thread. */
  long withoutSlot() {
    return Math.max(0, ring.dropped() - overBudget.get());
  }

  /** {@link DropReason#CPU_BUDGET}. Any thread. */
  long overBudget() {
    return overBudget.get();
  }

  /** Tells what was dropped since the last time, unless that was within the period. */
  void report() {
    long known = told.get(DropReason.NO_SLOT) + told.get(DropReason.CPU_BUDGET);
    if (ring.dropped() == known || toldBefore && nanoClock.getAsLong() - toldNanos < periodNanos) {
      return;
    }
    Map<DropReason, Long> now = byReason();
    Map<DropReason, Long> since = new EnumMap<>(DropReason.class);
    now.forEach((reason, count) -> since.put(reason, count - told.get(reason)));
    int held = ring.held();
    told = now; // before the telling, which may throw: not again and again
    toldBefore = true;
    toldNanos = nanoClock.getAsLong();
    events.accept(new ObservationsDropped(monitor, since, held, ring.capacity()));
  }
}
