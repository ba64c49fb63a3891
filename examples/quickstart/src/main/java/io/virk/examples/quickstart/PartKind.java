package io.virk.examples.quickstart;

/** The kinds of part on the belt, in the order of the classifier's outputs. */
enum PartKind {
  HEX_NUT("hex nut"),
  BOLT("bolt"),
  WASHER("washer"),
  GEAR("gear"),
  BRACKET("bracket"),
  BEARING("bearing");

  private final String label;

  PartKind(String label) {
    this.label = label;
  }

  /** The name of the class, as people and the classifier's list of names write it. */
  String label() {
    return label;
  }
}
