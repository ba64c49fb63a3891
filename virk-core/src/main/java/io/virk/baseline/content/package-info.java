/**
 * Internal. What stands behind a baseline: its references, the models of its embeddings, ready to
 * judge windows.
 */
package io.virk.baseline.content;
