/** Which inferences are observed. */
package io.virk.sampling;
