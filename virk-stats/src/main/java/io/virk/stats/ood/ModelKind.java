package io.virk.stats.ood;

/** The kinds of model in the bytes of {@link ModelWriter}; a number is never given twice. */
final class ModelKind {
  static final byte MAHALANOBIS = 1;
  static final byte RELATIVE = 2;
  static final byte CLASS_CONDITIONAL = 3;
  static final byte PLUS_PLUS = 4;
  static final byte NEIGHBOURS = 5;
  static final byte VIRTUAL_LOGIT = 6;

  private ModelKind() {}
}
