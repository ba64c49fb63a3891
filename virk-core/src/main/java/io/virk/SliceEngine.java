package io.virk;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.engine.Engine;
import io.virk.event.MonitorEvent;
import io.virk.event.WindowJudged;
import io.virk.fleet.SliceSummary;
import io.virk.fleet.Summarizer;
import io.virk.internal.DataText;
import io.virk.internal.FutureTimes;
import io.virk.internal.Text;
import io.virk.signal.SignalSchema;
import io.virk.signal.internal.ObservationFormat;
import io.virk.signal.internal.StoredObservation;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Judges one slice: see {@link SliceEngines}. Its time is that of its observations and of {@link
 * #advance}; the same calls in the same order give the same events, whatever was restored between
 * them. One thread at a time.
 */
public final class SliceEngine {
  private static final long NANOS_OF_A_MILLI = 1_000_000;

  private static final int BUFFER = 1 << 12;
  private static final int MOST_OPEN = 1 << 24;

  /** Later than this is no time: 2116. */
  private static final long LATEST = Long.MAX_VALUE / 2 / NANOS_OF_A_MILLI;

  /** An engine that has believed a time goes on from there, and all that comes is late. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private final Engine engine;
  private final SignalSchema schema;
  private final int fingerprint;

  /** Of the next observation. */
  private long sequence;

  /** Milliseconds since 1970. */
  private long now;

  private final FutureTimes future;
  private final Slice slice;
  private final Optional<Summarizer> summarizer;
  private final List<SliceSummary> summaries = new ArrayList<>();

  SliceEngine(
      Engine engine,
      SignalSchema schema,
      int fingerprint,
      InstantSource clock,
      Slice slice,
      Optional<Summarizer> summarizer) {
    this.engine = engine;
    this.schema = schema;
    this.fingerprint = fingerprint;
    this.future = new FutureTimes(clock, AHEAD);
    this.slice = slice;
    this.summarizer = summarizer;
  }

  /**
   * Takes one observation, and judges what is then to be judged.
   *
   * @param observation what an encoder of the same settings made. Not modified.
   * @param told of what it brings about, before this returns
   * @throws IllegalArgumentException if it is damaged, of another baseline or windows, or more than
   *     a day ahead of the clock; nothing has changed
   */
  public void accept(byte[] observation, Consumer<MonitorEvent> told) {
    accept(observation, Map.of(), told);
  }

  /**
   * The same with tags that did not come with its signals.
   *
   * @param observation what an encoder of the same settings made. Not modified.
   * @param tags beside its own, or instead of those of the same keys
   * @param told of what it brings about, before this returns
   * @throws IllegalArgumentException if it is damaged, of another baseline or windows, or more than
   *     a day ahead of the clock; nothing has changed
   */
  public void accept(byte[] observation, Map<String, String> tags, Consumer<MonitorEvent> told) {
    StoredObservation of;
    try (DataInputStream in = SliceEngines.open(observation, "observation", fingerprint)) {
      of = ObservationFormat.read(in, schema);
    } catch (IOException | NullPointerException e) {
      throw new IllegalArgumentException("observation: damaged: " + Text.message(e), e);
    }
    if (!(of.weight() >= 0)) {
      throw new IllegalArgumentException(
          "observation: of the weight " + of.weight() + " (expected: >= 0)");
    }
    if (of.epochMillis() < 0 || of.epochMillis() > LATEST) {
      throw new IllegalArgumentException(
          "observation: at " + of.epochMillis() + " (expected: milliseconds since 1970)");
    }
    if (future.isAhead(of.epochMillis())) {
      throw new IllegalArgumentException(
          "observation: at "
              + Text.time(of.epochMillis())
              + " (expected: at most a day after "
              + Text.time(future.now())
              + ", which it is by the clock)");
    }
    engine.accept(of.as(sequence, tags), summarising(told));
    sequence++;
    time(of.epochMillis(), told);
  }

  /** Summaries say what windows were judged to be. */
  private Consumer<MonitorEvent> summarising(Consumer<MonitorEvent> told) {
    return summarizer.isEmpty()
        ? told
        : event -> {
          if (event instanceof WindowJudged judged) {
            summarizer
                .get()
                .judged(
                    new WindowJudged(
                        judged.monitor(),
                        SliceEngines.in(slice, judged.slice()),
                        judged.results(),
                        judged.mergedInto(),
                        judged.fitted()));
          }
          told.accept(event);
        };
  }

  private void time(long epochMillis, Consumer<MonitorEvent> told) {
    now = Math.max(now, Math.min(LATEST, epochMillis));
    engine.advance(now * NANOS_OF_A_MILLI, summarising(told));
  }

  /**
   * Lets time go on, whether observations come or not: judges windows whose time is up, and says
   * that the stream has stopped.
   *
   * @param epochMillis milliseconds since 1970; earlier than before is as if time stood still
   * @param told of what it brings about, before this returns
   */
  public void advance(long epochMillis, Consumer<MonitorEvent> told) {
    time(epochMillis, told);
    summarizer.ifPresent(s -> summaries.addAll(s.advance(now)));
  }

  /**
   * Hands over the summaries of periods that {@link #advance} has gone past.
   *
   * @return those since the last call; none if the engines make none
   */
  public List<SliceSummary> summaries() {
    List<SliceSummary> over = List.copyOf(summaries);
    summaries.clear();
    return over;
  }

  /**
   * What is to be remembered; summaries that were not handed over are not.
   *
   * @return for {@link SliceEngines#restore}
   */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream head = new DataOutputStream(bytes)) {
      head.writeByte(SliceEngines.FORMAT);
      head.writeInt(fingerprint);
      DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(new DeflaterOutputStream(bytes, deflater), BUFFER));
      out.writeLong(sequence);
      out.writeLong(now);
      engine.snapshot().writeTo(out);
      byte[] open = summarizer.map(Summarizer::state).orElseGet(() -> new byte[0]);
      out.writeInt(open.length);
      out.write(open);
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  void restore(byte[] state) {
    Objects.requireNonNull(state, "state");
    try (DataInputStream head = SliceEngines.open(state, "state", fingerprint);
        DataInputStream in =
            new DataInputStream(new BufferedInputStream(new InflaterInputStream(head), BUFFER))) {
      sequence = in.readLong();
      now = in.readLong();
      if (sequence < 0 || now < 0 || now > LATEST) {
        throw new IOException("number " + sequence + " at " + now);
      }
      engine.restore(in, now * NANOS_OF_A_MILLI);
      byte[] open = DataText.readBytes(in, MOST_OPEN);
      if (open.length > 0 != summarizer.isPresent()) {
        throw new IllegalArgumentException(
            "state: "
                + (open.length > 0 ? "summarised" : "not summarised")
                + " (expected: as the engines are)");
      }
      summarizer.ifPresent(s -> s.restore(open));
      if (in.read() >= 0) { // reads the checksum, too
        throw new IOException("longer than a state");
      }
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // whatever stands in it
      throw new IllegalArgumentException("state: damaged: " + Text.message(e), e);
    }
  }

  /** How many observations it has taken, restored ones among them. */
  public long observations() {
    return sequence;
  }

  /** The drifts that are open. */
  public List<Drift> openDrifts() {
    return engine.openDrifts();
  }

  /** Bytes held, about; of {@link #toBytes} there are fewer. */
  public long memory() {
    return engine.memory();
  }
}
