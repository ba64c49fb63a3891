package io.virk.label.internal;

import io.virk.internal.AtomicFile;
import io.virk.internal.DataText;
import io.virk.internal.Sha256;
import io.virk.internal.Text;
import io.virk.label.CandidateExport;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was exported, and which model was trained on which of it. Immutable.
 *
 * @param list by number, the last of them
 * @param trained numbers of exports by version of the model
 */
record Exports(List<CandidateExport> list, Map<String, List<Integer>> trained) {
  static final Exports NONE = new Exports(List.of(), Map.of());

  private static final int MOST = 1_000;

  Exports {
    list = List.copyOf(list);
    trained = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(trained));
  }

  /** The number of the next one. */
  int next() {
    return list.isEmpty() ? 1 : list.get(list.size() - 1).number() + 1;
  }

  Exports and(CandidateExport one) {
    List<CandidateExport> more = new ArrayList<>(list);
    more.add(one);
    return new Exports(more.subList(Math.max(0, more.size() - MOST), more.size()), trained);
  }

  Exports and(String model, List<Integer> seen) {
    Map<String, List<Integer>> more = new LinkedHashMap<>(trained);
    more.remove(model); // the newest is last
    more.put(model, List.copyOf(seen));
    if (more.size() > MOST) {
      more.remove(more.keySet().iterator().next());
    }
    return new Exports(list, more);
  }

  /** Writes a manifest. */
  static String write(Path file, byte[] manifest) {
    try {
      AtomicFile.write(file, AtomicFile.Access.OWNER, out -> out.write(manifest));
      return Sha256.hex(Sha256.of(manifest));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "manifest " + file + " cannot be written: " + Text.message(e), e);
    }
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(list.size());
    for (CandidateExport one : list) {
      out.writeInt(one.number());
      out.writeLong(one.time().toEpochMilli());
      DataText.write(out, one.model());
      out.writeInt(one.candidates());
      DataText.write(out, one.sha256());
    }
    out.writeInt(trained.size());
    for (Map.Entry<String, List<Integer>> entry : trained.entrySet()) {
      DataText.write(out, entry.getKey());
      out.writeInt(entry.getValue().size());
      for (int number : entry.getValue()) {
        out.writeInt(number);
      }
    }
  }

  static Exports read(DataInput in) throws IOException {
    List<CandidateExport> list = new ArrayList<>();
    int size = FeedbackState.count(in, MOST, "exports");
    for (int i = 0; i < size; i++) {
      CandidateExport one =
          new CandidateExport(
              in.readInt(),
              Instant.ofEpochMilli(in.readLong()),
              FeedbackState.text(in),
              in.readInt(),
              FeedbackState.text(in));
      if (i > 0 && one.number() <= list.get(i - 1).number() || one.number() >= 1 << 30) {
        throw new IOException("exports: number " + one.number() + " (expected: rising, < 2^30)");
      }
      list.add(one);
    }
    Map<String, List<Integer>> trained = new LinkedHashMap<>();
    int models = FeedbackState.count(in, MOST, "models");
    for (int i = 0; i < models; i++) {
      String model = FeedbackState.text(in);
      List<Integer> numbers = new ArrayList<>();
      int seen = FeedbackState.count(in, MOST, "exports of a model");
      for (int j = 0; j < seen; j++) {
        numbers.add(in.readInt());
      }
      trained.put(model, List.copyOf(numbers));
    }
    return new Exports(list, trained);
  }
}
