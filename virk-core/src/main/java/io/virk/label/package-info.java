/** What people say of observations: a sample that is worth their time, and what they decided. */
package io.virk.label;
