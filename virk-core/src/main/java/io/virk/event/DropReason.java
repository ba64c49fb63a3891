package io.virk.event;

/** Why an inference that the sampler chose was not observed. */
public enum DropReason {
  /** All slots were with the host or waited for VIRK's thread, which had not used up its budget. */
  NO_SLOT,
  /** All slots were taken while VIRK's thread rested, for it had used up its CPU budget. */
  CPU_BUDGET
}
