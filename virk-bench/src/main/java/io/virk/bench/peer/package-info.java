/**
 * Other libraries beside ours: same data, same answer, which is checked before anything is
 * measured. In each class, methods that begin with "ours" are ours.
 */
package io.virk.bench.peer;
