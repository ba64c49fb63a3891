/**
 * Internal: what a monitor does with drained observations, learn a baseline from them or have an
 * engine judge them, and whether a host fits the baseline that it brings. Nothing here is API.
 */
package io.virk.driver;
