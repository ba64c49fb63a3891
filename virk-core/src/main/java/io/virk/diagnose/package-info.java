/** Why a drift happened: its physical cause, the slices that carry it, and the words for both. */
package io.virk.diagnose;
