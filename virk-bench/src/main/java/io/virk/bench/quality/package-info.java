/** What VIRK promises and what it keeps: false alarms, delay and power, as tables. */
package io.virk.bench.quality;
