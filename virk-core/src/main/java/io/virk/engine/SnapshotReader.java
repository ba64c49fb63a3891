package io.virk.engine;

import com.google.gson.JsonParseException;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.diagnose.CameraChange;
import io.virk.event.Fit;
import io.virk.internal.DataText;
import io.virk.internal.WholeRecords;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalDescription;
import io.virk.signal.internal.SignalTableFormat;
import java.io.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the binary form of a {@link Snapshot}, one entry after the other, so that whoever reads
 * decides what to keep. Whatever the bytes are, it holds one window and one entry at a time.
 */
final class SnapshotReader {
  private final DataInput in;
  private final SignalTable own;
  private final SignalTable before;

  /** A part is missing, by their kind. */
  private static final Set<Class<?>> INCOMPLETE =
      Set.of(SignalDescription.class, CameraChange.class, Course.Spoken.class);

  /**
   * Begins.
   *
   * @param in where from
   * @param rows of a full window
   * @param schema of the baseline
   */
  SnapshotReader(DataInput in, int rows, SignalSchema schema) {
    this.in = in;
    this.own = new SignalTable(schema, rows);
    this.before = new SignalTable(schema, rows);
  }

  /** The head, which comes first. */
  Snapshot.Head head() throws IOException {
    return head(in);
  }

  /** The head alone, for which no baseline is needed. */
  static Snapshot.Head head(DataInput in) throws IOException {
    byte[] json = DataText.readBytes(in, Snapshot.MAXIMUM_HEAD);
    Snapshot.Head head;
    try {
      head = Snapshot.GSON.fromJson(new String(json, StandardCharsets.UTF_8), Snapshot.Head.class);
    } catch (JsonParseException e) {
      throw new IOException("the head is no JSON of one: " + e.getMessage(), e);
    }
    if (head == null) {
      throw new IOException("there is no head");
    }
    WholeRecords.check(head, "head", INCOMPLETE);
    return head;
  }

  /** How many entries come next, as they say; no more is believed than is there. */
  int count(String what) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException(what + ": " + count + " (expected: >= 0)");
    }
    return count;
  }

  /** A window; its tables hold until the next one. */
  Snapshot.Window window() throws IOException {
    Slice slice = slice();
    boolean embeds = in.readBoolean();
    long seen = in.readLong();
    long begunNanos = in.readLong();
    double eValue = in.readDouble();
    long eValueSequence = in.readLong();
    boolean tooFew = in.readBoolean();
    byte[] sums = DataText.readBytes(in, Snapshot.MAXIMUM_STATE);
    int spacing = in.readInt();
    long next = in.readLong();
    Snapshot.Former stream = stream(slice);
    return new Snapshot.Window(
        slice,
        embeds,
        seen,
        begunNanos,
        eValue,
        eValueSequence,
        tooFew,
        sums,
        spacing,
        next,
        stream.memory(),
        stream.level(),
        stream.fitting(),
        SignalTableFormat.read(in, own),
        SignalTableFormat.read(in, before));
  }

  /** What is known of the stream of a slice that made room for another. */
  Snapshot.Former former() throws IOException {
    return stream(slice());
  }

  private Snapshot.Former stream(Slice slice) throws IOException {
    return new Snapshot.Former(
        slice,
        DataText.readBytes(in, Snapshot.MAXIMUM_STATE),
        DataText.readBytes(in, Snapshot.MAXIMUM_STATE),
        fitting());
  }

  private Fitting.State fitting() throws IOException {
    int windows = in.readInt();
    int inARow = in.readInt();
    int unjudged = in.readInt();
    long observations = in.readLong();
    String fit = DataText.read(in);
    return new Fitting.State(
        windows, inARow, unjudged, observations, fit.isEmpty() ? null : Fit.valueOf(fit));
  }

  /**
   * The last windows of a slice.
   *
   * @param among that are looked back at
   */
  TrackerState.HistoryState history(int among) throws IOException {
    Slice slice = slice();
    long bits = in.readLong();
    long turn = in.readLong();
    long pace = in.readLong();
    int length = in.readInt();
    if (length != among) {
      throw new IOException(
          "emission: "
              + length
              + " windows are looked back at in the checkpoint (expected: "
              + among
              + ", the monitor's)");
    }
    long[] sequences = new long[among];
    long[] times = new long[among];
    for (int i = 0; i < among; i++) {
      sequences[i] = in.readLong();
      times[i] = in.readLong();
    }
    return new TrackerState.HistoryState(slice, bits, sequences, times, turn, pace);
  }

  /** A sequential detector. */
  Snapshot.Watch watch() throws IOException {
    return new Snapshot.Watch(
        slice(), DataText.read(in), DataText.readBytes(in, Snapshot.MAXIMUM_STATE));
  }

  /**
   * When each stream was heard of last.
   *
   * @param maximum slices at most; those seen least lately are left out
   */
  Silences.State silences(int maximum) throws IOException {
    long ticked = in.readLong();
    long resumed = in.readLong();
    List<Beat> beats = new ArrayList<>();
    for (int left = count("streams"); left > 0; left--) {
      Beat beat =
          new Beat(
              slice(),
              new Beat.State(
                  in.readLong(),
                  in.readLong(),
                  in.readDouble(),
                  in.readDouble(),
                  new Position(in.readLong(), in.readLong()),
                  in.readBoolean(),
                  in.readBoolean()));
      if (left <= maximum || beats.isEmpty() && beat.slice().isAll()) { // the whole stream is first
        beats.add(beat);
      }
    }
    return new Silences.State(ticked, resumed, beats);
  }

  /**
   * How long each stream repeats itself.
   *
   * @param maximum slices at most; those seen least lately are left out
   */
  Freezes.State freezes(int maximum) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (int left = count("runs"); left > 0; left--) {
      Run run =
          new Run(
              slice(),
              new Run.State(
                  in.readLong(),
                  in.readLong(),
                  in.readLong(),
                  in.readDouble(),
                  in.readLong(),
                  new Position(in.readLong(), in.readLong()),
                  DataText.read(in),
                  in.readBoolean(),
                  in.readBoolean(),
                  in.readBoolean()));
      if (left <= maximum || runs.isEmpty()) { // the whole stream is first
        runs.add(run);
      }
    }
    return new Freezes.State(runs);
  }

  /** What the pictures of a slice in a row were like. */
  Snapshot.Seen seen() throws IOException {
    return new Snapshot.Seen(slice(), DataText.readBytes(in, Snapshot.MAXIMUM_STATE));
  }

  private Slice slice() throws IOException {
    return new Slice(DataText.read(in), DataText.read(in), DataText.read(in));
  }
}
