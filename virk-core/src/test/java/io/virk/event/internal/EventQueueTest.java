package io.virk.event.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.virk.event.EventsDropped;
import io.virk.event.MonitorEvent;
import io.virk.scenes.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private static List<MonitorEvent> all(EventQueue queue) {
    List<MonitorEvent> events = new ArrayList<>();
    for (MonitorEvent e = queue.poll(); e != null; e = queue.poll()) {
      events.add(e);
    }
    return events;
  }

  @Test
  void whatFitsIsToldInItsOrder() {
    EventQueue queue = new EventQueue("m", 3);
    List<MonitorEvent> told =
        List.of(Events.opened(1), Events.window(1), Events.closed(1), Events.window(2));
    for (int round = 0; round < 5; round++) {
      told.subList(0, 3).forEach(queue::offer);
      assertEquals(3, queue.waiting());
      assertEquals(told.subList(0, 3), all(queue));
    }
    assertNull(queue.poll());
    assertEquals(0, queue.windowsDropped() + queue.othersDropped());
  }

  @Test
  void theOldestWindowMakesRoom() {
    EventQueue queue = new EventQueue("m", 3);
    queue.offer(Events.opened(1));
    for (int i = 1; i <= 4; i++) {
      queue.offer(Events.window(i));
    }
    assertEquals(
        List.of(
            new EventsDropped("m", 2, 0, 3), Events.opened(1), Events.window(3), Events.window(4)),
        all(queue));
    assertEquals(2, queue.windowsDropped());
  }

  @Test
  void noDriftIsDroppedBeforeAWindowAndNoOpeningBeforeAnythingElse() {
    EventQueue queue = new EventQueue("m", 4);
    queue.offer(Events.window(1));
    queue.offer(Events.updated(1));
    queue.offer(Events.failed("a"));
    queue.offer(Events.closed(1));
    queue.offer(Events.opened(2)); // for the window
    queue.offer(Events.window(2)); // finds nothing of its rank or lower
    queue.offer(Events.opened(3)); // for the update
    queue.offer(Events.opened(4)); // for the failure
    queue.offer(Events.opened(5)); // for the closing
    assertEquals(
        List.of(
            new EventsDropped("m", 2, 3, 4),
            Events.opened(2),
            Events.opened(3),
            Events.opened(4),
            Events.opened(5)),
        all(queue));
    queue.offer(Events.opened(6));
    assertEquals(List.of(Events.opened(6)), all(queue), "what was dropped is told once");
  }

  @Test
  void nothingIsLostUncountedAndTheOrderIsKept() {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 200; run++) {
      EventQueue queue = new EventQueue("m", 1 + random.nextInt(8));
      int offered = 0;
      List<MonitorEvent> got = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        if (random.nextInt(3) > 0) {
          offered++;
          queue.offer(
              switch (random.nextInt(4)) {
                case 0 -> Events.opened(offered);
                case 1 -> Events.updated(offered);
                case 2 -> Events.closed(offered);
                default -> Events.window(offered);
              });
        } else {
          MonitorEvent next = queue.poll();
          if (next != null) {
            got.add(next);
          }
        }
      }
      got.addAll(all(queue));
      long missing = 0;
      List<Long> numbers = new ArrayList<>();
      for (MonitorEvent e : got) {
        if (e instanceof EventsDropped dropped) {
          missing += dropped.windows() + dropped.others();
        } else {
          numbers.add(Events.number(e));
        }
      }
      assertEquals(offered, numbers.size() + missing);
      assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
      assertEquals(missing, queue.windowsDropped() + queue.othersDropped());
    }
  }
}
