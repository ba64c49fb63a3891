/**
 * Incidents: what came before, with and after a drift, as a model that is written, read again and
 * replayed.
 */
package io.virk.incident;
