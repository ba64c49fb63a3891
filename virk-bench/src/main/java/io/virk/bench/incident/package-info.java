/** What incidents cost. */
package io.virk.bench.incident;
