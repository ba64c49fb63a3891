/**
 * What operators see of a monitor: meters for any Micrometer registry, and a Grafana dashboard for
 * them in the resource {@code grafana-dashboard.json} of this package.
 *
 * <p>Micrometer is an optional dependency: no other package links to this one, so that a host
 * without it loses nothing else.
 */
package io.virk.metrics;
