/**
 * Internal. The {@code .virk} file: a manifest and NumPy arrays, read as if anyone had written
 * them.
 */
package io.virk.baseline.file;
