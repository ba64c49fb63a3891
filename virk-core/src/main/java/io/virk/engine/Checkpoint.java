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
import io.virk.diagnose.Diagnosis;
import io.virk.internal.AtomicFile;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What a monitor remembers between observations, as a file: the windows as they fill, the drifts
 * that are open and what was said of them. The flight recorder's images are not in it.
 *
 * <p>Format: "VIRKCP" and a version of 16 bits, the length of a JSON object (32 bits) and the
 * object, the tables of all windows, and the CRC-32 of all that.
 *
 * @param state everything but the tables
 * @param tables two tables for each window of the state: its own, and the one before it
 */
public record Checkpoint(State state, List<SignalTable> tables) {
  private static final byte[] MAGIC = "VIRKCP".getBytes(StandardCharsets.US_ASCII);
  private static final short VERSION = 2;
  private static final int CRC_BYTES = 8;
  private static final long MAXIMUM_BYTES = 1 << 30;

  private static final Gson GSON =
      new GsonBuilder()
          .serializeSpecialFloatingPointValues()
          .registerTypeAdapter(
              ScalarSignal.class,
              (JsonSerializer<ScalarSignal>) (s, type, context) -> new JsonPrimitive(s.name()))
          .registerTypeAdapter(
              ScalarSignal.class,
              (JsonDeserializer<ScalarSignal>)
                  (json, type, context) -> ScalarSignal.named(json.getAsString()).orElseThrow())
          .registerTypeAdapter(
              new TypeToken<Optional<Drift.Closing>>() {}.getType(),
              (JsonSerializer<Optional<?>>) (none, type, context) -> new JsonArray())
          .registerTypeAdapter(
              new TypeToken<Optional<Drift.Closing>>() {}.getType(),
              (JsonDeserializer<Optional<?>>) (json, type, context) -> Optional.empty())
          .create();

  /**
   * Everything but the tables.
   *
   * @param baselineHash of the baseline that windows are compared with
   * @param windows the window policy, in its text form
   * @param sliceKey the tag by which observations are sliced; "" for none
   * @param nextSequence number of the next observation
   * @param accepted observations taken in so far
   * @param unit in which false alarms are allowed
   * @param budget of false alarms
   * @param tracker histories and open episodes
   * @param told what was said of each open episode
   * @param newContexts contexts that have been told of
   * @param slices each window, those seen least lately first
   * @param watches each sequential detector
   * @param allowances what sequential detectors may spend by the clock or in sampled windows
   */
  public record State(
      String baselineHash,
      String windows,
      String sliceKey,
      long nextSequence,
      long accepted,
      FalseAlarms.Unit unit,
      AlarmBudget.State budget,
      DriftTracker.State tracker,
      List<Told> told,
      List<String> newContexts,
      List<Window> slices,
      List<Watch> watches,
      List<Allowance> allowances) {}

  /** What was said of an episode that is open. */
  public record Told(int number, Diagnosis diagnosis) {}

  /** A sequential detector of a slice, its state in base 64. */
  public record Watch(Slice slice, String key, String state) {}

  /**
   * A window as it fills, and what the one before it was worth; its sums of random features in base
   * 64, null if it keeps none.
   */
  public record Window(
      Slice slice,
      int dimension,
      long seen,
      long begunNanos,
      String sums,
      double eValue,
      long eValueSequence,
      boolean tooFew) {}

  /**
   * What the sequential detectors of a slice may spend; by the clock, those of all slices.
   *
   * @param slice all observations, if by the clock
   * @param windows of the slice that were judged so far; 0 if by the clock
   * @param pace the account
   */
  public record Allowance(Slice slice, long windows, Pace.State pace) {}

  public void write(Path file) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.write(MAGIC);
      out.writeShort(VERSION);
      byte[] json = GSON.toJson(state).getBytes(StandardCharsets.UTF_8);
      out.writeInt(json.length);
      out.write(json);
      for (SignalTable table : tables) {
        table.writeTo(out);
      }
      CRC32 crc = new CRC32();
      crc.update(bytes.toByteArray());
      out.writeLong(crc.getValue());
      AtomicFile.write(file, AtomicFile.Access.OWNER, target -> target.write(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + file + " cannot be written", e);
    }
  }

  /**
   * Reads a checkpoint. Whether it fits a monitor is not checked here.
   *
   * @param rows observations of a window
   * @param dimension d
   * @throws CheckpointException if it is damaged or foreign
   */
  public static Checkpoint read(Path file, int rows, int dimension) {
    byte[] bytes;
    try {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw damaged(file, "it is larger than 1 GiB", null);
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + file + " cannot be read", e);
    }
    int head = MAGIC.length + Short.BYTES;
    if (bytes.length < head + CRC_BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw damaged(file, "it does not begin like one", null);
    }
    short version = ByteBuffer.wrap(bytes).getShort(MAGIC.length);
    if (version != VERSION) {
      throw damaged(file, "it is of version " + version + ", this VIRK reads " + VERSION, null);
    }
    int content = bytes.length - CRC_BYTES;
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, content);
    if (ByteBuffer.wrap(bytes).getLong(content) != crc.getValue()) {
      throw damaged(file, "it is truncated or was changed", null);
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, head, content - head))) {
      int length = in.readInt();
      if (length < 0 || length > in.available()) {
        throw new IOException("the state is longer than the file");
      }
      State state =
          GSON.fromJson(new String(in.readNBytes(length), StandardCharsets.UTF_8), State.class);
      List<SignalTable> tables = new ArrayList<>();
      for (Window window : state.slices()) {
        if (window.dimension() != 0 && window.dimension() != dimension) {
          throw new IOException(
              "embeddings of " + window.dimension() + " values (expected: " + dimension + ")");
        }
        for (int i = 0; i < 2; i++) {
          tables.add(new SignalTable(rows, window.dimension()).read(in));
        }
      }
      if (in.available() > 0) {
        throw new IOException("there is something behind its last window");
      }
      return new Checkpoint(state, tables);
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static CheckpointException damaged(Path file, String why, Throwable cause) {
    return new CheckpointException(
        "restore: " + file + " (expected: a VIRK checkpoint; " + why + ")", cause);
  }
}
