/** Not API: how events reach whoever is told of them. */
package io.virk.event.internal;
