/**
 * Not API: how the signals of an observation are derived, how they are kept as arrays and as bytes,
 * and how their flaws are counted.
 */
package io.virk.signal.internal;
