/**
 * The causes that VIRK knows: {@link io.virk.cause.catalogue.Causes}. Each is one file, a
 * package-private class; behind them stand the planes of an image that they work on.
 */
package io.virk.cause.catalogue;
