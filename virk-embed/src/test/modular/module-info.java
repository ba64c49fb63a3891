/** A host on the module path. */
module io.example.host {
  requires io.virk.core;
  requires io.virk.embed;
}
