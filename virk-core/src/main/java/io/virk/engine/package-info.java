/**
 * Internal: what becomes of an observation. Windows for each slice, their verdicts, episodes, the
 * allowance of false alarms, and what of it is remembered in a checkpoint. Nothing here is API.
 */
package io.virk.engine;
