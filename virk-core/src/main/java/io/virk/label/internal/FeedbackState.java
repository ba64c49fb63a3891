package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.internal.DataText;
import io.virk.label.Feedback;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Prediction;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of observations that wait for labels, and of labels.
 *
 * <p>Binary form, after a byte that is 1, or 0 if nothing is: the groups, behind their number;
 * counters; the rows of the index behind their number, oldest first, six longs each; the labels
 * behind theirs; labels that wait for their observation behind theirs; triggers that were told;
 * manifests that were written; what studies found, behind its length. What is read makes no more
 * memory than the index that takes it has anyway, and a name for each group.
 *
 * @param groups slices and models that rows name by their place
 * @param first number of the oldest observation
 * @param evicted observations that were forgotten
 * @param again observations whose id one before had
 * @param withoutId observations that had none
 * @param outcomes that labels met
 * @param rows of the index. Not copied.
 * @param firstLabel number of the oldest label
 * @param labels that are kept
 * @param waiting labels whose observation has not come, oldest first
 * @param scheduled when it last was time for the trigger by schedule, milliseconds since 1970
 * @param triggered triggers that were told
 * @param exports manifests that were written
 * @param studies what was found out by labels. Not copied.
 */
public record FeedbackState(
    List<LabelIndex.Group> groups,
    long first,
    long evicted,
    long again,
    long withoutId,
    Feedback.Outcomes outcomes,
    long[] rows,
    long firstLabel,
    List<KeptLabels.Entry> labels,
    List<Label> waiting,
    long scheduled,
    List<String> triggered,
    Exports exports,
    byte[] studies) {
  private static final int LONGEST_TEXT = 8_192;
  private static final long MOST = 1L << 60;
  private static final int MOST_TRIGGERED = 10_000;

  /** Writes what there is, or that there is nothing. */
  public static void write(Optional<FeedbackState> state, DataOutput out) throws IOException {
    out.writeBoolean(state.isPresent());
    if (state.isPresent()) {
      state.get().writeTo(out);
    }
  }

  private void writeTo(DataOutput out) throws IOException {
    out.writeInt(groups.size());
    for (LabelIndex.Group group : groups) {
      write(group.slice(), out);
      DataText.write(out, group.model());
    }
    for (long counter : new long[] {first, evicted, again, withoutId}) {
      out.writeLong(counter);
    }
    out.writeInt(rows.length / LabelIndex.STRIDE);
    for (long value : rows) {
      out.writeLong(value);
    }
    for (long counter :
        new long[] {
          firstLabel,
          outcomes.joined(),
          outcomes.replaced(),
          outcomes.second(),
          outcomes.otherGuideline(),
          outcomes.unknown()
        }) {
      out.writeLong(counter);
    }
    out.writeInt(labels.size());
    for (KeptLabels.Entry entry : labels) {
      out.writeLong(entry.before());
      write(entry.labelled().prediction(), out);
      write(entry.labelled().label(), out);
    }
    out.writeInt(waiting.size());
    for (Label label : waiting) {
      write(label, out);
    }
    out.writeLong(scheduled);
    out.writeInt(triggered.size());
    for (String key : triggered) {
      DataText.write(out, key);
    }
    exports.writeTo(out);
    StudyState.write(studies, out);
  }

  private static void write(Slice slice, DataOutput out) throws IOException {
    DataText.write(out, slice.key());
    DataText.write(out, slice.value());
    DataText.write(out, slice.context());
  }

  private static void write(Prediction p, DataOutput out) throws IOException {
    out.writeLong(p.number());
    out.writeLong(p.epochMillis());
    out.writeInt(p.predicted());
    for (double value : new double[] {p.confidence(), p.distance(), p.energy(), p.weight()}) {
      out.writeDouble(value);
    }
    write(p.slice(), out);
    DataText.write(out, p.model());
  }

  private static void write(Label label, DataOutput out) throws IOException {
    DataText.write(out, label.id());
    out.writeByte(label.kind().ordinal());
    out.writeInt(label.actual());
    DataText.write(out, label.labeller());
    out.writeLong(label.time().getEpochSecond());
    out.writeInt(label.time().getNano());
    DataText.write(out, label.guideline());
    out.writeBoolean(label.suggested());
    out.writeDouble(label.weight());
  }

  /**
   * Reads what was written.
   *
   * @param in at its beginning; at its end afterwards
   * @param into takes it in; empty to read over it
   * @return whether there was anything
   * @throws IOException if it cannot be read, or is damaged
   * @throws RuntimeException if it is inconsistent; what took it in is then not to be used
   */
  public static boolean read(DataInput in, Optional<LiveFeedback> into) throws IOException {
    int there = in.readUnsignedByte();
    if (there > 1) {
      throw new IOException("labels: " + there + " (expected: 0 or 1)");
    }
    if (there == 1) {
      read(in, into.orElse(null));
    }
    return there == 1;
  }

  private static void read(DataInput in, LiveFeedback into) throws IOException {
    List<LabelIndex.Group> groups = new ArrayList<>();
    int groupCount = count(in, LabelIndex.MOST_GROUPS, "groups of labels");
    for (int i = 0; i < groupCount; i++) {
      groups.add(new LabelIndex.Group(slice(in), text(in)));
    }
    long first = counter(in);
    long evicted = counter(in);
    long again = counter(in);
    long withoutId = counter(in);
    int rows = count(in, Integer.MAX_VALUE, "observations that wait for labels");
    int skipped = into == null ? rows : Math.max(0, rows - into.join().room());
    if (into != null) {
      into.join().begin(groups, first + skipped, evicted + skipped, again, withoutId);
    }
    long[] row = new long[LabelIndex.STRIDE];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < row.length; j++) {
        row[j] = in.readLong();
      }
      if (i >= skipped) {
        into.join().restore(row);
      }
    }
    readLabels(in, into, first + rows);
  }

  private static void readLabels(DataInput in, LiveFeedback into, long observations)
      throws IOException {
    long first = counter(in);
    Feedback.Outcomes outcomes =
        new Feedback.Outcomes(counter(in), counter(in), counter(in), counter(in), counter(in));
    int labels = count(in, Integer.MAX_VALUE, "labels");
    int skipped = into == null ? labels : Math.max(0, labels - into.join().labelsRoom());
    if (into != null) {
      into.join().begin(first + skipped, outcomes);
    }
    for (int i = 0; i < labels; i++) {
      long before = in.readLong();
      Prediction prediction = prediction(in);
      Label label = label(in);
      if (before < 0 || before >= first + i || prediction.number() >= observations) {
        throw new IOException(
            "label: before "
                + before
                + ", of "
                + prediction.number()
                + " (expected: an earlier one, one that was observed)");
      }
      if (i >= skipped) {
        into.join().restore(new KeptLabels.Entry(new Labelled(prediction, label), before));
      }
    }
    int waiting = count(in, EarlyLabels.MOST, "labels that wait");
    for (int i = 0; i < waiting; i++) {
      Label label = label(in);
      if (into != null) {
        into.join().restore(label);
      }
    }
    long scheduled = in.readLong();
    List<String> triggered = new ArrayList<>();
    int told = count(in, MOST_TRIGGERED, "triggers that were told");
    for (int i = 0; i < told; i++) {
      triggered.add(text(in));
    }
    Exports exports = Exports.read(in);
    byte[] studies = StudyState.bytes(in);
    if (into != null) {
      into.restore(scheduled, triggered, exports);
      into.restore(studies);
    }
  }

  private static Prediction prediction(DataInput in) throws IOException {
    long number = counter(in);
    long epochMillis = in.readLong();
    int predicted = in.readInt();
    double confidence = in.readDouble();
    double distance = in.readDouble();
    double energy = in.readDouble();
    double weight = in.readDouble();
    if (predicted < -1 || confidence < 0 || confidence > 1 || !(weight >= 0 && weight <= 1)) {
      throw new IOException(
          "label: class, confidence, weight: " + predicted + ", " + confidence + ", " + weight);
    }
    return new Prediction(
        number, epochMillis, predicted, confidence, distance, energy, weight, slice(in), text(in));
  }

  private static Label label(DataInput in) throws IOException {
    String id = text(in);
    int kind = in.readUnsignedByte();
    if (kind >= Label.Kind.values().length) {
      throw new IOException("kind of a label: " + kind);
    }
    int actual = in.readInt();
    String labeller = text(in);
    long second = in.readLong();
    int nano = in.readInt();
    if (Math.abs(second) > Instant.MAX.getEpochSecond() || nano < 0 || nano > 999_999_999) {
      throw new IOException("time of a label: " + second + " s, " + nano + " ns");
    }
    return new Label(
        id,
        Label.Kind.values()[kind],
        actual,
        labeller,
        Instant.ofEpochSecond(second, nano),
        text(in),
        in.readBoolean(),
        in.readDouble());
  }

  private static Slice slice(DataInput in) throws IOException {
    return new Slice(text(in), text(in), text(in));
  }

  static String text(DataInput in) throws IOException {
    return new String(
        DataText.readBytes(in, LONGEST_TEXT), java.nio.charset.StandardCharsets.UTF_8);
  }

  static int count(DataInput in, int most, String what) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException(what + ": " + count + " (expected: 0 .. " + most + ")");
    }
    return count;
  }

  private static long counter(DataInput in) throws IOException {
    long counter = in.readLong();
    if (counter < 0 || counter > MOST) {
      throw new IOException("a counter of labels: " + counter + " (expected: 0 .. 2^60)");
    }
    return counter;
  }
}
