package io.virk.detect;

/**
 * Where an observation stands in its stream.
 *
 * @param sequence its number, from 0
 * @param epochMillis its time, milliseconds since 1970, as the host gave it
 */
public record Position(long sequence, long epochMillis) {}
