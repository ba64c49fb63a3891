/** Not API: how incidents reach the disk. */
package io.virk.incident.internal;
