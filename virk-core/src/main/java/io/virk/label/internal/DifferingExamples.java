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

/** Observations on which two models differ: the newest of each kind of difference. */
final class DifferingExamples {
  private static final int OF_A_KIND = 3;
  private static final int KINDS = 100;
  private static final int MOST = OF_A_KIND * KINDS;

  /** By both classes. */
  private final Map<Long, Deque<One>> kinds = new TreeMap<>();

  /** One, and the number of its observation. */
  private record One(long number, Example example) {}

  void add(long number, String id, Slice slice, int champion, int challenger) {
    Example example =
        new Example(
            id, slice.isAll() ? "" : slice.toString(), champion, challenger, Observation.NO_CLASS);
    long kind = (long) champion << 32 | challenger;
    if (kinds.size() < KINDS || kinds.containsKey(kind)) {
      Deque<One> of = kinds.computeIfAbsent(kind, k -> new ArrayDeque<>(OF_A_KIND));
      if (of.size() == OF_A_KIND) {
        of.removeFirst();
      }
      of.addLast(new One(number, example));
    }
  }

  /** One has a label by now. */
  void labelled(long number, int actual) {
    for (Deque<One> of : kinds.values()) {
      if (of.stream().anyMatch(one -> one.number == number)) {
        List<One> all = List.copyOf(of);
        of.clear();
        for (One one : all) {
          Example e = one.example;
          of.addLast(
              one.number == number
                  ? new One(number, new Example(e.id(), e.slice(), e.before(), e.after(), actual))
                  : one);
        }
      }
    }
  }

  /** Labelled ones first, then the newest. */
  List<Example> list() {
    List<One> all = new ArrayList<>();
    kinds.values().forEach(all::addAll);
    all.sort(
        Comparator.comparing((One one) -> one.example.actual() < 0)
            .thenComparing(Comparator.comparingLong(One::number).reversed()));
    return all.stream().map(One::example).toList();
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(kinds.values().stream().mapToInt(Deque::size).sum());
    for (Deque<One> of : kinds.values()) {
      for (One one : of) {
        out.writeLong(one.number);
        DataText.write(out, one.example.id());
        DataText.write(out, one.example.slice());
        out.writeInt(one.example.before());
        out.writeInt(one.example.after());
        out.writeInt(one.example.actual());
      }
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
      kinds
          .computeIfAbsent(
              (long) example.before() << 32 | example.after(), k -> new ArrayDeque<>(OF_A_KIND))
          .addLast(new One(number, example));
    }
  }
}
