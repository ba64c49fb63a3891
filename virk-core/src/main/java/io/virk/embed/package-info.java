/** The embedder SPI: what turns frames into embeddings and, optionally, logits. */
package io.virk.embed;
