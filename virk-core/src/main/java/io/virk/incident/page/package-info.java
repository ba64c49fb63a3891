/** The page of an incident. */
package io.virk.incident.page;
