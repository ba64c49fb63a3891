/** What VIRK costs on the host's inference thread. */
package io.virk.bench.capture;
