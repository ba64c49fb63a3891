/**
 * Not API: may change in any release. The numeric kernels in their two forms, plain Java and Vector
 * API, the choice between them, and the argument checks of this module.
 */
package io.virk.stats.internal;
