/** What the fleet's public types are made of. */
package io.virk.fleet.internal;
