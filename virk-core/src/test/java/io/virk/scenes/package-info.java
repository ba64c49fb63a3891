/** Test-only: seeded images and embedders that stand for cameras and models. */
package io.virk.scenes;
