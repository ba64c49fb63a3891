/**
 * What a monitor has to say: a sealed {@link io.virk.event.MonitorEvent} and its records, named by
 * participles. All are immutable.
 */
package io.virk.event;
