package io.virk.capture;

import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.engine.Stage;
import io.virk.event.DropReason;
import io.virk.event.Failed;
import io.virk.event.internal.Failures;
import io.virk.image.Frame;
import io.virk.image.TensorFormat;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The work of VIRK's thread: takes committed slots, embeds what has no embedding, hands the
 * observations to the stage, and frees the slots. Survives whatever it meets. One thread at a time;
 * the counters may be read by any.
 */
public final class Drain {
  private static final int BATCH = 16;

  private final SlotRing<SlotCapture> ring;
  private final Optional<Embedder> embedder;
  private final Supplier<Stage> stage;
  private final Failures failures;
  private final Drops drops;
  private final TagValues tagValues;
  private final Optional<TensorImages> tensorImages;
  private final CaptureCosts costs;
  private final DrainTrace trace;
  private final LongSupplier nanoClock;
  private final List<SlotCapture> batch = new ArrayList<>(BATCH);
  private final List<SlotCapture> toEmbed = new ArrayList<>(BATCH);
  private final AtomicLong drained = new AtomicLong();
  private final AtomicLong embedderFailures = new AtomicLong();
  private final AtomicLong evaluationFailures = new AtomicLong();
  private final AtomicLong drainNanos = new AtomicLong();
  private volatile long lagNanos;

  public Drain(
      Optional<Embedder> embedder,
      Optional<TensorFormat> tensor,
      LongSupplier nanoClock,
      SlotRing<SlotCapture> ring,
      Supplier<Stage> stage,
      Failures failures,
      Drops drops,
      TagValues tagValues,
      CaptureCosts costs,
      DrainTrace trace) {
    this.ring = ring;
    this.embedder = embedder;
    this.stage = stage;
    this.failures = failures;
    this.drops = drops;
    this.tagValues = tagValues;
    this.tensorImages = tensor.map(TensorImages::new);
    this.costs = costs;
    this.trace = trace;
    this.nanoClock = nanoClock;
  }

  /**
   * One round.
   *
   * @return observations taken; 0 if none were waiting
   */
  public int round(int limit) {
    try {
      drops.report();
      tick();
      trace.dropped(DropReason.NO_SLOT.name(), drops.withoutSlot());
      trace.dropped(DropReason.CPU_BUDGET.name(), drops.overBudget());
      int taken = ring.drain(batch::add, Math.min(BATCH, limit));
      if (taken > 0) {
        evaluate();
      }
      return taken;
    } catch (Throwable e) { // no memory for an event, say: the next round may fare better
      evaluationFailures.getAndIncrement();
      tellOrGiveUp("a round of VIRK's thread failed", e);
      return 0;
    }
  }

  /** What is due without observations must not keep those that wait from being drained. */
  private void tick() {
    try {
      stage.get().tick();
    } catch (Throwable e) { // a clock of the host's, a learned baseline that does not fit
      evaluationFailures.getAndIncrement();
      tellOrGiveUp("what was due without an observation failed", e);
    }
  }

  private void tellOrGiveUp(String what, Throwable cause) {
    try {
      failures.thrown(Failed.Part.EVALUATION, what, cause);
    } catch (Throwable e) { // no memory even for that; it has been counted
      return;
    }
  }

  private void evaluate() {
    DrainTrace.Batch event = trace.beginDrain();
    long begin = nanos();
    tensorImages.ifPresent(t -> batch.forEach(t::complete));
    embedMissing();
    prepare();
    for (SlotCapture slot : batch) {
      try {
        accept(slot);
      } catch (Throwable e) { // the drain thread survives everything
        evaluationFailures.getAndIncrement();
        failures.thrown(Failed.Part.EVALUATION, "an observation could not be evaluated", e);
      }
      slot.forget();
      ring.release(slot);
    }
    int taken = batch.size();
    batch.clear();
    drained.getAndAdd(taken);
    drainNanos.getAndAdd(Math.max(0, nanos() - begin));
    event.end(taken);
  }

  private long nanos() {
    try {
      return nanoClock.getAsLong();
    } catch (Throwable e) {
      return 0;
    }
  }

  private void prepare() {
    try {
      stage.get().prepare(batch);
    } catch (Throwable e) { // without it every observation is computed by itself
      failures.thrown(Failed.Part.EVALUATION, "a batch could not be prepared", e);
    }
  }

  private void accept(SlotCapture slot) {
    if (slot.isTimed()) {
      costs.record(slot.costNanos());
      lagNanos = Math.max(0, nanos() - slot.committedNanos());
    }
    FlawFound flaw = slot.imageFlaw();
    if (flaw != null) {
      stage.get().flaw(flaw);
    }
    stage.get().accept(slot);
    if (tagValues.takeExceeded()) {
      stage
          .get()
          .flaw(
              new FlawFound(
                  Flaw.TAG_LIMIT,
                  "one more distinct value",
                  "at most " + tagValues.maximum(),
                  slot.sequence()));
    }
  }

  private void embedMissing() {
    if (embedder.isEmpty()) {
      return;
    }
    try {
      List<Frame> frames = new ArrayList<>();
      for (SlotCapture slot : batch) {
        Frame frame = slot.embedding() == null ? slot.frame() : null;
        if (frame != null) {
          toEmbed.add(slot);
          frames.add(frame);
        }
      }
      if (!frames.isEmpty()) {
        Embeddings embeddings = Embeddings.of(embedder.get(), frames);
        for (int i = 0; i < toEmbed.size(); i++) {
          toEmbed.get(i).embedded(embeddings.embeddings(), embeddings.logits(), i, toEmbed.size());
        }
      }
    } catch (Throwable e) { // an OutOfMemoryError of the embedder must not end the drain thread
      embedderFailures.getAndIncrement();
      failures.thrown(Failed.Part.EMBEDDER, "the embedder failed", e);
    } finally {
      toEmbed.clear();
    }
  }

  public long drained() {
    return drained.get();
  }

  public long embedderFailures() {
    return embedderFailures.get();
  }

  public long evaluationFailures() {
    return evaluationFailures.get();
  }

  public long drainNanos() {
    return drainNanos.get();
  }

  /** How long the last observation that was timed had waited. */
  public Duration lag() {
    return Duration.ofNanos(lagNanos);
  }
}
