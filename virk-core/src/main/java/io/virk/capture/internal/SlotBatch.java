package io.virk.capture.internal;

import io.virk.capture.BatchCapture;
import io.virk.capture.Capture;
import io.virk.image.Frame;
import java.nio.FloatBuffer;

/**
 * The sampled rows of a batch, as a chain of captures in the order of their rows. Every handle owns
 * one of these and uses it when it is the first of a chain, so that a batch allocates nothing.
 */
final class SlotBatch extends BatchCapture {
  private final SlotCapture first;
  private SlotCapture cursor;
  private int size;

  SlotBatch(SlotCapture first) {
    this.first = first;
    this.cursor = first;
  }

  /** Begins a batch of n rows. The claiming thread. */
  SlotBatch begin(int rows) {
    size = rows;
    cursor = first;
    return this;
  }

  /**
   * The capture of a row; null if it is not sampled. Goes on from the last one that was asked for,
   * so that rows in their order cost no search.
   */
  private SlotCapture of(int row) {
    if (!first.isSampled()) {
      return null;
    }
    SlotCapture each = row >= cursor.row() ? cursor : first;
    while (each.row() < row && each.next() != null) {
      each = each.next();
    }
    cursor = each;
    return each.row() == row ? each : null;
  }

  @Override
  public boolean isSampled() {
    return first.isSampled();
  }

  @Override
  public boolean isSampled(int row) {
    return of(row) != null;
  }

  @Override
  public BatchCapture image(int row, Frame frame) {
    SlotCapture each = of(row);
    if (each != null) {
      each.image(frame);
    }
    return this;
  }

  @Override
  public BatchCapture tensors(float[] values) {
    if (values != null && first.isSampled()) {
      for (SlotCapture each = first; each != null; each = each.next()) {
        if (each.slot().expectsTensor(values.length)) {
          each.slot().tensor.takeRow(values, each.row(), size);
        }
      }
    }
    return this;
  }

  @Override
  public BatchCapture tensors(FloatBuffer values) {
    if (values != null && first.isSampled()) {
      for (SlotCapture each = first; each != null; each = each.next()) {
        if (each.slot().expectsTensor(values.remaining())) {
          each.slot().tensor.takeRow(values, each.row(), size);
        }
      }
    }
    return this;
  }

  /** Which of a slot's vectors. */
  private enum Part {
    EMBEDDING,
    LOGITS,
    PROBABILITIES,
    SCORES,
    CHALLENGER,
    UNKNOWN
  }

  /** Null if nobody declared it, which is noted. */
  private static SlotVector vector(SlotObservation slot, Part part) {
    return switch (part) {
      case EMBEDDING -> slot.embedding;
      case LOGITS -> slot.logits;
      case PROBABILITIES -> slot.outputs.expectsProbabilities() ? slot.outputs.probabilities : null;
      case SCORES -> slot.outputs.expectsScores() ? slot.outputs.scores : null;
      case CHALLENGER -> slot.outputs.expects(Capture.CHALLENGER) ? slot.outputs.challenger : null;
      case UNKNOWN -> slot.outputs.expects("") ? slot.outputs.challenger : null;
    };
  }

  private BatchCapture take(Part part, float[] rows) {
    if (rows != null && first.isSampled()) {
      for (SlotCapture each = first; each != null; each = each.next()) {
        SlotVector vector = vector(each.slot(), part);
        if (vector != null) {
          vector.takeRow(rows, each.row(), size);
        }
      }
    }
    return this;
  }

  private BatchCapture take(Part part, float[][] rows) {
    if (rows != null && first.isSampled()) {
      for (SlotCapture each = first; each != null; each = each.next()) {
        SlotVector vector = vector(each.slot(), part);
        if (vector != null) {
          vector.takeRow(rows, each.row(), size);
        }
      }
    }
    return this;
  }

  private BatchCapture take(Part part, FloatBuffer rows) {
    if (rows != null && first.isSampled()) {
      for (SlotCapture each = first; each != null; each = each.next()) {
        SlotVector vector = vector(each.slot(), part);
        if (vector != null) {
          vector.takeRow(rows, each.row(), size);
        }
      }
    }
    return this;
  }

  @Override
  public BatchCapture embeddings(float[] rows) {
    return take(Part.EMBEDDING, rows);
  }

  @Override
  public BatchCapture embeddings(float[][] rows) {
    return take(Part.EMBEDDING, rows);
  }

  @Override
  public BatchCapture embeddings(FloatBuffer rows) {
    return take(Part.EMBEDDING, rows);
  }

  @Override
  public BatchCapture logits(float[] rows) {
    return take(Part.LOGITS, rows);
  }

  @Override
  public BatchCapture logits(float[][] rows) {
    return take(Part.LOGITS, rows);
  }

  @Override
  public BatchCapture logits(FloatBuffer rows) {
    return take(Part.LOGITS, rows);
  }

  @Override
  public BatchCapture probabilities(float[] rows) {
    return take(Part.PROBABILITIES, rows);
  }

  @Override
  public BatchCapture probabilities(float[][] rows) {
    return take(Part.PROBABILITIES, rows);
  }

  @Override
  public BatchCapture probabilities(FloatBuffer rows) {
    return take(Part.PROBABILITIES, rows);
  }

  @Override
  public BatchCapture scores(float[] rows) {
    return take(Part.SCORES, rows);
  }

  @Override
  public BatchCapture scores(float[][] rows) {
    return take(Part.SCORES, rows);
  }

  @Override
  public BatchCapture scores(FloatBuffer rows) {
    return take(Part.SCORES, rows);
  }

  @Override
  public BatchCapture outputs(String name, float[] rows) {
    return take(Capture.CHALLENGER.equals(name) ? Part.CHALLENGER : Part.UNKNOWN, rows);
  }

  @Override
  public BatchCapture outputs(String name, float[][] rows) {
    return take(Capture.CHALLENGER.equals(name) ? Part.CHALLENGER : Part.UNKNOWN, rows);
  }

  @Override
  public BatchCapture outputs(String name, FloatBuffer rows) {
    return take(Capture.CHALLENGER.equals(name) ? Part.CHALLENGER : Part.UNKNOWN, rows);
  }

  @Override
  public BatchCapture detections(
      int row, float[] boxes, int[] classes, float[] confidences, int count) {
    SlotCapture each = of(row);
    if (each != null) {
      each.detections(boxes, classes, confidences, count);
    }
    return this;
  }

  @Override
  public BatchCapture mask(int row, byte[] ids, int width, int height) {
    SlotCapture each = of(row);
    if (each != null) {
      each.mask(ids, width, height);
    }
    return this;
  }

  @Override
  public BatchCapture mask(int row, int[] ids, int width, int height) {
    SlotCapture each = of(row);
    if (each != null) {
      each.mask(ids, width, height);
    }
    return this;
  }

  @Override
  public BatchCapture category(int row, String name, int value) {
    SlotCapture each = of(row);
    if (each != null) {
      each.category(name, value);
    }
    return this;
  }

  @Override
  public BatchCapture predictedClasses(int[] classes) {
    if (classes != null && first.isSampled()) {
      for (SlotCapture each = first; each != null; each = each.next()) {
        if (each.row() < classes.length) {
          each.predictedClass(classes[each.row()]);
        }
      }
    }
    return this;
  }

  @Override
  public BatchCapture signal(int row, String name, double value) {
    SlotCapture each = of(row);
    if (each != null) {
      each.signal(name, value);
    }
    return this;
  }

  @Override
  public BatchCapture tag(String key, String value) {
    if (first.isSampled()) {
      for (SlotCapture each = first; each != null; each = each.next()) {
        each.tag(key, value);
      }
    }
    return this;
  }

  @Override
  public BatchCapture tag(int row, String key, String value) {
    SlotCapture each = of(row);
    if (each != null) {
      each.tag(key, value);
    }
    return this;
  }

  @Override
  public BatchCapture id(int row, String id) {
    SlotCapture each = of(row);
    if (each != null) {
      each.id(id);
    }
    return this;
  }

  @Override
  public BatchCapture time(long epochMillis) {
    if (first.isSampled()) {
      for (SlotCapture each = first; each != null; each = each.next()) {
        each.time(epochMillis);
      }
    }
    return this;
  }

  @Override
  public BatchCapture handOver() {
    if (first.isSampled()) {
      for (SlotCapture each = first.next(); each != null; each = each.next()) {
        each.handOver();
      }
      first.handOver(); // last: whoever adopts it adopts the others too
    }
    return this;
  }

  @Override
  public BatchCapture adopt() {
    if (!first.isSampled() && first.adopt().isSampled()) {
      for (SlotCapture each = first.next(); each != null; each = each.next()) {
        each.adopt();
      }
    }
    return this;
  }

  @Override
  public void commit() {
    if (first.isSampled()) {
      for (SlotCapture each = first; each != null; ) {
        SlotCapture next = each.next();
        each.next(null); // or it would keep the memory of one that is replaced
        each.commit();
        each = next;
      }
      cursor = first;
    }
  }

  @Override
  public void close() {
    if (first.isSampled()) {
      for (SlotCapture each = first; each != null; ) {
        SlotCapture next = each.next();
        each.next(null);
        each.close();
        each = next;
      }
      cursor = first;
    }
  }
}
