package io.virk.baseline.build;

import io.virk.baseline.facts.BaselineProgress;
import io.virk.baseline.facts.BaselineProgress.Phase;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells a listener of progress: at the begin and end of a phase, and now and then between. */
public final class ProgressTicker {
  private static final long PERIOD_NANOS = 500_000_000;

  private final Consumer<BaselineProgress> listener;
  private final LongSupplier nanoClock;
  private Phase phase;
  private long told;

  /** With a listener, or null. */
  public ProgressTicker(Consumer<BaselineProgress> listener, LongSupplier nanoClock) {
    this.listener = listener;
    this.nanoClock = nanoClock;
  }

  public void tick(Phase now, long done, long total) {
    if (listener == null) {
      return;
    }
    long nanos = nanoClock.getAsLong();
    if (now != phase || done == total || nanos - told >= PERIOD_NANOS) {
      phase = now;
      told = nanos;
      listener.accept(new BaselineProgress(now, done, total));
    }
  }
}
