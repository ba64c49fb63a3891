package io.virk.incident.internal;

import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.diagnose.Playbook;
import io.virk.engine.EngineSettings;
import io.virk.incident.Incident;
import io.virk.incident.IncidentTape;
import io.virk.internal.DataText;
import io.virk.signal.SignalSchema;
import io.virk.signal.internal.ObservationFormat;
import io.virk.signal.internal.StoredObservation;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads what {@link Tape} wrote, or anybody else did. */
public final class TapeReader {
  private static final int MOST_RESULTS = 100_000;

  private TapeReader() {}

  /** Is told what is on a tape, in its order. */
  public interface Listener {
    /**
     * The engine was told the time.
     *
     * @param nanos of the monitor's clock
     */
    default void time(long nanos) {}

    /**
     * The engine was given an observation.
     *
     * @param observation with its signals
     */
    default void observed(StoredObservation observation) {}

    /**
     * The engine judged a window.
     *
     * @param slice whose
     * @param results one a signal and detector
     */
    default void judged(Slice slice, List<Result> results) {}
  }

  /**
   * What a detector found in a window.
   *
   * @param signal name of the signal
   * @param detector name of the detector
   * @param verdict its name
   * @param statistic of the detector
   * @param threshold in force
   * @param pValue of the statistic
   * @param effect how large the change is
   * @param n values that entered
   * @param first number of the window's first observation
   * @param last number of its last
   */
  public record Result(
      String signal,
      String detector,
      String verdict,
      double statistic,
      double threshold,
      double pValue,
      double effect,
      int n,
      long first,
      long last) {}

  /**
   * Checks that an incident is of a baseline.
   *
   * @param incident any
   * @param hash of the baseline, for the windows of its tape
   * @throws IllegalArgumentException if it is of another
   */
  public static void checkBaseline(Incident incident, String hash) {
    String own = incident.provenance().baselineHash();
    if (!hash.equals(own)) {
      throw new IllegalArgumentException(
          "baseline: " + hash + " (expected: " + own + ", the incident's)");
    }
  }

  /** What an engine goes by that is driven with a tape. */
  static EngineSettings settings(
      Incident incident,
      IncidentTape.Settings settings,
      FalseAlarms allowance,
      List<SequentialDetector> sequential,
      Playbook playbook) {
    return new EngineSettings(
        incident.provenance().monitor(),
        new EngineSettings.Slices(
            settings.sliceKey(), settings.maximumSlices(), settings.embeddedSlices()),
        new EngineSettings.Alarms(allowance, sequential, settings.fitAccepted()),
        settings.emission(),
        playbook,
        settings.seed());
  }

  /**
   * The sequential detectors of a monitor.
   *
   * @param known among which they are
   * @throws IllegalArgumentException if one is not
   */
  static List<SequentialDetector> sequential(
      IncidentTape.Settings settings, List<SequentialDetector> known) {
    Set<String> names = new TreeSet<>(settings.sequential());
    List<SequentialDetector> own = known.stream().filter(d -> names.remove(d.name())).toList();
    if (!names.isEmpty()) {
      throw new IllegalArgumentException(
          "sequential: without " + names + " (expected: all of the monitor's)");
    }
    return own;
  }

  /**
   * Reads a tape.
   *
   * @param inputs what is on it. Not modified.
   * @param schema the columns of its observations
   * @param listener is told
   * @throws IOException if it is damaged; what came before was told
   */
  public static void read(byte[] inputs, SignalSchema schema, Listener listener)
      throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(inputs);
    DataInputStream in = new DataInputStream(bytes);
    while (bytes.available() > 0) {
      byte what = in.readByte();
      switch (what) {
        case Tape.TIME -> listener.time(in.readLong());
        case Tape.OBSERVED -> listener.observed(ObservationFormat.read(in, schema));
        case Tape.JUDGED -> {
          Slice slice = new Slice(DataText.read(in), DataText.read(in), DataText.read(in));
          listener.judged(slice, results(in));
        }
        default -> throw new IOException("a step of kind " + what);
      }
    }
  }

  private static List<Result> results(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_RESULTS) {
      throw new IOException("a window of " + count + " results");
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(
          new Result(
              DataText.read(in),
              DataText.read(in),
              DataText.read(in),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readInt(),
              in.readLong(),
              in.readLong()));
    }
    return results;
  }
}
