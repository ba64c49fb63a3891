/**
 * Renders what VIRK knows as one HTML file each: an incident, a baseline with its null report, how
 * two baselines differ, what a monitor has told. The page needs no network and no server, and
 * nothing from a tag, an id or a file's name is ever markup or script in it.
 */
package io.virk.report;
