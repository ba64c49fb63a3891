package io.virk.bench.kernel;

/** A loop of nothing but independent fused multiply-adds. */
public interface Peak {

  /** Multiply-adds of one step: lanes times independent sums. */
  int fmasPerStep();

  /** Runs the loop; the result is to be used, or it is optimised away. */
  float run(int steps);
}
