package io.virk.capture.internal;

import io.virk.signal.MaskAreas;

/** The memory of the mask in a slot. */
final class SlotMask extends MaskAreas {
  SlotMask(int classes) {
    super(classes);
  }

  @Override
  protected void clear() {
    super.clear();
  }

  @Override
  protected void take(byte[] ids, int columns, int rows) {
    super.take(ids, columns, rows);
  }

  @Override
  protected void take(int[] ids, int columns, int rows) {
    super.take(ids, columns, rows);
  }
}
