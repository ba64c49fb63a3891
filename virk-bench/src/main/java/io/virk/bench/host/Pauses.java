package io.virk.bench.host;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Pauses of the collector, as the JVM tells them: to a millisecond. Concurrent work is none, and
 * neither is a collection that was asked for.
 */
final class Pauses implements AutoCloseable {
  /** Begin and end, ms since the JVM started. */
  private record Pause(long begin, long end) {}

  private final Queue<Pause> pauses = new ConcurrentLinkedQueue<>();
  private final List<NotificationEmitter> emitters = new ArrayList<>();
  private final NotificationListener listener;

  Pauses() {
    listener =
        (notification, handback) -> {
          if (!notification
              .getType()
              .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            return;
          }
          GarbageCollectionNotificationInfo info =
              GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
          GcInfo times = info.getGcInfo();
          if (!info.getGcCause().equals("System.gc()")
              && !info.getGcName().matches(".*(Concurrent|Cycles).*")) {
            pauses.add(new Pause(times.getStartTime(), times.getEndTime()));
          }
        };
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(
            bean -> {
              if (bean instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(listener, null, null);
                emitters.add(emitter);
              }
            });
  }

  /** Now, on the collector's clock. */
  static long now() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }

  /** How long each pause was that began in [from, to], ms. The JVM may tell a little later. */
  List<Long> between(long from, long to) {
    return pauses.stream()
        .filter(p -> p.begin >= from && p.begin <= to)
        .map(p -> p.end - p.begin)
        .toList();
  }

  @Override
  public void close() {
    for (NotificationEmitter emitter : emitters) {
      try {
        emitter.removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException(e); // it was added
      }
    }
  }
}
