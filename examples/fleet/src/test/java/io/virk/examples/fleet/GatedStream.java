package io.virk.examples.fleet;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A stream that holds at a place until the test lets it go on. One at a time, for what runs in a
 * cluster is reached by static fields alone.
 */
final class GatedStream {
  /** Of a stream that is not held any more. */
  static final long END = Long.MAX_VALUE;

  private static List<CameraObservation> all = List.of();
  private static long limit;
  private static long at;
  private static long checkpoints;
  private static CompletableFuture<Void> opened = new CompletableFuture<>();
  private static CountDownLatch held = new CountDownLatch(1);

  /** A task dies when it comes to this observation; -1 if none does. */
  private static long deadly = -1;

  private GatedStream() {}

  /** Begins, held at a place. */
  static synchronized void begin(List<CameraObservation> observations, long until) {
    all = observations;
    at = 0;
    deadly = -1;
    hold(until);
  }

  /** Lets it go on to a place. */
  static synchronized void hold(long until) {
    limit = until;
    held = new CountDownLatch(1);
    CompletableFuture<Void> waiting = opened;
    opened = new CompletableFuture<>();
    waiting.complete(null);
  }

  /** A task dies, once, when it comes to an observation. */
  static synchronized void kill(long observation) {
    deadly = observation;
  }

  static synchronized boolean hasKilled() {
    return deadly == -1;
  }

  /** Waits until the stream has come to where it is held. */
  static void await() throws InterruptedException {
    CountDownLatch now;
    synchronized (GatedStream.class) {
      now = held;
    }
    if (!now.await(1, TimeUnit.MINUTES)) {
      throw new AssertionError("the stream did not come to its place");
    }
  }

  /** Waits until a checkpoint is complete that began after the stream was held. */
  static void awaitCheckpoint() throws InterruptedException {
    await();
    synchronized (GatedStream.class) {
      for (long since = checkpoints; checkpoints < since + 2; ) {
        GatedStream.class.wait();
      }
    }
  }

  private static synchronized CompletionStage<Void> pass() {
    if (at < limit) {
      return CompletableFuture.completedFuture(null);
    }
    held.countDown();
    return opened;
  }

  private static synchronized void completed() {
    checkpoints++;
    GatedStream.class.notifyAll();
  }

  private static synchronized CameraObservation get(long index) {
    at = index + 1;
    return all.get((int) index);
  }

  private static synchronized CameraObservation look(CameraObservation of) {
    if (deadly >= 0 && at > deadly) {
      deadly = -1;
      throw new IllegalStateException("killed by the test");
    }
    return of;
  }

  /** The stream, from one reader. */
  static DataStream<CameraObservation> of(
      StreamExecutionEnvironment flink, FleetJob.Settings settings) {
    TypeInformation<CameraObservation> type = TypeInformation.of(CameraObservation.class);
    int count = all.size();
    return flink
        .fromSource(
            new DataGeneratorSource<>(GatedStream::get, count, parallelism -> new Limiter(), type),
            FleetJob.watermarks(settings),
            "gated")
        .setParallelism(1)
        .uid("gated")
        .map(GatedStream::look)
        .returns(type)
        .setParallelism(1)
        .uid("looked");
  }

  /** A source of which nothing ever comes. */
  static DataStream<CameraObservation> silent(
      StreamExecutionEnvironment flink, FleetJob.Settings settings) {
    TypeInformation<CameraObservation> type = TypeInformation.of(CameraObservation.class);
    return flink
        .fromSource(
            new DataGeneratorSource<>(GatedStream::get, 1, parallelism -> new Shut(), type),
            FleetJob.watermarks(settings),
            "silent")
        .setParallelism(1)
        .uid("silent");
  }

  private static final class Shut implements RateLimiter<NumberSequenceSplit> {
    @Override
    public CompletionStage<Void> acquire(int count) {
      return new CompletableFuture<>();
    }
  }

  private static final class Limiter implements RateLimiter<NumberSequenceSplit> {
    @Override
    public CompletionStage<Void> acquire(int count) {
      return pass();
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      completed();
    }
  }
}
