/**
 * Speed of the kernel methods. Each benchmark is a pair of methods that differ only in the fork:
 * one with {@code -Dvirk.simd=off}, one with the Vector API forced.
 */
package io.virk.bench.kernel;
