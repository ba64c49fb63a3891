package io.virk.examples.spring;

import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.MonitorStatus;
import io.virk.event.CauseChanged;
import io.virk.event.DriftOpened;
import io.virk.event.Fit;
import io.virk.event.Sight;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * What VIRK sees, in {@code /actuator/health}. None of it is DOWN, all of it answers HTTP 200, and
 * it is in neither probe: a drift is in the pictures, so that every instance has it, and a load
 * balancer that took them out would end the service; a restart repairs no lens.
 */
@Component("drift")
final class DriftHealth implements HealthIndicator, MonitorListener {
  /** The model gets other pictures than it was trained on; somebody should look. */
  static final Status DEGRADED = new Status("DEGRADED");

  /** Nobody would know if it did: VIRK ended, or its baseline judges nothing. */
  static final Status BLIND = new Status("BLIND");

  private final Monitor monitor;
  private final Map<Integer, String> headlines = new ConcurrentHashMap<>();

  DriftHealth(Monitor monitor) {
    this.monitor = monitor;
    monitor.addListener(this);
  }

  @Override
  public void onDriftOpened(DriftOpened event) {
    headlines.put(event.drift().number(), event.diagnosis().headline());
  }

  @Override
  public void onCauseChanged(CauseChanged event) {
    headlines.put(event.drift().number(), event.now().headline());
  }

  @Override
  public Health health() {
    MonitorStatus status = monitor.status();
    MonitorStatus.Judged judged = status.judged();
    boolean changed =
        !judged.open().isEmpty()
            || !judged.silent().isEmpty()
            || !judged.frozen().isEmpty()
            || !judged.moved().isEmpty()
            || judged.fits().containsKey(Fit.MOVED);
    boolean blind = !status.running() || status.sight().filter(Sight::isBlind).isPresent();
    Health.Builder health = Health.status(blind ? BLIND : changed ? DEGRADED : Status.UP);
    return health
        .withDetail(
            "drifts",
            judged.open().stream()
                .map(d -> headlines.getOrDefault(d.number(), "a drift of " + d.where()))
                .toList())
        .withDetail("windows", judged.windows())
        .withDetail("observations", judged.observations())
        .withDetail("streamsNotComparedYet", judged.uncompared()) // no drift can open there
        .withDetail("lookAt", status.problems()) // silent cameras, lost observations: in words
        .build();
  }
}
