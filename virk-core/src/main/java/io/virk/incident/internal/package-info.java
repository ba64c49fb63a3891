/**
 * Not API: what is kept of observations, what is chosen of it to show a drift, and how that reaches
 * the disk. The engine records and chooses; whatever writes is behind it.
 */
package io.virk.incident.internal;
