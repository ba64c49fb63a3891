/**
 * Test-only reader of the shared golden numbers and of the small array formats beside them. It
 * travels as the test-jar of virk-stats, so that the tests of every module can use it.
 */
package io.virk.golden;
