/**
 * How a page is made, whatever is on it: HTML of which no text becomes markup, charts with their
 * tables, and one file that holds all it needs. Knows nothing of what VIRK watches.
 */
package io.virk.page;
