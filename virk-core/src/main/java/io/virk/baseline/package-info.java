/**
 * Baselines: how they are built from reference data or learned from live traffic, calibrated, saved
 * and loaded, refreshed, merged and compared.
 */
package io.virk.baseline;
