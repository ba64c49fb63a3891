package io.virk.capture;

import io.virk.image.Frame;
import java.nio.FloatBuffer;

/**
 * The sampled rows of a batch, as a chain of slots. Every slot owns one of these and uses it when
 * it is the first of a chain, so that a batch allocates nothing.
 */
public final class SlotBatch extends BatchCapture {
  private final SlotCapture first;
  private int size;

  SlotBatch(SlotCapture first) {
    this.first = first;
  }

  /** Begins a batch of n rows. The claiming thread. */
  public SlotBatch begin(int rows) {
    size = rows;
    return this;
  }

  /** The slot of a row; null if it is not sampled. */
  private SlotCapture slot(int row) {
    if (!first.isSampled()) {
      return null;
    }
    SlotCapture slot = first;
    while (slot != null && slot.row() != row) {
      slot = slot.next();
    }
    return slot;
  }

  @Override
  public boolean isSampled() {
    return first.isSampled();
  }

  @Override
  public boolean isSampled(int row) {
    return slot(row) != null;
  }

  @Override
  public BatchCapture image(int row, Frame frame) {
    SlotCapture slot = slot(row);
    if (slot != null) {
      slot.image(frame);
    }
    return this;
  }

  @Override
  public BatchCapture tensors(float[] values) {
    if (values != null && first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        if (slot.expectsTensor(values.length)) {
          slot.tensor.takeRow(values, slot.row(), size);
        }
      }
    }
    return this;
  }

  @Override
  public BatchCapture tensors(FloatBuffer values) {
    if (values != null && first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        if (slot.expectsTensor(values.remaining())) {
          slot.tensor.takeRow(values, slot.row(), size);
        }
      }
    }
    return this;
  }

  @Override
  public BatchCapture embeddings(float[] rows) {
    if (rows != null && first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        slot.embedding.takeRow(rows, slot.row(), size);
      }
    }
    return this;
  }

  @Override
  public BatchCapture embeddings(float[][] rows) {
    if (rows != null && first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        slot.embedding.takeRow(rows, slot.row(), size);
      }
    }
    return this;
  }

  @Override
  public BatchCapture embeddings(FloatBuffer rows) {
    if (rows != null && first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        slot.embedding.takeRow(rows, slot.row(), size);
      }
    }
    return this;
  }

  @Override
  public BatchCapture logits(float[] rows) {
    if (rows != null && first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        slot.logits.takeRow(rows, slot.row(), size);
      }
    }
    return this;
  }

  @Override
  public BatchCapture logits(float[][] rows) {
    if (rows != null && first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        slot.logits.takeRow(rows, slot.row(), size);
      }
    }
    return this;
  }

  @Override
  public BatchCapture logits(FloatBuffer rows) {
    if (rows != null && first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        slot.logits.takeRow(rows, slot.row(), size);
      }
    }
    return this;
  }

  @Override
  public BatchCapture predictedClasses(int[] classes) {
    if (classes != null && first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        if (slot.row() < classes.length) {
          slot.predictedClass(classes[slot.row()]);
        }
      }
    }
    return this;
  }

  @Override
  public BatchCapture signal(int row, String name, double value) {
    SlotCapture slot = slot(row);
    if (slot != null) {
      slot.signal(name, value);
    }
    return this;
  }

  @Override
  public BatchCapture tag(String key, String value) {
    if (first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        slot.tag(key, value);
      }
    }
    return this;
  }

  @Override
  public BatchCapture tag(int row, String key, String value) {
    SlotCapture slot = slot(row);
    if (slot != null) {
      slot.tag(key, value);
    }
    return this;
  }

  @Override
  public BatchCapture id(int row, String id) {
    SlotCapture slot = slot(row);
    if (slot != null) {
      slot.id(id);
    }
    return this;
  }

  @Override
  public BatchCapture time(long epochMillis) {
    if (first.isSampled()) {
      for (SlotCapture slot = first; slot != null; slot = slot.next()) {
        slot.time(epochMillis);
      }
    }
    return this;
  }

  @Override
  public void commit() {
    if (first.isSampled()) {
      for (SlotCapture slot = first; slot != null; ) {
        SlotCapture next = slot.next(); // before the commit: then the slot is not ours any more
        slot.commit();
        slot = next;
      }
    }
  }

  @Override
  public void close() {
    if (first.isSampled()) {
      for (SlotCapture slot = first; slot != null; ) {
        SlotCapture next = slot.next();
        slot.close();
        slot = next;
      }
    }
  }
}
