package io.virk.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.MonitorStatus;
import io.virk.event.WindowJudged;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The meters of one monitor: its counters, and for each slice, signal and detector the statistic,
 * the threshold and the verdict of the last window. docs/metrics.md lists their names and units.
 *
 * <pre>{@code
 * MonitorMetrics metrics = MonitorMetrics.of(monitor);
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>Statistics are known from the windows that are judged after {@link #of}. Nothing is computed
 * before a registry asks, except that a statistic seen for the first time registers its gauges, on
 * VIRK's thread. All methods may be called from any thread. Registries hold the meters weakly, as
 * they do all gauges: a monitor that is no longer used can be collected even if this was not
 * closed.
 */
@SuppressWarnings("exports") // who binds it requires micrometer.core
public final class MonitorMetrics implements MeterBinder, AutoCloseable {
  /*
   * Not Micrometer's MultiGauge: it takes all rows at every update and compares them with those
   * before, which for one window of one slice of a thousand is a thousand times the work.
   */

  /** How many statistics have gauges unless said otherwise. */
  public static final int MAXIMUM_SERIES = 10_000;

  private final String monitor;
  private final StatisticGauges statistics;
  private final StatusMeters counters;
  private final Map<MeterRegistry, Bound> registries = new IdentityHashMap<>();
  private Runnable registration = () -> {};
  private boolean closed;

  MonitorMetrics(Supplier<MonitorStatus> status, int maximumSeries) {
    if (maximumSeries <= 0) {
      throw new IllegalArgumentException("maximumSeries: " + maximumSeries + " (expected: > 0)");
    }
    this.monitor = status.get().monitor();
    this.statistics = new StatisticGauges(monitor, maximumSeries);
    this.counters = new StatusMeters(status, statistics);
  }

  /**
   * Makes the meters of a monitor, at most {@value #MAXIMUM_SERIES} statistics.
   *
   * @param monitor a monitor that was started
   * @return to be bound to registries, and closed with the monitor
   */
  public static MonitorMetrics of(Monitor monitor) {
    return of(monitor, MAXIMUM_SERIES);
  }

  /**
   * Makes the meters of a monitor.
   *
   * @param monitor a monitor that was started
   * @param maximumSeries statistics, each one slice, signal and detector, that have gauges (three
   *     each); one more takes the place of the one whose last window is longest ago; &gt; 0
   * @return to be bound to registries, and closed with the monitor
   */
  public static MonitorMetrics of(Monitor monitor, int maximumSeries) {
    Objects.requireNonNull(monitor, "monitor");
    MonitorMetrics metrics = new MonitorMetrics(monitor::status, maximumSeries);
    metrics.registration = monitor.addListener(metrics.listener());
    return metrics;
  }

  /** What the monitor tells; it also keeps this object alive as long as the monitor. */
  private MonitorListener listener() {
    return new MonitorListener() {
      @Override
      public void onWindowJudged(WindowJudged event) {
        judged(event);
      }
    };
  }

  void judged(WindowJudged event) {
    synchronized (registries) {
      if (!closed) {
        statistics.judged(event, registries.values());
      }
    }
  }

  /**
   * Registers the meters, also those of the windows judged so far. Any number of registries; one
   * that has them already is left as it is.
   *
   * @param registry the host's
   * @throws IllegalArgumentException if the registry has the meters of another monitor of the same
   *     name
   * @throws IllegalStateException if this is closed
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    synchronized (registries) {
      if (closed) {
        throw new IllegalStateException("the metrics of monitor " + monitor + " are closed");
      }
      if (registries.containsKey(registry)) {
        return;
      }
      if (registry.find(StatusMeters.RUNNING).tag(StatisticGauges.MONITOR, monitor).meter()
          != null) {
        throw new IllegalArgumentException(
            "monitor: "
                + monitor
                + " (expected: a name that has no meters in this registry yet; close the others"
                + " first, or give one of the monitors another name)");
      }
      Bound bound = new Bound(registry, Tags.of(StatisticGauges.MONITOR, monitor));
      registries.put(registry, bound);
      counters.register(bound);
      statistics.register(bound);
    }
  }

  /**
   * Removes the meters from a registry; harmless if they are not there.
   *
   * @param registry the host's
   */
  public void unbind(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    synchronized (registries) {
      Bound bound = registries.remove(registry);
      if (bound != null) {
        bound.removeAll();
      }
    }
  }

  /**
   * Removes the meters from every registry and listens no longer. Closing twice is harmless; the
   * monitor goes on.
   */
  @Override
  public void close() {
    synchronized (registries) {
      closed = true;
      registration.run();
      registries.values().forEach(Bound::removeAll);
      registries.clear();
      statistics.clear();
    }
  }
}
