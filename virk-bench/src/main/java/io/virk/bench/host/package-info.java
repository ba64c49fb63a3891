/**
 * A host at full speed, with VIRK and without it: {@link io.virk.bench.host.HostRun} drives a model
 * as a service does, in blocks with the one and the other in turn. The suite runs it; {@code
 * host.md} of the module says how to read it.
 */
package io.virk.bench.host;
