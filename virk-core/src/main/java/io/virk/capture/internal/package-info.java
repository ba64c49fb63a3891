/**
 * Not API: what is behind a capture. The slots, their ring and leases, the thread that drains them,
 * and what is counted on the way.
 */
package io.virk.capture.internal;
