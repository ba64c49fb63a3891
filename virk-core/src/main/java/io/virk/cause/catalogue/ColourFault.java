package io.virk.cause.catalogue;

import java.util.Set;

/** A fault of colour: what the three channels do is what there is to say. */
abstract class ColourFault extends CameraFault {
  ColourFault(String name, String family) {
    super(name, family);
  }

  @Override
  public final Set<String> alongside() {
    return Set.of();
  }
}
