package io.virk.fleet.internal;

import io.virk.detect.Slice;
import io.virk.engine.Recorder;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.WindowJudged;
import io.virk.event.internal.Failures;
import io.virk.fleet.SliceSummary;
import io.virk.fleet.Summaries;
import io.virk.fleet.Summarizer;
import io.virk.internal.Courier;
import io.virk.internal.DataText;
import io.virk.internal.FutureTimes;
import io.virk.internal.Text;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * Summarises what a monitor sees, and hands the summaries over on a thread of its own. What the
 * sink does not take waits and is tried again, ever more seldom; what there is no room for is given
 * up, the oldest first, and told.
 *
 * <p>VIRK's thread alone, but for what is said.
 */
public final class SummaryOutlet {
  /** Summaries that wait at most: 5 kB each. */
  static final int MOST_WAITING = 20_000;

  private static final int BATCH = 2_000;

  private static final String ROOM = " for there is no room for more slices and periods at once";
  private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMinutes(10).toNanos();
  private static final int LONGEST_STATE = 1 << 28;

  /** Observations of other threads may come so much later than one. */
  private static final long LATE_MILLIS = 5_000;

  /** So many in a row that are so much earlier than the newest: its clock was ahead. */
  private static final int PATIENCE = 64;

  /** A time zone that is wrong is an error. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private static final long LEAP_MILLIS = Duration.ofDays(2).toMillis();

  private final Summaries settings;
  private final Summarizer summarizer;
  private final Failures failures;
  private final FutureTimes future;
  private final LongSupplier nanoClock;
  private final Optional<ThreadFactory> threads;
  private final Courier courier = new Courier(this::handOver);
  private final long periodMillis;
  private long newestMillis = Long.MIN_VALUE;
  private long newestNanos;
  private int behind;

  /** What waits; a lock of its own, for the courier's thread takes from it. */
  private final ArrayDeque<SliceSummary> waiting = new ArrayDeque<>();

  private long lost;
  private long failed;
  private boolean handing;
  private volatile long pause;
  private volatile long notBefore;

  /**
   * Without a thread yet.
   *
   * @param settings where to, and how often
   * @param summarizer of these settings, which has seen nothing
   * @param failures told of what is given up and of what a sink throws, on any thread
   * @param threads makes the thread that hands over; empty to do it on VIRK's
   * @param clock of which no observation lies more than an hour ahead
   * @param nanoClock of pauses
   */
  public SummaryOutlet(
      Summaries settings,
      Summarizer summarizer,
      Failures failures,
      Optional<ThreadFactory> threads,
      InstantSource clock,
      LongSupplier nanoClock) {
    this.settings = settings;
    this.future = new FutureTimes(clock, AHEAD);
    this.summarizer = summarizer;
    this.failures = failures;
    this.threads = threads;
    this.nanoClock = nanoClock;
    this.periodMillis = settings.period().toMillis();
  }

  /** Starts the thread. Any thread, once. */
  public void start() {
    threads.ifPresent(courier::start);
  }

  /** Takes what a recorder takes, and hands it on. */
  public Recorder recorder(Recorder next) {
    return new SummaryRecorder(
        (observation, values, slice) -> {
          if (isTrue(values.epochMillis(), slice)) {
            timeIs(values.epochMillis());
            newestNanos = nanoClock.getAsLong();
            long before = summarizer.withoutRoom();
            summarizer.observed(observation, values, slice);
            if (summarizer.withoutRoom() > before) {
              failures.input(
                  "SUMMARIES", "an observation of " + slice + " is in no summary," + ROOM);
            }
          }
        },
        next);
  }

  /** Of a time that has not come yet there is no summary: judges would not believe it. */
  private boolean isTrue(long millis, Slice slice) {
    boolean isAhead = future.isAhead(millis);
    if (isAhead) {
      failures.input(
          "AHEAD",
          "an observation of "
              + (slice == null ? Slice.ALL : slice)
              + " is of a time that is more than an hour ahead, "
              + Text.time(millis)
              + ", and is in no summary: a clock is wrong");
    }
    return !isAhead;
  }

  /** The newest of all; where a clock was days ahead for once, where most are. */
  private void timeIs(long millis) {
    boolean isBehind = newestMillis != Long.MIN_VALUE && millis < newestMillis - LEAP_MILLIS;
    behind = isBehind ? behind + 1 : 0;
    if (millis > newestMillis || behind == PATIENCE) {
      newestMillis = millis;
      behind = 0;
    }
  }

  /** Counts the verdicts of windows. */
  public void told(MonitorEvent event) {
    if (event instanceof WindowJudged judged) {
      try {
        summarizer.judged(judged);
      } catch (RuntimeException e) {
        failures.thrown(Failed.Part.SUMMARY, "a window could not be summarised", e);
      }
    }
  }

  /** Closes what is over, also where nothing comes any more. */
  public void tick() {
    if (newestMillis != Long.MIN_VALUE) {
      long late = Math.min(LATE_MILLIS, periodMillis);
      long quiet = nanoClock.getAsLong() - newestNanos;
      boolean silent = quiet >= Duration.ofMillis(periodMillis + late).toNanos();
      put(silent ? summarizer.close() : summarizer.advance(newestMillis - late));
    }
    if (isWaiting() && isTime()) {
      wake();
    }
  }

  private boolean isTime() {
    return pause == 0 || nanoClock.getAsLong() - notBefore >= 0;
  }

  private synchronized boolean isWaiting() {
    return !waiting.isEmpty();
  }

  private void wake() {
    if (threads.isPresent()) {
      courier.wake();
    } else {
      boolean more = true;
      while (more) {
        more = handOver();
      }
    }
  }

  private void put(Collection<SliceSummary> closed) {
    if (closed.isEmpty()) {
      return;
    }
    long givenUp = 0;
    synchronized (this) {
      waiting.addAll(closed);
      while (waiting.size() > MOST_WAITING) {
        waiting.removeFirst();
        givenUp++;
      }
      lost += givenUp;
    }
    if (givenUp > 0) {
      failures.thrown(
          Failed.Part.SUMMARY,
          "summaries were given up, for too many wait",
          "summaries were given up (" + givenUp + "), for too many wait",
          new IOException("the sink does not take them: " + settings.sink()));
    }
  }

  /** Hands over some of what waits, on the thread that does so; false if there is no more to do. */
  private boolean handOver() {
    List<SliceSummary> batch = new ArrayList<>();
    synchronized (this) {
      if (handing || waiting.isEmpty() || !isTime()) {
        return false;
      }
      handing = true;
      for (SliceSummary each : waiting) {
        if (batch.size() == BATCH) {
          break;
        }
        batch.add(each);
      }
    }
    boolean taken = false;
    try {
      settings.sink().write(List.copyOf(batch));
      taken = true;
      pause = 0;
    } catch (Throwable e) { // whatever the sink throws
      pause = pause == 0 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
      notBefore = nanoClock.getAsLong() + pause;
      failures.thrown(Failed.Part.SUMMARY, "summaries could not be handed over, and wait", e);
    } finally {
      synchronized (this) {
        handing = false;
        failed += taken ? 0 : 1;
        for (SliceSummary each : taken ? batch : List.<SliceSummary>of()) {
          if (waiting.peekFirst() == each) { // the first of them may have been given up meanwhile
            waiting.removeFirst();
          }
        }
      }
    }
    return taken;
  }

  /** Closes all periods: nothing comes any more. */
  public void last() {
    put(summarizer.close());
    pause = 0; // a last try
    wake();
  }

  /**
   * Ends the thread when it has handed over what it can.
   *
   * @param limit how long to wait
   */
  public void stop(Duration limit) {
    if (threads.isPresent()) {
      courier.stop(limit);
    }
  }

  /** Summaries that wait. Any thread. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** Summaries that were given up. Any thread. */
  public synchronized long lost() {
    return lost;
  }

  /** Attempts to hand some over that failed. Any thread. */
  public synchronized long failed() {
    return failed;
  }

  /** Bytes held, about. */
  public long memory() {
    return summarizer.memory() + 5_000L * waiting();
  }

  /** What is to be remembered: the open periods, and what waits. */
  public State state() {
    synchronized (this) {
      return new State(summarizer.state(), List.copyOf(waiting));
    }
  }

  /**
   * What is remembered.
   *
   * @param open of the summarizer
   * @param waiting not handed over yet, or just being
   */
  public record State(byte[] open, List<SliceSummary> waiting) {
    /** Writes it. */
    public void writeTo(DataOutput out) throws IOException {
      out.writeInt(open.length);
      out.write(open);
      out.writeInt(waiting.size());
      for (SliceSummary each : waiting) {
        byte[] bytes = each.toBytes();
        out.writeInt(bytes.length);
        out.write(bytes);
      }
    }

    /** Reads what was written; nothing of it is believed yet. */
    public static State read(DataInput in) throws IOException {
      byte[] open = DataText.readBytes(in, LONGEST_STATE);
      int n = in.readInt();
      if (n < 0 || n > MOST_WAITING) {
        throw new IOException("summaries: " + n + " (expected: 0 .. " + MOST_WAITING + ")");
      }
      List<SliceSummary> waiting = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        byte[] bytes = DataText.readBytes(in, SliceSummary.MAXIMUM_BYTES);
        try {
          waiting.add(SliceSummary.fromBytes(bytes));
        } catch (IllegalArgumentException e) {
          throw new IOException("a summary that waits: " + e.getMessage(), e);
        }
      }
      return new State(open, waiting);
    }
  }

  /**
   * Goes on from what was remembered.
   *
   * @throws IllegalArgumentException if it is of another baseline
   */
  public void restore(State state) {
    summarizer.restore(state.open());
    synchronized (this) {
      waiting.clear();
      waiting.addAll(state.waiting());
    }
  }
}
