package io.virk.incident.internal;

import io.virk.baseline.Baseline;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.diagnose.Diagnosis;
import io.virk.event.CauseChanged;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DriftUpdated;
import io.virk.event.Exemplar;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.WindowJudged;
import io.virk.event.internal.Failures;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentChapter.Kind;
import io.virk.incident.IncidentTape;
import io.virk.incident.Recording;
import io.virk.internal.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * Makes incidents of what is told, each of which grows while its drift does, and has them written:
 * when they open, when they turn out to have another cause, now and then as they grow, when they
 * close and when what came after is there. VIRK's thread alone, but for the counts and {@link
 * #ask}.
 *
 * <p>Keeps what a drift shows as long as it is open, or may be reopened: it then goes on in the
 * same bundle, which shows both how it began and how it came back.
 */
public final class Incidents {
  private static final int MOST_ASKED = 16;
  private static final int BEFORE = 24;

  private final Setup setup;
  private final FlightRecorder recorder;
  private final Failures failures;
  private final Delivery delivery;
  private final ArrayBlockingQueue<String> asked = new ArrayBlockingQueue<>(MOST_ASKED);

  /** Those that are open or may be reopened, or wait for what comes after; oldest first. */
  private final Map<String, Episode> episodes = new LinkedHashMap<>();

  /** What was told last of drifts that go on, where their incidents do not say it. */
  private final Map<String, DriftUpdated> unsaid = new HashMap<>();

  private final EpisodeRoom room;
  private int askedFor;

  /**
   * Whose incidents.
   *
   * @param monitor name of the monitor
   * @param baseline what windows are compared with
   * @param model what embeddings and logits are of
   * @param folder where bundles go
   * @param recording what is kept, and what of it may be written
   * @param settings of the engine, for a replay
   * @param nanoClock measures when to try again
   */
  public record Setup(
      String monitor,
      Baseline baseline,
      Incident.Model model,
      Path folder,
      Recording recording,
      IncidentTape.Settings settings,
      LongSupplier nanoClock) {}

  /**
   * Makes it, without a thread.
   *
   * @param recorder has what there is to show
   * @param counted counts what fails
   * @param threads makes the thread that writes; empty to write on VIRK's
   * @param events is told what was written and what could not be; on the thread that writes
   */
  public Incidents(
      Setup setup,
      FlightRecorder recorder,
      Failures counted,
      Optional<ThreadFactory> threads,
      Consumer<MonitorEvent> events) {
    this(setup, recorder, null, counted, threads, events);
  }

  Incidents(
      Setup setup,
      FlightRecorder recorder,
      IncidentQueue.Writer writer,
      Failures counted,
      Optional<ThreadFactory> threads,
      Consumer<MonitorEvent> events) {
    this.setup = setup;
    this.recorder = recorder;
    this.failures = counted.to(events);
    this.room = new EpisodeRoom(episodes.values(), setup.recording().bytes() / 4);
    this.delivery = new Delivery(setup, writer, failures, threads, events);
  }

  /** Starts its thread. */
  public void start() {
    delivery.start();
  }

  /**
   * Takes what was told of a drift. Never throws.
   *
   * @param event has been told to everybody else
   */
  public void accept(MonitorEvent event) {
    try {
      if (event instanceof WindowJudged judged) {
        recorder.tape().judged(judged);
        episodes.values().forEach(e -> e.judged(judged));
      } else if (event instanceof DriftOpened opened) {
        opened(opened.drift(), opened.diagnosis(), Kind.OPENED, 0);
      } else if (event instanceof DriftUpdated updated) {
        updated(updated);
      } else if (event instanceof CauseChanged changed) {
        changed(changed);
      } else if (event instanceof DriftReopened reopened) {
        reopened(reopened);
      } else if (event instanceof DriftClosed closed) {
        closed(closed);
      }
    } catch (Throwable e) { // no memory
      failures.thrown(Failed.Part.INCIDENT, "an incident could not be put together", e);
    }
  }

  private static String name(Drift drift) {
    return Integer.toString(drift.number());
  }

  private void opened(Drift drift, Diagnosis diagnosis, Kind kind, int reopened) {
    Episode episode =
        new Episode(
            name(drift),
            drift.where(),
            drift.opened().epochMillis(),
            recorder.tape().reel(),
            setup.baseline().schema(),
            setup.settings().seed() + drift.number());
    episode.says(drift, chapter(kind, diagnosis.headline(), drift, diagnosis));
    episode.shows(recorder.exhibits(drift));
    episode.isToBeWritten(Math.max(1, drift.windows()));
    episode.reopened(reopened);
    episodes.put(name(drift), episode);
    put(episode);
  }

  private IncidentChapter chapter(Kind kind, String words, Drift drift, Diagnosis diagnosis) {
    return new IncidentChapter(kind, now(), words, Optional.of(drift), Optional.of(diagnosis));
  }

  private Position now() {
    RecordedObservation last = recorder.last();
    return last == null ? new Position(0, 0) : new Position(last.sequence(), last.epochMillis());
  }

  private void put(Episode episode) {
    delivery.put(episode.draft());
    room.fit(onTheWay());
  }

  /** Bytes of what waits to be written, and its episode does not show any more. */
  private long onTheWay() {
    return delivery.bytes(
        (name, observation) -> {
          Episode episode = episodes.get(name);
          return episode == null || !episode.shows(observation);
        });
  }

  private void updated(DriftUpdated event) {
    Episode episode = episodes.get(name(event.drift()));
    if (episode == null) {
      return; // one of before a restart
    }
    Diagnosis now = event.diagnosis();
    boolean write = episode.isToBeWritten(event.drift().windows());
    boolean changed =
        !episode.said().map(d -> d.severity().level()).equals(Optional.of(now.severity().level()));
    if (changed || write) {
      episode.says(event.drift(), goesOn(event));
    } else {
      episode.goesOn(event.drift());
      unsaid.put(episode.name(), event);
    }
    if (write) {
      put(episode);
    }
  }

  private IncidentChapter goesOn(DriftUpdated event) {
    unsaid.remove(name(event.drift()));
    return chapter(Kind.UPDATED, event.inWords(), event.drift(), event.diagnosis());
  }

  private void changed(CauseChanged event) {
    unsaid.remove(name(event.drift()));
    Episode episode = episodes.get(name(event.drift()));
    if (episode != null) {
      episode.says(
          event.drift(),
          chapter(Kind.CAUSE_CHANGED, event.now().headline(), event.drift(), event.now()));
      put(episode);
    }
  }

  private void reopened(DriftReopened event) {
    unsaid.remove(name(event.drift()));
    Episode before = episodes.get(name(event.drift()));
    if (before == null) { // one of before a restart: what it showed then is in a file of its own
      opened(event.drift(), event.diagnosis(), Kind.REOPENED, event.times());
      return;
    }
    before.reopened(event.times());
    before.says(
        event.drift(),
        chapter(Kind.REOPENED, event.diagnosis().headline(), event.drift(), event.diagnosis()));
    before.shows(recorder.exhibits(event.drift()));
    put(before);
  }

  private void closed(DriftClosed event) {
    unsaid.remove(name(event.drift()));
    Episode episode = episodes.get(name(event.drift()));
    if (episode == null) {
      return; // one of before a restart: the bundle of its opening is the better one
    }
    episode.says(
        event.drift(), chapter(Kind.CLOSED, event.inWords(), event.drift(), event.diagnosis()));
    put(episode);
  }

  /** The engine has taken an observation, and said what there is to say. */
  public void observed() {
    if (episodes.isEmpty()) {
      return;
    }
    RecordedObservation last = recorder.last();
    if (last == null) {
      return;
    }
    try {
      List<Episode> complete = new ArrayList<>(0);
      for (Episode episode : episodes.values()) {
        if (episode.observed(last)) {
          complete.add(episode);
        }
      }
      room.fit();
      complete.forEach(this::put);
    } catch (Throwable e) { // no memory
      failures.thrown(Failed.Part.INCIDENT, "an incident could not take an observation", e);
    }
  }

  /**
   * Asks for an incident of this moment. Any thread.
   *
   * @param why in words
   * @return false if too many have been asked for that are not there yet, or nothing is kept
   */
  public boolean ask(String why) {
    return setup.recording().observations() > 0 && asked.offer(Text.clean(why, Text.SENTENCE));
  }

  /**
   * Looks after what was asked for, what is to be written once more, and what is over.
   *
   * @param isRemembered whether the drift of a number is open, or may be reopened
   */
  public void tick(IntPredicate isRemembered) {
    while (!asked.isEmpty() && recorder.last() != null) { // before there is anything to show
      askedFor(asked.poll());
    }
    delivery.tick();
    if (episodes.isEmpty()) {
      return;
    }
    boolean gone = false;
    Iterator<Episode> all = episodes.values().iterator();
    while (all.hasNext()) {
      Episode episode = all.next();
      boolean over =
          episode.drift() == null
              ? episode.isComplete()
              : !isRemembered.test(episode.drift().number());
      if (over && !delivery.waits(episode.name())) {
        if (episode.hasAfter()) {
          delivery.put(episode.draft());
        }
        all.remove();
        unsaid.remove(episode.name());
        delivery.over(episode.name());
        gone = true;
      }
    }
    if (gone || room.isWaitedFor()) {
      room.fit(onTheWay());
    }
  }

  private void askedFor(String why) {
    String name = "h" + ++askedFor;
    Episode episode =
        new Episode(
            name,
            why,
            now().epochMillis(),
            recorder.tape().reel(),
            setup.baseline().schema(),
            setup.settings().seed());
    episode.says(
        null, new IncidentChapter(Kind.ASKED_FOR, now(), why, Optional.empty(), Optional.empty()));
    List<RecordedObservation> ring = recorder.observations();
    List<Exhibit> before = new ArrayList<>();
    ring.subList(Math.max(0, ring.size() - BEFORE), ring.size())
        .forEach(o -> before.add(new Exhibit(Exemplar.Role.BEFORE, o)));
    episode.shows(before);
    episodes.put(name, episode);
    put(episode);
  }

  /**
   * Ends the thread once it has written what waits, with what came after as far as it is there.
   *
   * @param limit how long to wait for that
   * @return whether it has ended
   */
  public boolean stop(Duration limit) {
    return delivery.stop(limit);
  }

  /**
   * Has what was told last of drifts that go on written, and what came after those that do not, as
   * far as it is there: nothing more will come.
   */
  public void last() {
    for (Episode episode : episodes.values()) {
      DriftUpdated last = unsaid.get(episode.name());
      if (last != null) {
        episode.says(last.drift(), goesOn(last));
      }
      if (last != null || episode.hasAfter()) {
        delivery.put(episode.draft());
      }
    }
  }

  /** Incidents that wait, or are being written. Any thread. */
  public int waiting() {
    return delivery.waiting();
  }

  /** Incidents that wait in a spool, until its sink takes them. Any thread. */
  public int spooled() {
    return delivery.spooled();
  }

  /** Bundles written, those of a later state among them. Any thread. */
  public long written() {
    return delivery.written();
  }

  /** States of incidents that were given up: never written, or never sent to a sink. Any thread. */
  public long lost() {
    return delivery.lost();
  }

  /** Bundles that could not be written, each try. Any thread. */
  public long failures() {
    return delivery.failures();
  }

  /** What incidents show that are open or may be reopened, bytes, about. Any thread. */
  public long memory() {
    return room.memory();
  }

  /** Observations that found no room in incidents, and bundles that made room. Any thread. */
  public long givenUp() {
    return room.givenUp() + recorder.givenUp() + delivery.deleted();
  }
}
