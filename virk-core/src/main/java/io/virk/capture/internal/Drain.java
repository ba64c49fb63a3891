package io.virk.capture.internal;

import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.engine.Stage;
import io.virk.event.DropReason;
import io.virk.event.Failed;
import io.virk.event.internal.Failures;
import io.virk.image.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The work of VIRK's thread: takes committed slots, embeds what has no embedding, hands the
 * observations to the stage, and frees the slots. One thread at a time; the counters may be read by
 * any.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Whatever throws (a host's clock, embedder, listener, logger, an exception's own methods, a
 *       heap that is full), a round goes on with the next step, and {@link #round} does not throw.
 *   <li>A slot that was taken is released exactly once, in the round that took it.
 *   <li>What failed is counted, even where it cannot be told.
 * </ol>
 */
final class Drain {
  private static final int BATCH = 16;

  private final SlotRing<SlotObservation> ring;
  private final Optional<Embedder> embedder;
  private final Optional<Embedder> challenger;
  private final Supplier<Stage> stage;
  private final Failures failures;
  private final Drops drops;
  private final HostFaults faults;
  private final Optional<TensorImages> tensorImages;
  private final EmbeddingPace pace;
  private final CaptureCosts costs;
  private final DrainTrace trace;
  private final LongSupplier nanoClock;
  private final List<SlotObservation> batch = new ArrayList<>(BATCH);
  private final List<SlotObservation> toEmbed = new ArrayList<>(BATCH);
  private final AtomicLong embedderFailures = new AtomicLong();
  private final AtomicLong evaluationFailures = new AtomicLong();
  private final AtomicLong drainNanos = new AtomicLong();
  private volatile long lagNanos;

  // steps of a round, made once
  private final Runnable reporting;
  private final Runnable ticking;
  private final Runnable looking;
  private final Runnable tracing;
  private final Runnable completing;
  private final Runnable preparing;
  private final Runnable embedding;
  private final Runnable challenging;

  Drain(
      CaptureSettings settings,
      SlotRing<SlotObservation> ring,
      Leases<SlotObservation> leases,
      Supplier<Stage> stage,
      Failures failures,
      Drops drops,
      HostFaults faults,
      EmbeddingPace pace,
      CaptureCosts costs,
      DrainTrace trace) {
    this.ring = ring;
    this.embedder = settings.embedder();
    this.challenger = settings.challenger();
    this.stage = stage;
    this.failures = failures;
    this.drops = drops;
    this.faults = faults;
    this.tensorImages = settings.shape().tensor().map(TensorImages::new);
    this.pace = pace;
    this.costs = costs;
    this.trace = trace;
    this.nanoClock = settings.nanoClock();
    this.reporting = drops::report;
    this.ticking = () -> stage.get().tick();
    this.looking =
        () -> {
          leases.look(nanos());
          faults.report(stage.get());
        };
    this.tracing = this::traceDrops;
    this.completing = this::completeTensors;
    this.preparing = () -> stage.get().prepare(batch);
    this.embedding = this::embedMissing;
    this.challenging = this::challenge;
  }

  /**
   * One round. Does not throw.
   *
   * @param limit observations at most, &gt; 0
   * @return observations taken; 0 if none were waiting
   */
  int round(int limit) {
    attempt(reporting, "dropped observations could not be told");
    attempt(ticking, "what was due without an observation failed");
    attempt(looking, "slots could not be looked after");
    attempt(tracing, "dropped observations could not be traced");
    fill(pace.most(Math.min(BATCH, limit)));
    int taken = batch.size();
    if (taken > 0) {
      try {
        evaluate();
      } catch (Throwable e) { // between the steps
        failed(e, "a round of VIRK's thread failed");
      }
      batch.clear();
    }
    return taken;
  }

  private void fill(int limit) {
    while (batch.size() < limit) {
      SlotObservation slot = ring.take();
      if (slot == null) {
        return;
      }
      batch.add(slot); // within its capacity: nothing is allocated
    }
  }

  private void evaluate() {
    int done = 0;
    try {
      DrainTrace.Batch event = beginTrace();
      long begin = nanos();
      attempt(completing, "tensors could not be read");
      attempt(embedding, "observations could not be embedded");
      attempt(challenging, "a challenger could not look at observations");
      attempt(preparing, "a batch could not be prepared");
      while (done < batch.size()) {
        SlotObservation slot = batch.get(done);
        try {
          accept(slot);
        } catch (Throwable e) { // the drain survives everything
          failed(e, "an observation could not be evaluated");
        }
        done++;
        giveBack(slot);
      }
      drainNanos.getAndAdd(Math.max(0, nanos() - begin));
      endTrace(event);
    } finally {
      while (done < batch.size()) { // if an error struck between the steps
        giveBack(batch.get(done++));
      }
    }
  }

  private void giveBack(SlotObservation slot) {
    try {
      slot.forget();
    } finally {
      ring.release(slot);
    }
  }

  /** Whatever it throws, the round goes on. */
  private void attempt(Runnable step, String what) {
    try {
      step.run();
    } catch (Throwable e) {
      failed(e, what);
    }
  }

  private void failed(Throwable cause, String what) {
    evaluationFailures.getAndIncrement();
    failures.thrown(Failed.Part.EVALUATION, what, cause);
  }

  private long nanos() {
    try {
      return nanoClock.getAsLong();
    } catch (Throwable e) {
      return 0;
    }
  }

  private void traceDrops() {
    trace.dropped(DropReason.NO_SLOT.name(), drops.withoutSlot());
    trace.dropped(DropReason.CPU_BUDGET.name(), drops.overBudget());
  }

  private DrainTrace.Batch beginTrace() {
    try {
      return trace.beginDrain();
    } catch (Throwable e) {
      failed(e, "a batch could not be traced");
      return DrainTrace.Batch.NONE;
    }
  }

  private void endTrace(DrainTrace.Batch event) {
    try {
      event.end(batch.size());
    } catch (Throwable e) {
      failed(e, "a batch could not be traced");
    }
  }

  private void completeTensors() {
    if (tensorImages.isPresent()) {
      for (int i = 0; i < batch.size(); i++) {
        tensorImages.get().complete(batch.get(i));
      }
    }
  }

  private void accept(SlotObservation slot) {
    if (slot.isTimed()) {
      costs.record(slot.costNanos());
      lagNanos = Math.max(0, nanos() - slot.committedNanos());
    }
    faults.report(slot, stage.get());
    stage.get().accept(slot);
    faults.reportTags(slot, stage.get());
  }

  private void embedMissing() {
    embedder.ifPresent(
        model ->
            embed(
                frames -> pace.embed(model, frames),
                slot -> slot.embedding() == null,
                (slot, found, row) ->
                    slot.embedded(found.embeddings(), found.logits(), row, toEmbed.size())));
  }

  /** The same images as another model sees them. */
  private void challenge() {
    challenger.ifPresent(
        model ->
            embed(
                frames -> pace.challenge(model, frames),
                slot -> slot.challenger() == null,
                (slot, found, row) -> slot.challenged(found.logits(), row, toEmbed.size())));
  }

  /** Takes a row of what a model gave for a batch. */
  private interface RowTaker {
    void take(SlotObservation slot, Embeddings found, int row);
  }

  private void embed(
      Function<List<Frame>, Embeddings> model,
      Predicate<SlotObservation> isMissing,
      RowTaker taker) {
    try {
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        SlotObservation slot = batch.get(i);
        Frame frame = isMissing.test(slot) ? slot.frame() : null;
        if (frame != null) {
          toEmbed.add(slot);
          frames.add(frame);
        }
      }
      if (!frames.isEmpty()) {
        Embeddings embeddings = model.apply(frames);
        for (int i = 0; i < toEmbed.size(); i++) {
          taker.take(toEmbed.get(i), embeddings, i);
        }
      }
    } catch (Throwable e) { // an OutOfMemoryError of the embedder must not end the drain thread
      embedderFailed(e);
    } finally {
      toEmbed.clear();
    }
  }

  /** The embedder threw. */
  void embedderFailed(Throwable cause) {
    embedderFailures.getAndIncrement();
    failures.thrown(Failed.Part.EMBEDDER, "the embedder failed", cause);
  }

  long embedderFailures() {
    return embedderFailures.get();
  }

  long evaluationFailures() {
    return evaluationFailures.get();
  }

  long drainNanos() {
    return drainNanos.get();
  }

  /** How long the last observation that was timed had waited. */
  Duration lag() {
    return Duration.ofNanos(lagNanos);
  }
}
