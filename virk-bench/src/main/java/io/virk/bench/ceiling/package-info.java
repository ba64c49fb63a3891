/** What the machine can do, beside which other rows are put. */
package io.virk.bench.ceiling;
