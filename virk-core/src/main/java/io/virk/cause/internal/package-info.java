/**
 * Not API: how causes are recognised. A {@link io.virk.cause.internal.CauseSignature} is how one
 * shows on a baseline's own images; behind it stand the measuring of signatures, the choice of what
 * can be compared, and the matcher.
 */
package io.virk.cause.internal;
