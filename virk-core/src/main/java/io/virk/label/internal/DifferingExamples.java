package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.internal.DataText;
import io.virk.label.ReleaseNote.Example;
import io.virk.signal.Observation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Observations on which two models differ: of each kind of difference the newest, and the newest
 * that have a label.
 */
final class DifferingExamples {
  private static final int OF_A_KIND = 3;
  private static final int KINDS = 100;
  private static final int MOST = 2 * OF_A_KIND * KINDS;

  /** By both classes. */
  private final Map<Long, Deque<One>> newest = new TreeMap<>();

  private final Map<Long, Deque<One>> labelled = new TreeMap<>();

  /** One, and the number of its observation. */
  private record One(long number, Example example) {}

  void add(long number, String id, Slice slice, int champion, int challenger) {
    keep(newest, new One(number, example(id, slice, champion, challenger, Observation.NO_CLASS)));
  }

  /** One has a label by now. */
  void label(long number, String id, Slice slice, int champion, int challenger, int actual) {
    Example example = example(id, slice, champion, challenger, actual);
    Deque<One> of = newest.get(kind(example));
    if (of != null) {
      of.removeIf(one -> one.number == number);
    }
    keep(labelled, new One(number, example));
  }

  private static Example example(String id, Slice slice, int champion, int challenger, int actual) {
    return new Example(id, slice.isAll() ? "" : slice.toString(), champion, challenger, actual);
  }

  private static long kind(Example example) {
    return (long) example.before() << 32 | example.after();
  }

  private static void keep(Map<Long, Deque<One>> kinds, One one) {
    long kind = kind(one.example);
    if (kinds.size() < KINDS || kinds.containsKey(kind)) {
      Deque<One> of = kinds.computeIfAbsent(kind, k -> new ArrayDeque<>(OF_A_KIND));
      if (of.size() == OF_A_KIND) {
        of.removeFirst();
      }
      of.addLast(one);
    }
  }

  /** Labelled ones first, then the newest. */
  List<Example> list() {
    List<One> all = all();
    all.sort(
        Comparator.comparing((One one) -> one.example.actual() < 0)
            .thenComparing(Comparator.comparingLong(One::number).reversed()));
    return all.stream().map(One::example).toList();
  }

  private List<One> all() {
    List<One> all = new ArrayList<>();
    newest.values().forEach(all::addAll);
    labelled.values().forEach(all::addAll);
    return all;
  }

  void writeTo(DataOutput out) throws IOException {
    List<One> all = all();
    out.writeInt(all.size());
    for (One one : all) {
      out.writeLong(one.number);
      DataText.write(out, one.example.id());
      DataText.write(out, one.example.slice());
      out.writeInt(one.example.before());
      out.writeInt(one.example.after());
      out.writeInt(one.example.actual());
    }
  }

  void readFrom(DataInput in) throws IOException {
    int count = FeedbackState.count(in, MOST, "examples");
    for (int i = 0; i < count; i++) {
      long number = StudyState.counter(in);
      Example example =
          new Example(
              FeedbackState.text(in),
              FeedbackState.text(in),
              in.readInt(),
              in.readInt(),
              in.readInt());
      if (example.before() < 0 || example.after() < 0) {
        throw new IOException("example: classes " + example.before() + ", " + example.after());
      }
      keep(example.actual() < 0 ? newest : labelled, new One(number, example));
    }
  }
}
