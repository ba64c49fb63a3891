package io.virk.engine;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.reflect.TypeToken;
import io.virk.detect.Drift;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.Diagnosis;
import io.virk.event.Fit;
import io.virk.internal.DataText;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalDescription;
import io.virk.signal.internal.SignalTableFormat;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an engine remembers between observations: the windows as they fill, the drifts that are open
 * and what was said of them, the accounts of false alarms, the random generator, the time. Shares
 * nothing with the engine that it was taken from. The flight recorder and the counters are not in
 * it.
 *
 * <p>Binary form: {@link Head} as JSON in UTF-8, then each a number of 32 bits and so many entries:
 * windows, windows of the last observations of watched slices, former streams, histories, watches,
 * streams, runs, observations with their tags, slices whose drifts are over, cameras. Every text
 * and every array stands behind its length. What is read makes no more memory than the engine that
 * reads it has anyway: tables are read row by row, into one that is used again.
 *
 * @param head everything that does not grow with the slices
 * @param windows every window, those of slices seen least lately first
 * @param recents the last observations of watched slices, where their windows hold samples
 * @param formers the streams of slices that made room for others, that which went first first
 * @param histories the last windows of each slice
 * @param watches the sequential detectors
 * @param silences when each stream was heard of last
 * @param freezes how long each stream repeats itself
 * @param tagged the last observations with all their tags
 * @param cameras what the pictures of each slice in a row were like
 */
public record Snapshot(
    Head head,
    List<Window> windows,
    List<Window> recents,
    List<Former> formers,
    List<TrackerState.HistoryState> histories,
    List<Watch> watches,
    Silences.State silences,
    Freezes.State freezes,
    TaggedRows.State tagged,
    List<Seen> cameras) {
  /** The longest head, bytes. */
  static final int MAXIMUM_HEAD = 1 << 24;

  /** The longest state of a sequential detector, or sums of features, bytes. */
  static final int MAXIMUM_STATE = 1 << 26;

  /** For the head alone. */
  static final Gson GSON =
      new GsonBuilder()
          .serializeSpecialFloatingPointValues()
          .registerTypeAdapter(
              new TypeToken<Optional<Drift.Closing>>() {}.getType(),
              (JsonSerializer<Optional<?>>) (none, type, context) -> new JsonArray())
          .registerTypeAdapter(
              new TypeToken<Optional<Drift.Closing>>() {}.getType(),
              (JsonDeserializer<Optional<?>>) (json, type, context) -> Optional.empty())
          .registerTypeAdapter(
              Duration.class,
              (JsonSerializer<Duration>)
                  (duration, type, context) -> new JsonPrimitive(duration.toSeconds()))
          .registerTypeAdapter(
              Duration.class,
              (JsonDeserializer<Duration>)
                  (json, type, context) -> Duration.ofSeconds(json.getAsLong()))
          .create();

  /**
   * Everything that does not grow with the slices, but for open drifts.
   *
   * @param baselineHash of the baseline that windows are compared with
   * @param signals the columns of the tables
   * @param policy the window policy, in its text form
   * @param sliceKey the tag by which observations are sliced; "" for none
   * @param settings other settings by name, in words
   * @param accepted observations taken in so far
   * @param time where it stands
   * @param unit in which false alarms are allowed
   * @param budget of false alarms
   * @param tracker of episodes, without its histories
   * @param told what was said of each open episode
   * @param newContexts contexts that have been told of
   * @param allowances what sequential detectors may spend by the clock or in sampled windows
   */
  public record Head(
      String baselineHash,
      List<SignalDescription> signals,
      String policy,
      String sliceKey,
      Map<String, String> settings,
      long accepted,
      Time time,
      FalseAlarms.Unit unit,
      AlarmBudget.State budget,
      TrackerState tracker,
      List<Told> told,
      List<String> newContexts,
      List<Allowance> allowances) {}

  /**
   * Where the engine's time and chance stand.
   *
   * @param now nanoseconds since it began
   * @param ticked when it last looked at all windows
   * @param random state of the generator
   */
  public record Time(long now, long ticked, long random) {
    /** Nanoseconds of 146 years, so that nothing overflows that is added to it. */
    static final long LONGEST = (1L << 62) - 1;

    public Time {
      if (ticked < 0 || ticked > now || now > LONGEST) {
        throw new IllegalArgumentException(
            "now, ticked: " + now + ", " + ticked + " (expected: 0 <= ticked <= now < 2^62)");
      }
    }
  }

  /** What was said of an episode that is open, or may be reopened. */
  public record Told(
      int number,
      Diagnosis opening,
      Diagnosis last,
      List<Course.Spoken> spoken,
      List<DriftLevel> levels,
      List<Course.Explained> explained) {}

  /** What the pictures of a slice in a row were like. */
  public record Seen(Slice slice, byte[] sums) {}

  /** A sequential detector of a slice. */
  public record Watch(Slice slice, String key, byte[] state) {}

  /**
   * What the sequential detectors of a slice may spend; by the clock, those of all slices.
   *
   * @param slice all observations, if by the clock
   * @param windows of the slice that were judged so far; 0 if by the clock
   * @param pace the account
   */
  public record Allowance(Slice slice, long windows, Pace.State pace) {}

  /**
   * What is known of a stream.
   *
   * @param slice whose
   * @param memory how much its observations resemble each other; empty if that is not known
   * @param level where it has been; empty if that is not known
   * @param fitting how it compares with the baseline
   */
  public record Former(Slice slice, byte[] memory, byte[] level, Fitting.State fitting) {}

  /**
   * A window as it fills, and what the one before it was worth.
   *
   * @param slice whose
   * @param embeds whether it keeps embeddings
   * @param seen observations since it began
   * @param begunNanos when it began, in the engine's time
   * @param eValue of the last that could be judged; NaN if there was none
   * @param eValueSequence the middle of that
   * @param tooFew whether the last that ended had too few observations
   * @param sums of random features; empty if it keeps none
   * @param spacing observations from one row to the next
   * @param next observations since it began after which the next one is taken
   * @param memory what is known of the stream; empty if nothing is
   * @param level where the stream has been; empty if that is not known
   * @param fitting how the stream compares with the baseline
   * @param own its rows
   * @param before the rows of the one before it
   */
  public record Window(
      Slice slice,
      boolean embeds,
      long seen,
      long begunNanos,
      double eValue,
      long eValueSequence,
      boolean tooFew,
      byte[] sums,
      int spacing,
      long next,
      byte[] memory,
      byte[] level,
      Fitting.State fitting,
      SignalTable own,
      SignalTable before) {

    /** What is known of its stream. */
    Former stream() {
      return new Former(slice, memory, level, fitting);
    }

    /** Refuses what is no window of a policy, with room for so many rows. */
    void check(WindowPolicy policy, int capacity) {
      int rows = own.rows();
      if (spacing < 1 || spacing > Thinning.LARGEST || Integer.bitCount(spacing) != 1) {
        throw new IllegalArgumentException(
            "spacing: " + spacing + " (expected: a power of two, 1 .. " + Thinning.LARGEST + ")");
      }
      int leftOut = policy.sampled() ? 1 : spacing;
      boolean tooMany = rows > (seen + leftOut - 1) / leftOut || rows == 0 && seen > 0;
      boolean left = leftOut == 1 && rows < seen && !(policy.sampled() && rows == capacity);
      if (tooMany || left || next < 0 || next > seen + 2L * spacing) {
        throw new IllegalArgumentException(
            "seen: " + seen + " (expected: the window's " + rows + " rows)");
      }
    }
  }

  /**
   * Writes it.
   *
   * @param out where to
   * @throws IOException if it cannot be written, or is more than can be read
   */
  public void writeTo(DataOutput out) throws IOException {
    byte[] json = GSON.toJson(head).getBytes(StandardCharsets.UTF_8);
    bytes(out, json, MAXIMUM_HEAD, "open drifts");
    write(out, windows);
    write(out, recents);
    out.writeInt(formers.size());
    for (Former former : formers) {
      write(out, former.slice());
      write(out, former);
    }
    out.writeInt(histories.size());
    for (TrackerState.HistoryState history : histories) {
      write(out, history.slice());
      out.writeLong(history.bits());
      out.writeLong(history.turn());
      out.writeLong(history.pace());
      out.writeInt(history.firstSequences().length);
      for (int i = 0; i < history.firstSequences().length; i++) {
        out.writeLong(history.firstSequences()[i]);
        out.writeLong(history.firstTimes()[i]);
      }
    }
    out.writeInt(watches.size());
    for (Watch watch : watches) {
      write(out, watch.slice());
      DataText.write(out, watch.key());
      bytes(out, watch.state(), MAXIMUM_STATE, "state of a sequential detector");
    }
    out.writeLong(silences.ticked());
    out.writeLong(silences.resumed());
    out.writeInt(silences.beats().size());
    for (Beat beat : silences.beats()) {
      Beat.State state = beat.state();
      write(out, beat.slice());
      out.writeLong(state.observations());
      out.writeLong(state.lastNanos());
      out.writeDouble(state.mean());
      out.writeDouble(state.longest());
      out.writeLong(state.last().sequence());
      out.writeLong(state.last().epochMillis());
      out.writeBoolean(state.silent());
      out.writeBoolean(state.told());
    }
    out.writeInt(freezes.runs().size());
    for (Run run : freezes.runs()) {
      Run.State state = run.state();
      write(out, run.slice());
      out.writeLong(state.observations());
      out.writeLong(state.digest());
      out.writeLong(state.same());
      out.writeDouble(state.longest());
      out.writeLong(state.sinceNanos());
      out.writeLong(state.since().sequence());
      out.writeLong(state.since().epochMillis());
      DataText.write(out, state.source());
      out.writeBoolean(state.frozen());
      out.writeBoolean(state.told());
      out.writeBoolean(state.held());
    }
    tagged.writeTo(out);
    out.writeInt(cameras.size());
    for (Seen seen : cameras) {
      write(out, seen.slice());
      bytes(out, seen.sums(), MAXIMUM_STATE, "pictures of a camera");
    }
  }

  private static void write(DataOutput out, List<Window> windows) throws IOException {
    out.writeInt(windows.size());
    for (Window window : windows) {
      write(out, window.slice());
      out.writeBoolean(window.embeds());
      out.writeLong(window.seen());
      out.writeLong(window.begunNanos());
      out.writeDouble(window.eValue());
      out.writeLong(window.eValueSequence());
      out.writeBoolean(window.tooFew());
      bytes(out, window.sums(), MAXIMUM_STATE, "sums of features");
      out.writeInt(window.spacing());
      out.writeLong(window.next());
      write(out, window.stream());
      SignalTableFormat.write(window.own(), out);
      SignalTableFormat.write(window.before(), out);
    }
  }

  private static void write(DataOutput out, Former stream) throws IOException {
    bytes(out, stream.memory(), MAXIMUM_STATE, "memory of a stream");
    bytes(out, stream.level(), MAXIMUM_STATE, "level of a stream");
    out.writeInt(stream.fitting().windows());
    out.writeInt(stream.fitting().inARow());
    out.writeInt(stream.fitting().unjudged());
    out.writeLong(stream.fitting().observations());
    Fit fit = stream.fitting().fit();
    DataText.write(out, fit == null ? "" : fit.name());
  }

  private static void write(DataOutput out, Slice slice) throws IOException {
    DataText.write(out, slice.key());
    DataText.write(out, slice.value());
    DataText.write(out, slice.context());
  }

  private static void bytes(DataOutput out, byte[] bytes, int most, String what)
      throws IOException {
    if (bytes.length > most) {
      throw new IOException(what + ": " + bytes.length + " bytes (expected: <= " + most + ")");
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
